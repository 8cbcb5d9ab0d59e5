package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// keyOf stores a key that was created with another key.
func (l *ledger) keyOf(parent uuid.UUID, owner string) store.AdminKey {
	l.t.Helper()
	k, e := adminKey("key "+uuid.NewString()), event("admin_key.created", newID())
	k.ParentID, k.Owner = parent, owner
	l.accepts(l.CreateAdminKey(l.ctx, k, store.Evidence{}, e), e)
	return k
}

// revocations creates the events of revoked keys, and records them by key.
type revocations map[uuid.UUID]store.AuditEvent

func (r revocations) event(k store.AdminKey) store.AuditEvent {
	r[k.ID] = event("admin_key.revoked", newID())
	return r[k.ID]
}

func (r revocations) events() (all []store.AuditEvent) {
	for _, e := range r {
		all = append(all, e)
	}
	return all
}

func (l *ledger) revokedKeys() (all []uuid.UUID) {
	for _, k := range l.last.keys {
		if k.RevokedAt != nil {
			all = append(all, k.ID)
		}
	}
	return sorted(all)
}

func sorted(ids []uuid.UUID) []uuid.UUID {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

// Revoking a key revokes all keys that were created with it, directly or through others.
func testAdminKeyFamily(t *testing.T, l *ledger) {
	root := l.keyOf(uuid.Nil, "ada")
	child, other := l.keyOf(root.ID, "ada"), l.keyOf(root.ID, "ada")
	grandchild := l.keyOf(child.ID, "ada")
	apart := l.keyOf(uuid.Nil, "bob")
	if got, err := l.AdminKeyByHash(l.ctx, grandchild.Hash); err != nil || !reflect.DeepEqual(got, grandchild) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, grandchild)
	}

	r := revocations{}
	revoked, err := l.RevokeAdminKey(l.ctx, child.ID, at, r.event)
	l.accepts(err, r.events()...)
	if want := sorted([]uuid.UUID{child.ID, grandchild.ID}); !slices.Equal(sorted(revoked), want) || !slices.Equal(l.revokedKeys(), want) {
		t.Errorf("revoked %v, returned %v, want %v", l.revokedKeys(), revoked, want)
	}
	orphan, e := adminKey("orphan"), event("admin_key.created", newID())
	orphan.ParentID = child.ID
	l.refuses(l.CreateAdminKey(l.ctx, orphan, store.Evidence{}, e), store.ParentRevoked)
	orphan.ParentID = newID()
	l.refuses(l.CreateAdminKey(l.ctx, orphan, store.Evidence{}, e), store.ParentRevoked)

	// A revoked key is not revoked again, but its descendants are.
	revived := revocations{}
	revoked, err = l.RevokeAdminKey(l.ctx, root.ID, at.Add(time.Hour), revived.event)
	l.accepts(err, revived.events()...)
	if want := sorted([]uuid.UUID{root.ID, other.ID}); !slices.Equal(sorted(revoked), want) {
		t.Errorf("returned %v, want %v", revoked, want)
	}
	if got, err := l.AdminKeyByHash(l.ctx, grandchild.Hash); err != nil || got.RevokedAt == nil || !got.RevokedAt.Equal(at) {
		t.Errorf("revoked twice: %+v, %v", got, err)
	}
	revoked, err = l.RevokeAdminKey(l.ctx, root.ID, at, revived.event)
	l.accepts(err)
	if len(revoked) != 0 {
		t.Errorf("revoked again: %v", revoked)
	}
	if got, err := l.AdminKeyByHash(l.ctx, apart.Hash); err != nil || got.RevokedAt != nil {
		t.Errorf("another's key: %+v, %v", got, err)
	}
}

func testAdminKeysOfOwner(t *testing.T, l *ledger) {
	first, second := l.keyOf(uuid.Nil, "ada"), l.keyOf(uuid.Nil, "ada")
	given := l.keyOf(second.ID, "bob")
	l.keyOf(uuid.Nil, "bob")
	l.keyOf(uuid.Nil, "")
	r := revocations{}
	revoked, err := l.RevokeAdminKeysOf(l.ctx, "ada", at, r.event)
	l.accepts(err, r.events()...)
	if want := sorted([]uuid.UUID{first.ID, second.ID, given.ID}); !slices.Equal(sorted(revoked), want) || !slices.Equal(l.revokedKeys(), want) {
		t.Errorf("revoked %v, returned %v, want %v", l.revokedKeys(), revoked, want)
	}
	for _, owner := range []string{"ada", "unknown"} {
		revoked, err = l.RevokeAdminKeysOf(l.ctx, owner, at, r.event)
		l.accepts(err)
		if len(revoked) != 0 {
			t.Errorf("%s: revoked %v", owner, revoked)
		}
	}
	_, err = l.RevokeAdminKeysOf(l.ctx, "", at, r.event)
	l.fails(err)
}

// A scope that a key has lost is not restored; a key without any scope left is revoked.
func testAdminKeysCut(t *testing.T, l *ledger) {
	mixed, within, beyond, others := adminKey("mixed"), adminKey("within"), adminKey("beyond"), adminKey("another's")
	mixed.Scopes, within.Scopes, beyond.Scopes, others.Scopes = []string{"keys", "read", "reset"}, []string{"read"}, []string{"keys"}, []string{"keys"}
	for _, k := range []*store.AdminKey{&mixed, &within, &beyond, &others} {
		k.Owner = "ada"
		if k == &others {
			k.Owner = "bob"
		}
		e := event("admin_key.created", newID())
		l.accepts(l.CreateAdminKey(l.ctx, *k, store.Evidence{}, e), e)
	}
	r := revocations{}
	cut, err := l.CutAdminKeysOf(l.ctx, "ada", []string{"read", "reset", "revoke"}, at, r.event)
	l.accepts(err, r.events()...)
	if len(cut) != 2 || len(r) != 2 {
		t.Errorf("cut %+v, with events of %d", cut, len(r))
	}
	mixed.Scopes, beyond.RevokedAt = []string{"read", "reset"}, to(at)
	for _, want := range []store.AdminKey{mixed, within, beyond, others} {
		if got, err := l.AdminKeyByHash(l.ctx, want.Hash); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
	}
	for _, owner := range []string{"ada", "unknown"} {
		cut, err = l.CutAdminKeysOf(l.ctx, owner, []string{"read", "reset", "keys"}, at, r.event)
		l.accepts(err)
		if len(cut) != 0 {
			t.Errorf("%s: cut %+v", owner, cut)
		}
	}
	_, err = l.CutAdminKeysOf(l.ctx, "", nil, at, r.event)
	l.fails(err)
}

// No key outlives the key that creates it, even if both calls are concurrent.
func testAdminKeyFamilyRace(t *testing.T, l *ledger) {
	for range 15 {
		root := l.keyOf(uuid.Nil, "ada")
		child := l.keyOf(root.ID, "ada")
		late, created, r := adminKey("key "+uuid.NewString()), event("admin_key.created", newID()), revocations{}
		late.ParentID = child.ID
		errs := atOnce(
			func() error { return l.CreateAdminKey(l.ctx, late, store.Evidence{}, created) },
			func() error { _, err := l.RevokeAdminKey(l.ctx, root.ID, at, r.event); return err },
		)
		events := r.events()
		if errs[0] == nil {
			events = append(events, created)
		} else if !errors.Is(errs[0], store.ParentRevoked) {
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
		for _, k := range l.last.keys {
			if k.RevokedAt == nil {
				t.Fatalf("%s is left: %+v", k.ID, k)
			}
		}
	}
}

func testAdminKeyTouch(t *testing.T, l *ledger) {
	k := l.keyOf(uuid.Nil, "ada")
	l.accepts(l.TouchAdminKey(l.ctx, newID(), at))
	for _, c := range []struct{ at, want time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Minute, time.Minute}, {0, time.Minute}} {
		l.accepts(l.TouchAdminKey(l.ctx, k.ID, at.Add(c.at)))
		if got, err := l.AdminKeyByHash(l.ctx, k.Hash); err != nil || got.LastUsedAt == nil || !got.LastUsedAt.Equal(at.Add(c.want)) {
			t.Errorf("used after %v: %v, %v, want after %v", c.at, got.LastUsedAt, err, c.want)
		}
	}
}

package storetest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// person creates an identity with a row of each kind that an erasure deletes, except deliveries.
func (l *ledger) person() uuid.UUID {
	l.t.Helper()
	identity := newID()
	l.granted(l.registered(identity))
	gone, removed := l.registered(identity), event("passkey.removed", identity)
	l.loggedIn(gone)
	l.accepts(l.remove(identity, gone.ID, false, removed), removed)
	l.saw(identity, "totp")
	l.accepts(l.ImportPasskeys(l.ctx, store.PasskeyImport{IdentityID: identity, Handles: [][]byte{random(64)}, At: at}))
	_, err := l.BeginGrace(l.ctx, identity, at)
	if err == nil {
		_, err = l.BeginSecondGrace(l.ctx, identity, at)
	}
	l.accepts(err)
	created := event("recovery_codes.created", identity)
	codes := []store.RecoveryCode{{Kind: store.CodeOwn, Hash: [32]byte(random(32)), CreatedAt: at}, {Kind: store.CodeOwn, Hash: [32]byte(random(32)), CreatedAt: at}}
	l.accepts(l.replaceCodes(identity, codes, created), created)
	l.pending(approval(identity))
	requested := event("mfa.reset_requested", identity)
	_, _, err = l.CreateReset(l.ctx, reset(identity, store.ResetPending), requested)
	l.accepts(err, requested)
	return identity
}

// requests counts the requests for approval and the resets of an identity.
func (l *ledger) requests(identity uuid.UUID) int {
	l.t.Helper()
	approvals, err := l.Approvals(l.ctx, store.ApprovalFilter{IdentityID: &identity}, store.Page{Size: 10})
	l.accepts(err)
	resets, err := l.Resets(l.ctx, store.ResetFilter{IdentityID: &identity}, store.Page{Size: 10})
	l.accepts(err)
	return len(approvals) + len(resets)
}

// sealWaiting seals all unsealed events.
func (l *ledger) sealWaiting(number int64) {
	l.t.Helper()
	waiting, err := l.UnsealedEvents(l.ctx, 1000)
	if err != nil {
		l.t.Fatal(err)
	}
	h, rows := head(number, waiting)
	l.accepts(l.SealEvents(l.ctx, h, rows))
}

func (l *ledger) erasable(identity uuid.UUID) (list []store.EventErasure) {
	l.t.Helper()
	events, err := l.ErasableEvents(l.ctx, identity, 100)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, e := range events {
		if e.IdentityID != identity || e.Salt == nil {
			l.t.Fatalf("erasable: %+v", e)
		}
		list = append(list, store.EventErasure{ID: e.ID, Signature: [64]byte(random(64))})
	}
	return list
}

func testErasure(t *testing.T, l *ledger) {
	ada, bob := l.person(), l.person()
	admin, helped := event("passkey.revoked", ada), event("passkey.revoked", bob)
	admin.ActorKind, admin.ActorID = "admin_key", "key-1"
	helped.ActorID = ada.String() // an event by ada about bob
	l.accepts(l.RecordEvent(l.ctx, admin), admin)
	l.accepts(l.RecordEvent(l.ctx, helped), helped)
	if early := l.erasable(ada); len(early) != 0 {
		t.Errorf("erasable before it is sealed: %v", early)
	}
	l.sealWaiting(1)
	late := event("login.refused", ada)
	l.accepts(l.RecordEvent(l.ctx, late), late)

	held, err := l.Holdings(l.ctx, ada)
	if err != nil || len(held.Sessions) != 3 || held.GatePasses != 1 || held.Codes != 1 || len(held.Factors) != 1 ||
		len(held.Tombstones) != 1 || len(held.Removed) != 1 || !held.Removed[0].RemovedAt.Equal(at) || held.Removed[0].Disowned || len(held.Endings) != 1 || len(held.Handles) != 1 || len(held.Struck) != 1 || !held.GraceBegan.Equal(at) || !held.SecondGraceBegan.Equal(at) {
		t.Errorf("held: %+v, %v", held, err)
	}
	bobs, bobsEvents := l.allPasskeys(store.PasskeyFilter{IdentityID: &bob}, 10), l.allEvents(store.AuditFilter{IdentityID: &bob}, 10)
	list := l.erasable(ada)
	var recorded store.Erased
	record := event("identity.erased", uuid.Nil)
	record.ActorKind, record.ActorID = "system", ""
	first := l.keyOf(uuid.Nil, store.OwnedByIdentity+ada.String())
	second := l.keyOf(first.ID, store.OwnedByIdentity+ada.String())
	l.keyOf(uuid.Nil, store.OwnedByIdentity+bob.String())
	l.keyOf(uuid.Nil, "")
	revoked := revocations{}
	erased, err := l.EraseIdentity(l.ctx, ada, at, append(list, l.erasable(bob)...), revoked.event, func(e store.Erased) store.AuditEvent {
		recorded = e
		return record
	})
	l.accepts(err, append(revoked.events(), record)...)
	want := store.Erased{
		Passkeys: 1, RecoveryCodes: 2, Sessions: 3, GatePasses: 1, Codes: 1, Factors: 1, Tombstones: 1, Removed: 1, Struck: 1, Handles: 1, FirstPasskeys: 1, Graces: 2, AdminKeys: 2, Events: 12,
	}
	if erased != want || recorded != want {
		t.Errorf("got %+v and recorded %+v, want %+v", erased, recorded, want)
	}
	l.checkBlanked(ada, admin, list)
	l.struck(ada, held.Tombstones[0].CredentialID, false)
	if adas, bobs := l.requests(ada), l.requests(bob); adas != 0 || bobs != 2 {
		t.Errorf("%d requests of the erased identity, and %d of the other, want 0 and 2", adas, bobs)
	}
	if want := sorted([]uuid.UUID{first.ID, second.ID}); !slices.Equal(l.revokedKeys(), want) || len(revoked) != 2 {
		t.Errorf("revoked %v with %d events, want %v", l.revokedKeys(), len(revoked), want)
	}

	// The late event is not sealed, so it remains; bob's rows do not change.
	if left := l.allEvents(store.AuditFilter{IdentityID: &ada}, 10); len(left) != 1 || left[0].ID != late.ID {
		t.Errorf("left: %+v", left)
	}
	if now := l.allPasskeys(store.PasskeyFilter{IdentityID: &bob}, 10); !reflect.DeepEqual(now, bobs) {
		t.Errorf("bob's passkeys: %+v", now)
	}
	if now := l.allEvents(store.AuditFilter{IdentityID: &bob}, 10); !reflect.DeepEqual(now, bobsEvents) {
		t.Errorf("bob's events: %+v", now)
	}
	if held, err := l.Holdings(l.ctx, ada); err != nil || len(held.Sessions)+held.GatePasses+held.Codes+len(held.Factors)+len(held.Tombstones)+len(held.Removed) > 0 || held.GraceBegan != nil || held.SecondGraceBegan != nil {
		t.Errorf("still held: %+v, %v", held, err)
	}
	l.mustEnd(ada, held.Endings...) // Kratos has not confirmed it
	_, err = l.EraseIdentity(l.ctx, ada, at, list, revoked.event, func(store.Erased) store.AuditEvent {
		t.Error("an event of nothing")
		return store.AuditEvent{}
	})
	l.refuses(err, store.ErrNotFound)

	// An admin key of an identity without any other rows.
	l.keyOf(uuid.Nil, store.OwnedByIdentity+ada.String())
	revoked, again := revocations{}, event("identity.erased", uuid.Nil)
	erased, err = l.EraseIdentity(l.ctx, ada, at, nil, revoked.event, func(store.Erased) store.AuditEvent { return again })
	if l.accepts(err, append(revoked.events(), again)...); erased != (store.Erased{AdminKeys: 1}) {
		t.Errorf("erased %+v, want one key", erased)
	}
}

// checkBlanked checks the erased events.
func (l *ledger) checkBlanked(ada uuid.UUID, admin store.AuditEvent, list []store.EventErasure) {
	l.t.Helper()
	signatures := map[uuid.UUID][64]byte{}
	for _, e := range list {
		signatures[e.ID] = e.Signature
	}
	_, rows := l.chain()
	blanked := 0
	for _, e := range rows {
		signature, expected := signatures[e.ID]
		if !expected {
			if e.Salt == nil || e.Erasure != nil {
				l.t.Errorf("blanked beside: %+v", e)
			}
			continue
		}
		blanked++
		actor := ""
		if e.ID == admin.ID {
			actor = admin.ActorID
		}
		if e.IdentityID != uuid.Nil || e.ActorID != actor || e.IP+e.UserAgent+e.Reason != "" || e.Metadata != nil || e.Salt != nil ||
			string(e.Erasure) != string(signature[:]) || e.PersonalHash == [32]byte{} || e.RequestID == "" || e.Type == "" {
			l.t.Errorf("not as it should be: %+v", e)
		}
		if text, err := json.Marshal(e); err != nil || bytes.Contains(text, []byte(ada.String())) {
			l.t.Errorf("ada is still in it: %s", text)
		}
	}
	if blanked != len(list) {
		l.t.Errorf("%d of %d rows are there", blanked, len(list))
	}
}

package storetest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func sighting(kind, vouch string) store.FactorSighting {
	return store.FactorSighting{ID: newID(), Kind: kind, Fingerprint: [32]byte(random(32)), Vouch: vouch}
}

// noted collects the changes of a snapshot, with an event for each.
type noted struct {
	changes []string // "kind change"
	events  []store.AuditEvent
}

func (n *noted) event(f store.Factor, change string) *store.AuditEvent {
	e := event("factor."+change, f.IdentityID)
	n.changes, n.events = append(n.changes, f.Kind+" "+change), append(n.events, e)
	return &e
}

// looks records a snapshot that must result in these changes, and returns the rows.
func (l *ledger) looks(identity uuid.UUID, when time.Time, seen []store.FactorSighting, want ...string) []store.Factor {
	l.t.Helper()
	var n noted
	rows, err := l.RecordFactors(l.ctx, identity, when, seen, n.event)
	l.accepts(err, n.events...)
	if !slices.Equal(n.changes, want) {
		l.t.Errorf("changes are %v, want %v", n.changes, want)
	}
	if stored, err := l.FactorsOf(l.ctx, identity); err != nil || len(rows)+len(stored) > 0 && !reflect.DeepEqual(rows, stored) {
		l.t.Errorf("got  %+v, %v\nwant %+v", stored, err, rows)
	}
	return rows
}

// saw returns a new factor of this kind.
func (l *ledger) saw(identity uuid.UUID, kind string) store.Factor {
	l.t.Helper()
	held, err := l.FactorsOf(l.ctx, identity)
	if err != nil {
		l.t.Fatal(err)
	}
	next := sighting(kind, "")
	seen := []store.FactorSighting{next}
	for _, f := range held {
		seen = append(seen, store.FactorSighting{ID: newID(), Kind: f.Kind, Fingerprint: f.Fingerprint})
	}
	rows := l.looks(identity, at, seen, kind+" appeared")
	return rows[slices.IndexFunc(rows, func(f store.Factor) bool { return f.ID == next.ID })]
}

func testFactorsSeen(t *testing.T, l *ledger) {
	identity := newID()
	l.looks(identity, at, nil)
	totp, key := sighting("totp", ""), sighting("x-unknown", store.VouchedFirstPasskey)
	totp.ChangedAt = at.Add(-time.Hour)
	minute := func(n int) time.Time { return at.Add(time.Duration(n) * time.Minute) }
	rows := l.looks(identity, at, []store.FactorSighting{totp, key}, "totp appeared", "x-unknown appeared", "x-unknown vouched")
	want := []store.Factor{
		{ID: totp.ID, IdentityID: identity, Kind: "totp", Fingerprint: totp.Fingerprint, FirstSeenAt: at, SeenAt: at, SetUpAt: to(at.Add(-time.Hour))},
		{ID: key.ID, IdentityID: identity, Kind: "x-unknown", Fingerprint: key.Fingerprint, FirstSeenAt: at, SeenAt: at,
			VouchedAt: to(at), How: store.VouchedFirstPasskey},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}

	// The same snapshot changes nothing, even with other IDs and duplicates.
	totp.ID, key.ID = newID(), newID()
	totp.ChangedAt, key.ChangedAt = at, at // Kratos renews it when something else of the identity changes
	l.looks(identity, minute(1), []store.FactorSighting{totp, key, totp})
	// A replaced secret is another factor, which is not vouched for.
	replaced := sighting("x-unknown", "")
	rows = l.looks(identity, minute(2), []store.FactorSighting{replaced, totp}, "x-unknown appeared", "x-unknown gone")
	if len(rows) != 3 || rows[1].GoneAt == nil || !rows[1].GoneAt.Equal(minute(2)) || rows[2].VouchedAt != nil {
		t.Errorf("got %+v, want the second gone at %v and the third not vouched", rows, minute(2))
	}
	// A factor that returns is the same factor, enrolled again.
	key.ChangedAt = minute(2)
	rows = l.looks(identity, minute(3), []store.FactorSighting{replaced, totp, key}, "x-unknown returned")
	if rows[1].GoneAt != nil || rows[1].VouchedAt == nil || !rows[1].SeenAt.Equal(minute(3)) || rows[1].SetUpAt == nil || !rows[1].SetUpAt.Equal(minute(2)) || !rows[1].FirstSeenAt.Equal(at) {
		t.Errorf("got %+v, want back and vouched, seen at %v, set up at %v, first seen at %v", rows[1], minute(3), minute(2), at)
	}
	// It can be vouched for later, once.
	totp.Vouch = store.VouchedFreshSession
	rows = l.looks(identity, minute(4), []store.FactorSighting{replaced, totp, key}, "totp vouched")
	if rows[0].How != store.VouchedFreshSession || !rows[0].VouchedAt.Equal(minute(4)) {
		t.Errorf("got %+v, want vouched as fresh_session at %v", rows[0], minute(4))
	}
	totp.Vouch = store.VouchedImport
	l.looks(identity, minute(5), []store.FactorSighting{replaced, totp, key})

	// Factors of other identities do not change, even with the same fingerprint.
	l.looks(newID(), at, []store.FactorSighting{{ID: newID(), Kind: "totp", Fingerprint: totp.Fingerprint}}, "totp appeared")
	l.looks(identity, minute(6), nil, "totp gone", "x-unknown gone", "x-unknown gone")
}

// A snapshot that began before a change and is recorded after it does not undo it.
func testFactorsStaleLook(t *testing.T, l *ledger) {
	identity, s := newID(), sighting("totp", "")
	l.looks(identity, at, []store.FactorSighting{s}, "totp appeared")
	l.looks(identity, at.Add(-time.Second), nil)
	l.looks(identity, at.Add(time.Minute), nil, "totp gone")
	l.looks(identity, at.Add(time.Second), []store.FactorSighting{s})
	l.looks(identity, at.Add(2*time.Minute), []store.FactorSighting{s}, "totp returned")
	l.looks(identity, at.Add(time.Minute), nil)
}

// Events are optional, and an event that cannot be written rolls the snapshot back.
func testFactorsEvents(t *testing.T, l *ledger) {
	identity := newID()
	_, err := l.RecordFactors(l.ctx, identity, at, []store.FactorSighting{sighting("totp", "")}, func(store.Factor, string) *store.AuditEvent { return nil })
	l.accepts(err)
	_, err = l.RecordFactors(l.ctx, identity, at, []store.FactorSighting{sighting("webauthn", "")}, func(f store.Factor, _ string) *store.AuditEvent {
		e := event("", f.IdentityID)
		return &e
	})
	l.fails(err)
	if rows, err := l.FactorsOf(l.ctx, identity); err != nil || len(rows) != 1 || rows[0].GoneAt != nil {
		t.Errorf("got %+v, %v, want one that is not gone", rows, err)
	}
}

// Replicas that find the same changes at once record each of them once.
func testFactorsRace(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		old := sighting("lookup_secret", "")
		l.looks(identity, at, []store.FactorSighting{old}, "lookup_secret appeared")
		seen := []store.FactorSighting{sighting("totp", ""), sighting("webauthn", store.VouchedImport), sighting("code", "")}
		notes := make([]noted, 6)
		var steps []func() error
		for i := range notes {
			mine := slices.Clone(seen)
			for j := range mine {
				mine[j].ID = newID()
			}
			if i%2 == 1 {
				slices.Reverse(mine)
			}
			steps = append(steps, func() error {
				// The transaction may be retried: only the events of its last run count.
				_, err := l.RecordFactors(l.ctx, identity, at.Add(time.Minute), mine, notes[i].event)
				return err
			})
		}
		for _, err := range atOnce(steps...) {
			if err != nil {
				t.Fatal(err)
			}
		}
		made := map[uuid.UUID]bool{}
		for _, n := range notes {
			for _, e := range n.events {
				made[e.ID] = true
			}
		}
		var got []string
		var recorded []store.AuditEvent
		for _, e := range l.allEvents(store.AuditFilter{IdentityID: &identity}, 50) {
			if made[e.ID] {
				got, recorded = append(got, e.Type), append(recorded, e)
			}
		}
		l.accepts(nil, recorded...)
		slices.Sort(got)
		want := []string{"factor.appeared", "factor.appeared", "factor.appeared", "factor.gone", "factor.vouched"}
		if !slices.Equal(got, want) {
			t.Fatalf("recorded %v, want %v", got, want)
		}
		if rows, err := l.FactorsOf(l.ctx, identity); err != nil || len(rows) != 4 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
	}
}

func testFactorsAnswered(t *testing.T, l *ledger) {
	identity := newID()
	mine, strange := sighting("totp", ""), sighting("webauthn", "")
	seen := []store.FactorSighting{mine, strange}
	l.looks(identity, at, seen, "totp appeared", "webauthn appeared")
	yes, no := event("factor.confirmed", identity), event("factor.disowned", identity)
	gone := only(identity, newID()) // the passkey on which the answer rests
	l.refuses(l.ConfirmFactor(l.ctx, identity, mine.ID, gone, at, event("x", identity)), store.EvidenceGone)
	l.refuses(l.disownFactor(identity, mine.ID, gone, at, event("x", identity)), store.EvidenceGone)
	if rows, err := l.FactorsOf(l.ctx, identity); err != nil || rows[0].VouchedAt != nil || rows[0].DisownedAt != nil {
		t.Errorf("answered without evidence: %+v, %v", rows, err)
	}
	l.accepts(l.ConfirmFactor(l.ctx, identity, mine.ID, store.Evidence{}, at, yes), yes)
	l.accepts(l.ConfirmFactor(l.ctx, identity, mine.ID, store.Evidence{}, at.Add(time.Hour), event("again", identity)))
	l.accepts(l.disownFactor(identity, strange.ID, store.Evidence{}, at, no), no)
	l.accepts(l.disownFactor(identity, strange.ID, store.Evidence{}, at.Add(time.Hour), event("again", identity)))
	rows := l.looks(identity, at.Add(time.Minute), seen)
	if rows[0].How != store.VouchedConfirmed || !rows[0].VouchedAt.Equal(at) || rows[1].DisownedAt == nil || !rows[1].DisownedAt.Equal(at) {
		t.Errorf("got %+v, want the first confirmed and the second disowned at %v", rows, at)
	}

	// A disowned factor is never vouched, neither by a snapshot nor by an answer.
	seen[1].Vouch = store.VouchedFreshSession
	l.looks(identity, at.Add(2*time.Minute), seen)
	l.refuses(l.ConfirmFactor(l.ctx, identity, strange.ID, store.Evidence{}, at, event("x", identity)), store.ErrNotFound)
	l.refuses(l.ConfirmFactor(l.ctx, newID(), mine.ID, store.Evidence{}, at, event("x", identity)), store.ErrNotFound)
	l.refuses(l.disownFactor(newID(), mine.ID, store.Evidence{}, at, event("x", identity)), store.ErrNotFound)
	l.refuses(l.disownFactor(identity, newID(), store.Evidence{}, at, event("x", identity)), store.ErrNotFound)
	// It stays so when it goes and comes back.
	l.looks(identity, at.Add(3*time.Minute), nil, "totp gone", "webauthn gone")
	l.refuses(l.ConfirmFactor(l.ctx, identity, mine.ID, store.Evidence{}, at, event("x", identity)), store.ErrNotFound)
	rows = l.looks(identity, at.Add(4*time.Minute), seen, "totp returned", "webauthn returned")
	if rows[1].DisownedAt == nil || rows[1].VouchedAt != nil {
		t.Errorf("got %+v, want disowned and not vouched", rows[1])
	}
	// A vouched one may turn out not to be the person's after all.
	no = event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, mine.ID, store.Evidence{}, at, no), no)
	if rows, err := l.FactorsOf(l.ctx, identity); err != nil || rows[0].VouchedAt != nil || rows[0].How != "" {
		t.Errorf("got %+v, %v, want the first not vouched", rows, err)
	}
}

package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func idsOf(rows []store.Factor) (ids []uuid.UUID) {
	for _, f := range rows {
		ids = append(ids, f.ID)
	}
	return ids
}

// Of the factors that are gone, the latest of each kind are remembered. Those that are present, of other kinds or disowned are
// not affected, and neither are those of other identities.
func testFactorsForgotten(t *testing.T, l *ledger) {
	identity := newID()
	minute := func(n int) time.Time { return at.Add(time.Duration(n) * time.Minute) }
	elses, app, key, strange := l.saw(newID(), "lookup_secret"), sighting("totp", ""), sighting("webauthn", ""), sighting("lookup_secret", "")
	rows := l.looks(identity, at, []store.FactorSighting{app, key, strange}, "totp appeared", "webauthn appeared", "lookup_secret appeared")
	no := event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, rows[2].ID, store.Evidence{}, at, no), no)
	const surplus = 3
	codes := []store.FactorSighting{sighting("lookup_secret", store.VouchedFreshSession)}
	l.looks(identity, minute(1), []store.FactorSighting{key, codes[0]},
		"lookup_secret appeared", "lookup_secret vouched", "totp gone", "lookup_secret gone")
	for i := 1; i <= store.MaxGone+surplus; i++ {
		codes = append(codes, sighting("lookup_secret", ""))
		rows = l.looks(identity, minute(1+i), []store.FactorSighting{key, codes[i]}, "lookup_secret appeared", "lookup_secret gone")
	}
	want := []uuid.UUID{app.ID, key.ID, strange.ID}
	for _, s := range codes[surplus:] {
		want = append(want, s.ID)
	}
	if got := idsOf(rows); !slices.Equal(got, want) {
		t.Errorf("%d rows: %v\nwant %d: %v", len(got), got, len(want), want)
	}
	if rows, err := l.FactorsOf(l.ctx, elses.IdentityID); err != nil || len(rows) != 1 {
		t.Errorf("another identity's: %+v, %v", rows, err)
	}

	// One that is forgotten is new when it returns. One that is disowned is known, however often others have changed.
	forgotten := store.FactorSighting{ID: newID(), Kind: "lookup_secret", Fingerprint: codes[0].Fingerprint}
	rows = l.looks(identity, minute(100), []store.FactorSighting{key, forgotten, strange},
		"lookup_secret appeared", "lookup_secret returned", "lookup_secret gone")
	for _, f := range rows {
		switch f.ID {
		case forgotten.ID:
			if f.VouchedAt != nil || !f.FirstSeenAt.Equal(minute(100)) {
				t.Errorf("the forgotten one: %+v", f)
			}
		case strange.ID:
			if f.DisownedAt == nil || f.GoneAt != nil {
				t.Errorf("the disowned one: %+v", f)
			}
		}
	}
}

// More factors are remembered that are disowned, but not any number.
func testFactorsForgottenDisowned(t *testing.T, l *ledger) {
	identity := newID()
	var seen []store.FactorSighting
	for range store.MaxGoneDisowned + 2 {
		seen = append(seen, sighting("webauthn", ""))
	}
	_, err := l.RecordFactors(l.ctx, identity, at, seen, func(store.Factor, string) *store.AuditEvent { return nil })
	l.accepts(err)
	for _, s := range seen {
		no := event("factor.disowned", identity)
		l.accepts(l.disownFactor(identity, s.ID, store.Evidence{}, at, no), no)
	}
	rows, err := l.RecordFactors(l.ctx, identity, at.Add(time.Minute), seen[:1], func(store.Factor, string) *store.AuditEvent { return nil })
	l.accepts(err)
	want := []uuid.UUID{seen[0].ID} // present
	for _, s := range seen[2:] {
		want = append(want, s.ID)
	}
	if got := idsOf(rows); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

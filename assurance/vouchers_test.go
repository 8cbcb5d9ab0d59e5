package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// vouchersOf returns what vouches for the factor of a kind that has just appeared, and on which passkeys that rests.
func vouchersOf(f Facts, kind string) (how string, by []uuid.UUID) {
	for _, s := range f.Sightings(testPolicy(), false, uuid.New) {
		if s.Kind == kind && s.Vouch != "" {
			return s.Vouch, s.By
		}
	}
	return "", nil
}

// What a session enrols by a factor rests on the passkeys that vouched for that factor.
func TestVouchersOfAFactor(t *testing.T) {
	session := began("password")
	session.Level = AAL2
	session.Methods = append(session.Methods,
		Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(10 * time.Minute)},
		Method{Name: KindLookupSecret, AAL: AAL2, CompletedAt: ago(5 * time.Minute)})
	app := vouchedRow(KindTOTP, "app", store.VouchedConfirmed, func(f *store.Factor) { f.VouchedBy = []uuid.UUID{phone} })
	held := Held{changedHeld(KindTOTP, "app", 30*24*time.Hour), changedHeld(KindLookupSecret, "codes", 5*time.Minute)}
	for _, suspended := range []bool{false, true} {
		row, want, by := passkeyRow(), store.VouchedFreshSession, []uuid.UUID{phone}
		if suspended {
			row.SuspendedAt, want, by = at(time.Hour), "", nil
		}
		// The row of the codes has been there since they were set up.
		codes := seen(KindLookupSecret, "codes", 5*time.Minute)
		rows := store.SessionFacts{Passkeys: []store.Passkey{row}, Factors: []store.Factor{app, codes}}
		how, got := vouchersOf(read(t, session, Person{}, rows, held), KindLookupSecret)
		if how != want || !slices.Equal(got, by) {
			t.Errorf("suspended %t: vouched for as %q by %v", suspended, how, got)
		}
	}
}

// What the settings gate let through rests on the passkeys of that session, and on none that was only there. It is vouched for
// while all of them stand.
func TestVouchersAtGate(t *testing.T) {
	removed := uuid.New()
	for _, kind := range []string{KindPassword, KindTOTP} {
		for name, test := range map[string]struct {
			rested []uuid.UUID
			want   bool
		}{
			"stands":             {[]uuid.UUID{phone}, true},
			"removed":            {[]uuid.UUID{removed}, false},
			"one of two removed": {[]uuid.UUID{phone, removed}, false},
			"of an older binary": {nil, false},
		} {
			for _, suspended := range []bool{false, true} {
				used := passkeyRow(func(p *store.Passkey) {
					if suspended {
						p.SuspendedAt = at(time.Minute)
					}
				})
				rows := store.SessionFacts{
					Passkeys: []store.Passkey{used, passkeyRow(func(p *store.Passkey) { p.ID = uuid.New() })},
					Factors:  []store.Factor{seen(KindAddress, "the owner's", 31*24*time.Hour)},
					First:    &store.FirstPasskey{IdentityID: identity, SettingsAt: at(time.Hour), SettingsPasskeys: test.rested},
				}
				held := Held{changedHeld(kind, "new", time.Hour-time.Second)}
				how, by := vouchersOf(read(t, began("password"), Person{}, rows, held), kind)
				want, on := "", []uuid.UUID(nil)
				if test.want && !suspended {
					want, on = store.VouchedFreshSession, test.rested
				}
				if how != want || !slices.Equal(by, on) {
					t.Errorf("%s, %s, suspended %t: vouched for as %q by %v", kind, name, suspended, how, by)
				}
			}
		}
	}
}

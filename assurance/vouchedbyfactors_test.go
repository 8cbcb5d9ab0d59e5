package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// What a session enrols by a factor that no passkey vouched for rests on that factor.
func TestVouchedByAFactor(t *testing.T) {
	session := began("password")
	session.Level = AAL2
	session.Methods = append(session.Methods,
		Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(10 * time.Minute)},
		Method{Name: KindLookupSecret, AAL: AAL2, CompletedAt: ago(5 * time.Minute)})
	app := vouchedRow(KindTOTP, "app", store.VouchedFirstPasskey)
	codes := seen(KindLookupSecret, "codes", 5*time.Minute)
	f := read(t, session, Person{}, store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{app, codes}},
		Held{changedHeld(KindTOTP, "app", 30*24*time.Hour), changedHeld(KindLookupSecret, "codes", 5*time.Minute)})
	got := f.Sightings(testPolicy(), false, uuid.New)
	i := slices.IndexFunc(got, func(s store.FactorSighting) bool { return s.Kind == KindLookupSecret })
	if s := got[i]; s.Vouch != store.VouchedFreshSession || len(s.By) > 0 || !slices.Equal(s.ByFactors, []uuid.UUID{app.ID}) {
		t.Errorf("got %+v, want a vouch as fresh_session by factor %s alone", s, app.ID)
	}
}

// The settings gate vouches on the factors of the session that it let through, and no longer once one of them is disowned. One
// that has been replaced is not.
func TestGateVouchesOnFactors(t *testing.T) {
	gone := ownPassword
	gone.GoneAt = at(time.Minute)
	for name, test := range map[string]struct {
		row      store.Factor
		passkeys []uuid.UUID
		want     bool
	}{
		"its own":               {ownPassword, []uuid.UUID{phone}, true},
		"replaced":              {gone, []uuid.UUID{phone}, true},
		"disowned":              {notOwn(ownPassword), []uuid.UUID{phone}, false},
		"without a passkey":     {ownPassword, nil, true},
		"disowned, no passkey":  {notOwn(ownPassword), nil, false},
		"forgotten, no passkey": {seen(KindPassword, "another", time.Hour), nil, false},
	} {
		f := read(t, began("password"), Person{}, store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{test.row},
			First: &store.FirstPasskey{IdentityID: identity, SettingsAt: at(time.Hour),
				SettingsPasskeys: test.passkeys, SettingsFactors: []uuid.UUID{ownPassword.ID}},
		}, Held{changedHeld(KindOIDC, "new", time.Hour-time.Second)})
		got := f.Sightings(testPolicy(), false, uuid.New)
		if len(got) != 1 || (got[0].Vouch != "") != test.want || test.want && !slices.Equal(got[0].ByFactors, []uuid.UUID{ownPassword.ID}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

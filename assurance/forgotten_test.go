package assurance

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// TestForgottenFactorGainsNothing: rows of factors that disappeared long ago are deleted. A factor that returns later
// counts for no more than with its row, a first factor is not mistaken for one from before the passkey, and the time
// of the last loss is kept.
func TestForgottenFactorGainsNothing(t *testing.T) {
	for _, kind := range []string{KindTOTP, KindLookupSecret, KindWebAuthn, KindPasskey, KindCode, "x-unknown", KindPassword, KindOIDC, KindAddress} {
		for name, mark := range map[string]func(*store.Factor){
			"never vouched": func(*store.Factor) {},
			"vouched":       func(f *store.Factor) { f.VouchedAt, f.How = at(100*24*time.Hour), store.VouchedConfirmed },
			"disowned":      func(f *store.Factor) { f.DisownedAt = at(100 * 24 * time.Hour) },
		} {
			for _, holds := range []bool{true, false} {
				for _, gate := range []*time.Time{nil, at(2 * time.Minute)} {
					t.Run(fmt.Sprintf("%s/%s/passkey %v/gate %v", kind, name, holds, gate != nil), func(t *testing.T) {
						forget(t, kind, mark, holds, gate)
					})
				}
			}
		}
	}
}

func forget(t *testing.T, kind string, mark func(*store.Factor), holds bool, gate *time.Time) {
	returned := seen(kind, "returned", 200*24*time.Hour)
	mark(&returned)
	returned.GoneAt = at(50 * 24 * time.Hour)
	rows := []store.Factor{returned}
	for i := range store.MaxGone {
		gone := seen(kind, fmt.Sprint(i), 24*time.Hour)
		gone.GoneAt = at(time.Duration(i+1) * time.Hour)
		rows = append(rows, gone)
	}
	forgotten := store.Forgotten(rows)
	if (len(forgotten) == 1) != (returned.DisownedAt == nil) {
		t.Fatalf("%d are forgotten", len(forgotten))
	}
	left := slices.DeleteFunc(slices.Clone(rows), func(f store.Factor) bool { return slices.Contains(forgotten, f.ID) })

	session := Session{Level: AAL2, AuthenticatedAt: ago(time.Minute), Methods: []Method{
		{Name: "password", AAL: AAL1, CompletedAt: ago(time.Minute)}, {Name: kind, AAL: AAL2, CompletedAt: ago(time.Minute)},
	}}
	facts := func(rows []store.Factor, material string) Facts {
		stored := store.SessionFacts{Factors: rows, First: &store.FirstPasskey{SettingsAt: gate, SettingsPasskeys: []uuid.UUID{phone}}}
		if holds {
			stored.Passkeys = []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })}
			stored.StepUp = stepUp(false, time.Minute)
		}
		// Kratos changed it after the gate, and when it was used.
		return read(t, session, Person{}, stored, Held{{Kind: kind, Material: NewMaterial(material), ChangedAt: ago(time.Minute)}})
	}
	full, less := facts(rows, "returned"), facts(left, "returned")
	if (full.LostAt == nil) != (less.LostAt == nil) || full.LostAt != nil && !full.LostAt.Equal(*less.LostAt) {
		t.Errorf("lost at %v, with its row at %v", less.LostAt, full.LostAt)
	}
	was, is := Decide(full, testPolicy()), Decide(less, testPolicy())
	if is.Level > was.Level || is.Fresh() && !was.Fresh() {
		t.Errorf("got %s, want no more than with its row: %s", describe(is), describe(was))
	}
	if got, want := MayAddPasskey(less, testPolicy()), MayAddPasskey(full, testPolicy()); got.Need == NeedNothing && want.Need != NeedNothing {
		t.Errorf("may add a passkey: %+v, with its row %+v", got, want)
	}
	// It may be vouched for as the change that the settings gate let through, as a factor that was never seen may.
	if got, want := vouchOf(less), vouchOf(facts(left, "never seen")); got != want && got != vouchOf(full) {
		t.Errorf("vouched as %q, one that was never seen as %q", got, want)
	}
}

// vouchOf returns what vouches for the only factor.
func vouchOf(f Facts) string {
	for _, s := range f.Sightings(testPolicy(), false, uuid.New) {
		return s.Vouch
	}
	return ""
}

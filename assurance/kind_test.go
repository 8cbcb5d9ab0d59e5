package assurance

import (
	"testing"
	"time"

	"latchkey/store"
)

// TestEveryFactorOfAKind: Kratos names the kind that was used and not the factor, so an unvouched key next to a vouched
// one invalidates the kind.
func TestEveryFactorOfAKind(t *testing.T) {
	own, another := HeldFactor{Kind: KindWebAuthn, Material: NewMaterial("own"), Ref: "AQ"}, HeldFactor{Kind: KindWebAuthn, Material: NewMaterial("another"), Ref: "Ag"}
	vouched := seen(KindWebAuthn, "own", 48*time.Hour)
	vouched.VouchedAt, vouched.How = at(24*time.Hour), store.VouchedConfirmed
	rows := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{vouched}}
	session := began("password", Method{Name: KindWebAuthn, AAL: AAL2, CompletedAt: ago(time.Minute)})
	session.Level = AAL2
	for name, c := range map[string]struct {
		held  Held
		level string
	}{
		"the vouched one":            {Held{own}, AAL2},
		"another one beside it":      {Held{own, another}, AAL1},
		"the other one in its place": {Held{another}, AAL1},
	} {
		got := Decide(read(t, session, Person{}, rows, c.held), testPolicy())
		if got.Level != c.level || got.Fresh() != (c.level == AAL2) {
			t.Errorf("%s: %s, want %s", name, describe(got), c.level)
		}
	}
}

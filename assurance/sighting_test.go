package assurance

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// Kratos names the kind that was used at the first passkey, not the key: one of two must not vouch for the other.
func TestFirstPasskeyVouchesForAnotherKey(t *testing.T) {
	held := Held{{Kind: KindWebAuthn, Material: NewMaterial("the owner's")}, {Kind: KindWebAuthn, Material: NewMaterial("the attacker's")}}
	f := read(t, Session{Level: AAL2, AuthenticatedAt: now, Methods: []Method{
		{Name: "password", AAL: AAL1, CompletedAt: now}, {Name: KindWebAuthn, AAL: AAL2, CompletedAt: now}}},
		Person{}, store.SessionFacts{}, held)
	vouched := 0
	for _, s := range f.Sightings(testPolicy(), true, uuid.New) {
		if s.Vouch != "" {
			vouched++
		}
	}
	if vouched != 0 {
		t.Errorf("a use of one of two keys vouches for %d, want none", vouched)
	}
}

package assurance

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// The freshness of the user's rule wins over that of the plain settings, in everything that depends on it.
func TestFreshnessOfTheUser(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	p := Policy{Freshness: 15 * time.Minute, UVPasskeyIsAAL2: true}
	key := Passkey{ID: uuid.New(), Usable: true, Standing: true, VerifiesUser: true}
	f := Facts{
		Now: now, Passkeys: []Passkey{key}, StepUp: &store.StepUp{PasskeyID: key.ID, UserVerified: true, At: now.Add(-5 * time.Minute)},
		Session: Session{Level: AAL1, AuthenticatedAt: now, Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: now.Add(-6 * time.Minute)}}},
	}
	for own, fresh := range map[time.Duration]bool{0: true, time.Minute: false, 10 * time.Minute: true, 4 * time.Hour: true} {
		f.Freshness = own
		if got := Decide(f, p).Fresh(); got != fresh {
			t.Errorf("freshness %s: fresh %v", own, got)
		}
		if got := len(VerifiedBy(f, p)) == 1; got != fresh {
			t.Errorf("freshness %s: verified by a passkey %v", own, got)
		}
		if got := MayAddPasskey(f, p).Need == NeedNothing; got != fresh {
			t.Errorf("freshness %s: may add a passkey %v", own, got)
		}
	}
	f.Freshness, f.StepUp.At = 4*time.Hour, now.Add(-3*time.Hour)
	if until := Decide(f, p).FreshUntil; until == nil || !until.Equal(now.Add(time.Hour)) {
		t.Errorf("a longer one: until %v", until)
	}
}

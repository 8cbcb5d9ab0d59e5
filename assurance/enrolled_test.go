package assurance

import (
	"testing"
	"time"

	"latchkey/store"
)

// The user can be asked which passkey the new one replaces while the grant lasts and the new one was not used.
func TestEnrolledAt(t *testing.T) {
	used := func(enrolled time.Duration, left time.Duration) *store.Recovery {
		return &store.Recovery{Kind: store.RecoveryByCode, At: ago(10 * time.Minute), EnrolledAt: at(enrolled), EnrolUntil: now.Add(left), ExpiresAt: now.Add(time.Hour)}
	}
	unused := grant(store.RecoveryByCode)
	for _, c := range []struct {
		name     string
		recovery *store.Recovery
		stepUp   *store.StepUp
		want     bool
	}{
		{"no grant", nil, nil, false},
		{"a grant that is open", unused, nil, false},
		{"a new passkey", used(time.Minute, time.Minute), nil, true},
		{"after the grant's time", used(time.Minute, 0), nil, false},
		{"a passkey that was used before", used(time.Minute, time.Minute), stepUp(true, 2*time.Minute), true},
		{"the new passkey, used", used(2*time.Minute, time.Minute), stepUp(true, time.Minute), false},
	} {
		rows := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Recovery: c.recovery, StepUp: c.stepUp}
		d := Decide(read(t, began("password"), Person{}, rows, nil), testPolicy())
		if got := d.EnrolledAt != nil; got != c.want {
			t.Errorf("%s: %v, want %t", c.name, d.EnrolledAt, c.want)
		}
	}
}

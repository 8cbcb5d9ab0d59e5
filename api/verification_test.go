package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// A recovery that verifies an address for the first time suspends the passkeys that were set up beside it. An address that
// came later says nothing about them: a password suffices to put it there.
func TestRecoverySuspendsPasskeysBesideAnUnverifiedAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		created   time.Duration // of the address, before the passkey
		unknown   bool          // Kratos does not say
		suspended bool
	}{
		{"registered with it", time.Hour, false, true},
		{"set up at once, by a clock that is behind", -2 * time.Second, false, true},
		{"the address came later", -time.Hour, false, false},
		{"an older Kratos", 0, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHouse(t, gated)
			p, phone := h.person("ada@example.com"), device()
			made := h.clock.Now()
			p.register(phone).want(201)
			h.clock.advance(24 * time.Hour)
			address := account.Address{Via: "email", Verified: true, VerifiedAt: h.clock.Now()}
			if !test.unknown {
				address.CreatedAt = made.Add(-test.created)
			}
			h.kratos.change(p.id, func(i *kratosIdentity) { i.Addresses = []account.Address{address} })
			status := 403 // the gate: the passkey must be used
			if test.suspended {
				status = 204
			}
			h.kratosHook().post("/hooks/kratos/recovery", attempt(p)).want(status)
			got := h.signIn(p.id, p.email).get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(map[string]any)
			if got["suspended"] != test.suspended {
				t.Errorf("suspended: %v", got["suspended"])
			}
		})
	}
}

// The owner of an address may have verified it by a click, in the mail that a squatter's registration made Kratos send, and
// recover the account later. A thief of the password brings that about at no address of their own, and after the first days
// the passkey stands against a thief of the mailbox.
func TestRecoveryAfterAClick(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		waited    time.Duration // from the click to the recovery
		thiefs    bool          // another address was added and verified meanwhile
		suspended bool
	}{
		{"two minutes later", 2 * time.Minute, false, true},
		{"six days later", 6 * 24 * time.Hour, false, true},
		{"eight days later", 8 * 24 * time.Hour, false, false},
		{"at another address", 2 * time.Minute, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHouse(t)
			p, phone := h.person("ada@example.com"), device()
			made := h.clock.Now().Add(-time.Minute)
			p.register(phone).want(201)
			h.clock.advance(time.Hour)
			addresses := []account.Address{{Via: "email", CreatedAt: made, Verified: true, VerifiedAt: h.clock.Now()}}
			added := h.clock.Now()
			h.clock.advance(test.waited)
			if test.thiefs {
				addresses = append(addresses, account.Address{Via: "email", CreatedAt: added, Verified: true, VerifiedAt: h.clock.Now()})
			}
			h.kratos.change(p.id, func(i *kratosIdentity) { i.Addresses = addresses })
			recovered := h.recovers(p)
			got := recovered.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(map[string]any)
			if got["suspended"] != test.suspended {
				t.Errorf("suspended: %v", got["suspended"])
			}
			status := 403
			if test.suspended {
				status = 200
			}
			recovered.post("/v1/registration/begin", object{}).want(status)
		})
	}
}

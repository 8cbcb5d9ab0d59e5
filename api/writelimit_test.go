package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// An attacker with the password can use up what the identity may write without a passkey. The owner, at the same address,
// signs in with the passkey, steps up, and removes what the attacker has set up.
func TestAttackerWithThePasswordDoesNotLockOutTheOwner(t *testing.T) {
	t.Parallel()
	const perMinute = 6
	h := newHarness(t, gated, func(h *harness) { h.config.WritesPerMinute = perMinute })
	ada := h.person("ada@example.com")
	phone, tablet := device(), device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	ada.register(tablet).want(201)
	h.clock.advance(time.Minute)
	passkeys := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	newer := passkeys[1].(map[string]any)["id"].(string)

	junk := func(remote string) (limited bool) {
		for range 5 {
			attacker := h.signIn(ada.id, ada.email)
			attacker.remote = remote
			for range perMinute + 1 {
				limited = attacker.post("/v1/recovery-codes", object{}).status == 429
			}
		}
		return limited
	}
	if !junk("192.0.2.7:1") || !junk("198.51.100.1:1") {
		t.Fatal("the attacker is not limited")
	}
	h.signIn(ada.id, ada.email).patch("/v1/passkeys/"+newer, object{"name": "x"}).wantCode(429, "rate_limited")

	h.app().login(phone).want(200)
	owner := h.signIn(ada.id, ada.email)
	owner.patch("/v1/passkeys/"+newer, object{"name": "x"}).wantCode(429, "rate_limited")
	owner.stepUp(phone).want(200)
	owner.patch("/v1/passkeys/"+newer, object{"name": "x"}).want(200)
	owner.confirm(phone, "Pay 1 EUR").want(200)
	owner.post("/v1/recovery-codes", object{}).want(201)
	owner.delete("/v1/passkeys/" + newer).want(200)
	// A refused signature counts with the attacker's calls. It spends nothing.
	attacker := h.signIn(ada.id, ada.email)
	b := attacker.begin("step-up", object{})
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	bad := attacker.getWith(phone, b)
	phone.Tamper.Signature = nil
	before := h.dump()
	attacker.finish("step-up", b, bad).wantCode(429, "rate_limited")
	if h.dump() != before {
		t.Error("a limited call has written something")
	}

	t.Run("at the login gate", func(t *testing.T) {
		gate := gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada)))
		for range 5 {
			hers := gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada)))
			for range perMinute + 1 {
				h.app().post("/v1/recovery-codes/redeem", object{"gate": hers, "code": "x"})
			}
		}
		h.browser().post("/v1/recovery-codes/redeem", object{"gate": gate, "code": "x"}).wantCode(429, "rate_limited")
		h.browser().useAtGate(gate, phone).want(200)
	})
}

// One client address gets half of what an identity gets.
func TestWritesAreLimitedPerAddress(t *testing.T) {
	t.Parallel()
	const perMinute = 6
	h := newHarness(t, func(h *harness) { h.config.WritesPerMinute = perMinute })
	id := h.kratos.newIdentity("ada@example.com")
	passed := map[string]int{}
	for _, remote := range []string{"192.0.2.7:1", "[2001:db8::1]:1", "[2001:db8::2]:1", "192.0.2.8:1"} {
		for range 5 * perMinute {
			p := h.signIn(id, "ada@example.com")
			p.remote = remote
			if p.delete("/v1/passkeys/"+uuid.NewString()).status == 404 {
				passed[remote]++
			}
		}
	}
	if passed["192.0.2.7:1"] != 2*perMinute || passed["[2001:db8::1]:1"] != 2*perMinute || passed["[2001:db8::2]:1"]+passed["192.0.2.8:1"] != 0 {
		t.Errorf("passed: %v", passed)
	}
}

package api_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

const ownAddress = "ada@example.com"

// unverified is an address that waits for verification.
func unverified(address string) account.Address {
	return account.Address{Material: assurance.NewMaterial(address)}
}

// verified is an address that Kratos verified just now.
func (h *harness) verified(address string) account.Address {
	return account.Address{Verified: true, VerifiedAt: h.clock.Now(), Material: assurance.NewMaterial(address)}
}

// addresses gives the identity these addresses. As at Kratos, to add or remove one changes the identity, and to verify one
// does not.
func (h *harness) addresses(p *person, list ...account.Address) {
	h.kratos.change(p.id, func(i *kratosIdentity) {
		same := slices.EqualFunc(i.Addresses, list, func(a, b account.Address) bool { return a.Material.Equal(b.Material) })
		if len(i.Addresses) > 0 && !same {
			i.ChangedAt = h.clock.Now()
		}
		i.Addresses = list
	})
}

// preHijacked is an account that another person than the owner of its address has registered. verify is what the owner's
// recovery does to the address.
func preHijacked(t *testing.T, edits ...func(*harness)) (h *harness, attacker *person, verify func()) {
	h = newHarness(t, edits...)
	attacker = h.person(ownAddress)
	h.addresses(attacker, unverified(ownAddress))
	return h, attacker, func() {
		h.clock.advance(2 * time.Hour)
		h.addresses(attacker, h.verified(ownAddress))
	}
}

// beginsBy is a new session of the identity, by another method than a password.
func (h *harness) beginsBy(p *person, method string) *person {
	began := h.signIn(p.id, p.email)
	h.kratos.editSession(began.token, func(s *account.Session) { s.Methods[0].Name = method })
	return began
}

func (h *harness) recovers(p *person) *person {
	owner := h.beginsBy(p, "code_recovery")
	owner.standing()
	return owner
}

func recoveryHook(p *person) object {
	return object{"flow_id": uuid.NewString(), "flow_type": "browser", "identity_id": p.id.String()}
}

func (h *harness) disregarded(t *testing.T, want int64) {
	t.Helper()
	if got := h.query("SELECT count(*) FROM passkeys WHERE suspended_for = 'verification'")[0][0]; got != want {
		t.Errorf("%v passkeys are suspended, want %d", got, want)
	}
}

// With the gate on, the web_hook comes before there is a session.
func TestTakeBackByHook(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, gated)
	attacker.register(device()).want(201)
	verify()
	h.clock.advance(time.Minute) // Kratos' clock is behind
	h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(attacker)).want(204)
	h.disregarded(t, 1)
	attacker.get("/v1/session").wantCode(401, "unauthenticated")
	h.clock.advance(-time.Minute)
	owner := h.beginsBy(attacker, "code_recovery")
	h.signIn(attacker.id, attacker.email).post("/v1/step-up/begin", object{}).wantCode(404, "not_found")
	owner.register(device()).want(201)
	if n := h.events("passkey.suspended"); n != 1 {
		t.Errorf("%d events", n)
	}
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=passkey.suspended").want(200).object()["events"].([]any)
	if details, _ := events[0].(object)["metadata"].(object); details["aaguid"] == nil || details["authenticator"] != "platform" {
		t.Errorf("it says %v", details)
	}
	// That all sessions end is for the receivers of security events, even if there were no codes.
	events = h.adminWith("read").get("/admin/v1/audit-events?event_type=recovery_codes.ended").want(200).object()["events"].([]any)
	if len(events) != 1 || events[0].(object)["metadata"].(object)["sessions_ended"] != true {
		t.Errorf("it says %v", events)
	}
}

// Without hooks the session of the recovery is seen by itself.
func TestTakeBackBySession(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"link_recovery", "code_recovery"} {
		h, attacker, verify := preHijacked(t)
		id := attacker.register(device()).want(201).id().String()
		verify()
		owner := h.beginsBy(attacker, method)
		owner.standing()
		h.disregarded(t, 1)
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "asked"}).wantCode(409, "conflict")
		owner.register(device()).want(201)
	}
}

// What says nothing about whose the passkey is leaves it alone.
func TestNoTakeBack(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		before, after func(h *harness) []account.Address
	}{
		{"it was verified before", func(h *harness) []account.Address { return []account.Address{h.verified(ownAddress)} }, func(h *harness) []account.Address {
			return []account.Address{h.verified(ownAddress)} // verified again, which moves Kratos' time
		}},
		{"it came later", func(*harness) []account.Address { return nil }, func(h *harness) []account.Address {
			return []account.Address{h.verified("attacker@example.net")}
		}},
		{"it came in place of the owner's", func(*harness) []account.Address { return []account.Address{unverified(ownAddress)} }, func(h *harness) []account.Address {
			return []account.Address{h.verified("attacker@example.net")}
		}},
		{"another was verified before", func(h *harness) []account.Address {
			return []account.Address{h.verified(ownAddress), unverified("attacker@example.net")}
		}, func(h *harness) []account.Address {
			return []account.Address{h.verified("attacker@example.net")}
		}},
		{"recoveries do not verify it", func(*harness) []account.Address {
			return []account.Address{{Unverifiable: true, Material: assurance.NewMaterial(ownAddress)}}
		}, func(h *harness) []account.Address { return []account.Address{h.verified(ownAddress)} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t, gated)
			owner := h.person(ownAddress)
			h.addresses(owner, test.before(h)...)
			owner.register(device()).want(201)
			h.clock.advance(48 * time.Hour)
			h.addresses(owner, test.after(h)...)
			h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(owner)).want(403)
			h.recovers(owner).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			h.disregarded(t, 0)
		})
	}
}

// The owner of the mailbox verifies the address again, which renews Kratos' time, and recovers the account. What counts is
// when the address was first seen verified here.
func TestVerifiedAgain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		waited time.Duration
		want   int64
	}{
		{"within the first days", 6 * 24 * time.Hour, 1},
		{"later", 8 * 24 * time.Hour, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, p, verify := preHijacked(t)
			phone := device()
			p.register(phone).want(201)
			verify()
			p.standing()
			h.clock.advance(test.waited)
			h.addresses(p, h.verified(ownAddress))
			h.recovers(p)
			h.disregarded(t, test.want)
		})
	}
}

// An address that has been verified for long is forgotten, and its fingerprint with it.
func TestVerifiedForLong(t *testing.T) {
	t.Parallel()
	h, p, verify := preHijacked(t)
	p.register(device()).want(201)
	unverifiedOnes := func() int {
		first, err := h.store.FirstPasskeyOf(t.Context(), p.id)
		if err != nil {
			t.Fatal(err)
		}
		return len(first.Unverified)
	}
	verify()
	p.standing()
	if n := unverifiedOnes(); n != 1 {
		t.Errorf("%d addresses at first", n)
	}
	h.clock.advance(8 * 24 * time.Hour)
	h.signIn(p.id, p.email).standing()
	if n := unverifiedOnes(); n != 0 {
		t.Errorf("%d addresses after a week", n)
	}
}

// The owner of an address may have verified it by a click, in the mail that a pre-hijacker's registration made Kratos send, and
// recover the account later. The web_hook of the recovery reports it at once. A session proves nothing, since the addresses may
// have changed before it is seen.
func TestRecoveryAfterAClick(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		waited    time.Duration // from the click to the recovery
		attackers bool          // another address was added and verified meanwhile
		hook      bool
		want      int64
	}{
		{"two minutes later", 2 * time.Minute, false, true, 1},
		{"six days later", 6 * 24 * time.Hour, false, true, 1},
		{"eight days later", 8 * 24 * time.Hour, false, true, 0},
		{"at another address", 2 * time.Minute, true, true, 0},
		{"a session", 2 * time.Minute, false, false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, p, verify := preHijacked(t, func(h *harness) { h.config.Hooks.Key = hookKey })
			p.register(device()).want(201)
			verify()
			own := h.verified(ownAddress)
			h.clock.advance(test.waited)
			if test.attackers {
				h.addresses(p, own, h.verified("attacker@example.net"))
			}
			if test.hook {
				h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(p)).want(204)
			}
			recovered := h.recovers(p)
			h.disregarded(t, test.want)
			status := 403
			if test.want > 0 {
				status = 200
			}
			recovered.post("/v1/registration/begin", object{}).want(status)
		})
	}
}

// The identity's very first passkey counts. An address that an attacker adds before a phone is replaced is not
// recorded with it, even if someone registers the removed credential ID again.
func TestAddressPlacedBetweenTwoPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone, next := h.person(ownAddress), device(), device()
	old := owner.register(phone).want(201).id().String()
	h.clock.advance(time.Hour)
	h.addresses(owner, unverified("attacker@example.net")) // by the password, at Kratos
	owner.stepUp(phone).want(200)
	owner.register(next).want(201)
	owner.delete("/v1/passkeys/" + old).want(200)
	h.person("mallory@example.net").register(phone).want(201)
	h.clock.advance(time.Hour)
	h.addresses(owner, h.verified("attacker@example.net"))
	h.recovers(owner).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	h.disregarded(t, 0)
}

// A database that fails while the account is taken back changes nothing, and the next request does all of it.
func TestTakeBackAfterAFailure(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	phone := device()
	attacker.register(phone).want(201)
	attacker.stepUp(phone).want(200)
	codes := attacker.newCodes()
	verify()
	h.store.takeBack = errors.New("the database is gone")
	owner := h.beginsBy(attacker, "code_recovery")
	owner.get("/v1/session").want(503)
	h.disregarded(t, 0)
	h.store.takeBack = nil
	owner.standing()
	h.disregarded(t, 1)
	attacker.get("/v1/session").wantCode(401, "unauthenticated")
	again := h.signIn(attacker.id, attacker.email)
	again.redeem(codes[0]).want(400)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	owner.register(device()).want(201)
}

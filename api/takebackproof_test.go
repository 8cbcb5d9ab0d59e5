package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/account"
)

const attackersAddress = "x@example.net"

func withHooks(h *harness) { h.config.Hooks.Key = hookKey }

// reportRecovery is Kratos, which is about to finish a recovery.
func (h *harness) reportRecovery(p *person) {
	h.t.Helper()
	h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(p)).want(204)
}

// An attacker with the password adds an address and recovers the account there in the very second in which the owner
// verifies theirs. What the attacker does to the address before Latchkey sees it makes no difference.
func TestRecoveryBesideTheOwnersClick(t *testing.T) {
	t.Parallel()
	for _, hook := range []bool{true, false} {
		for name, seen := range map[string]func(h *harness, owners account.Address) []account.Address{
			"still there": func(_ *harness, owners account.Address) []account.Address {
				return []account.Address{owners, unverified(attackersAddress)}
			},
			"verified": func(h *harness, owners account.Address) []account.Address {
				return []account.Address{owners, h.verified(attackersAddress)}
			},
			"recovered without verification": func(_ *harness, owners account.Address) []account.Address {
				phone := unverified("+1 555 0100")
				phone.Unverifiable = true
				return []account.Address{owners, phone}
			},
			"removed again": func(_ *harness, owners account.Address) []account.Address { return []account.Address{owners} },
		} {
			t.Run(fmt.Sprintf("%s, hook %t", name, hook), func(t *testing.T) {
				h, owner, _ := preHijacked(t, withHooks)
				phone := device()
				owner.register(phone).want(201)
				h.clock.advance(time.Hour)
				h.addresses(owner, unverified(ownAddress), unverified(attackersAddress))
				h.clock.advance(time.Hour)
				owners := h.verified(ownAddress)
				h.addresses(owner, owners, unverified(attackersAddress))
				h.clock.advance(100 * time.Millisecond)
				attacker := h.beginsBy(owner, "link_recovery")
				h.clock.advance(100 * time.Millisecond)
				h.addresses(owner, seen(h, owners)...)
				if hook {
					h.reportRecovery(owner)
				}
				attacker.standing()
				if names := wayNames(attacker.post("/v1/registration/begin", object{})); !strings.HasSuffix(names, "support") {
					t.Errorf("the ways are %s, want support among them", names)
				}
				h.disregarded(t, 0)
				owner.stepUp(phone).want(200)
			})
		}
	}
}

// The pre-hijacker has added an address, and recovers the account there in the same second as the owner at theirs. As no
// recovery says which is which, neither of them gets the account.
func TestRecoveriesInOneSecond(t *testing.T) {
	t.Parallel()
	for _, hook := range []bool{true, false} {
		h, attacker, _ := preHijacked(t, withHooks)
		attacker.register(device()).want(201)
		h.clock.advance(time.Hour)
		h.addresses(attacker, unverified(ownAddress), unverified(attackersAddress))
		h.clock.advance(time.Hour)
		owners := h.verified(ownAddress)
		h.addresses(attacker, owners, unverified(attackersAddress))
		owner := h.beginsBy(attacker, "code_recovery")
		if hook {
			h.reportRecovery(attacker)
		}
		h.clock.advance(time.Second)
		h.addresses(attacker, owners, h.verified(attackersAddress))
		again := h.beginsBy(attacker, "code_recovery")
		if hook {
			h.reportRecovery(attacker)
		}
		again.get("/v1/session").want(200)
		for _, one := range []*person{again, owner} {
			one.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		}
		h.disregarded(t, 0)
	}
}

// After the web_hook has taken the account back, the attacker signs in by the password, adds an address, recovers the account
// there, and is seen first.
func TestPreHijackerSeenBeforeTheOwner(t *testing.T) {
	t.Parallel()
	for name, removes := range map[string]bool{"address still there": false, "address removed again": true} {
		t.Run(name, func(t *testing.T) {
			h, attacker, verify := preHijacked(t, withHooks)
			h.clock.advance(123 * time.Millisecond) // not a whole second
			attacker.register(device()).want(201)
			verify()
			owners := h.verified(ownAddress)
			h.reportRecovery(attacker)
			h.disregarded(t, 1)
			owner := h.beginsBy(attacker, "link_recovery")
			h.clock.advance(time.Second)
			h.addresses(attacker, owners, unverified(attackersAddress))
			h.clock.advance(time.Second)
			again := h.beginsBy(attacker, "link_recovery")
			if removes {
				h.addresses(attacker, owners)
			}
			again.standing()
			again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			status := 403 // with the address there, the owner needs support
			if removes {
				status = 200
			}
			owner.post("/v1/registration/begin", object{}).want(status)
		})
	}
}

// The pre-hijacker replaces the address after the take-back, and recovers the account at the new one, before Latchkey sees the
// owner's session.
func TestPreHijackerReplacesTheAddress(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, withHooks)
	h.clock.advance(123 * time.Millisecond) // not a whole second
	attacker.register(device()).want(201)
	verify()
	h.reportRecovery(attacker)
	h.disregarded(t, 1)
	h.clock.advance(1200 * time.Millisecond)
	h.addresses(attacker, unverified(attackersAddress))
	h.kratos.change(attacker.id, func(i *kratosIdentity) { i.ChangedAt = h.clock.Now() })
	h.clock.advance(1800 * time.Millisecond)
	h.addresses(attacker, h.verified(attackersAddress))
	again := h.beginsBy(attacker, "link_recovery")
	h.clock.advance(100 * time.Millisecond)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// Kratos leads the owner to its settings first, for a new password.
func TestOwnerSetsAPasswordFirst(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, withHooks)
	h.clock.advance(123 * time.Millisecond) // not a whole second
	attacker.register(device()).want(201)
	verify()
	h.clock.advance(20 * time.Millisecond)
	h.reportRecovery(attacker)
	owner := h.beginsBy(attacker, "link_recovery")
	h.clock.advance(time.Minute)
	h.kratos.change(attacker.id, func(i *kratosIdentity) { i.ChangedAt = h.clock.Now() })
	owner.register(device()).want(201)
}

// Of two addresses that were there at the first passkey, one may be an attacker's. The owner's is removed, so that a recovery
// can have been at no other address; it proves nothing all the same.
func TestTwoAddressesAtTheFirstPasskey(t *testing.T) {
	t.Parallel()
	own, theirs := unverified(ownAddress), unverified(attackersAddress)
	for _, hook := range []bool{true, false} {
		for _, addresses := range [][]account.Address{{own, theirs}, {theirs, own}} {
			h, owner, _ := preHijacked(t, withHooks)
			h.addresses(owner, addresses...)
			phone := device()
			owner.register(phone).want(201)
			h.clock.advance(time.Hour)
			h.addresses(owner, theirs)
			h.clock.advance(time.Hour)
			h.addresses(owner, h.verified(attackersAddress))
			if hook {
				h.reportRecovery(owner)
			}
			h.recovers(owner).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			h.disregarded(t, 0)
			owner.stepUp(phone).want(200)
		}
	}
}

// Kratos honours the code of a login after its address was removed.
func TestLoginByACodeProvesNothing(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	attacker.register(device()).want(201)
	verify()
	h.beginsBy(attacker, "code").post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	h.disregarded(t, 0)
}

// What proves the owner is a recovery right after the verification: Kratos verifies the address in its request.
func TestRecoveryApartFromTheVerification(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		apart time.Duration
		want  int64
	}{
		"in the same request": {30 * time.Millisecond, 1},
		"before it":           {-time.Millisecond, 0},
		"too long after it":   {1100 * time.Millisecond, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h, attacker, verify := preHijacked(t)
			attacker.register(device()).want(201)
			verify()
			h.clock.advance(test.apart)
			h.recovers(attacker)
			h.disregarded(t, test.want)
		})
	}
}

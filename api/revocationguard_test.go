package api_test

import (
	"strings"
	"testing"
	"time"
)

// Nobody stops the revocation of their own passkeys, nor of those of a user above them, which they could not revoke either.
func TestNobodyStopsTheirOwnBulkRevocation(t *testing.T) {
	t.Parallel()
	for name, more := range map[string][]func(*harness){"pending": {twoAdmins}, "open": nil} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, more...)
			rogue, support := h.staff("rogue@example.com", "support")
			chief, _ := h.staff("chief@example.com", "admin")
			_, boss := h.staff("boss@example.com", "admin")
			for _, of := range []*person{rogue, chief} {
				asked := boss.post(revocations, object{"reason": "stolen", "filter": object{"identity_id": of.id}}).want(202).object()
				path := revocations + "/" + asked["id"].(string)
				support.post(path+"/cancel", object{"reason": "x"}).wantCode(403, "forbidden")
				support.post(strings.Replace(path, "revocations", "approvals", 1)+"/cancel", object{"reason": "x"}).wantCode(403, "forbidden")
				boss.post(path+"/cancel", object{"reason": "a mistake"}).want(200)
			}
		})
	}
}

// That holds, too, if the filter names no user but one of their passkeys is among those that match.
func TestNobodySavesTheirPasskeyFromABulkRevocation(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	_, rogue := h.staff("rogue@example.com", "support")
	_, boss := h.staff("boss@example.com", "admin")
	path := revocations + "/" + boss.post(revocations, object{"reason": "stolen", "filter": object{"created_until": "2100-01-01T00:00:00Z"}}).
		want(202).object()["id"].(string)
	rogue.post(path+"/cancel", object{"reason": "x"}).wantCode(403, "forbidden")
	h.adminWith("revoke").post(path+"/cancel", object{"reason": "a mistake"}).want(200)
}

// An equal request that has not ended does not stand in for one that expects another number.
func TestEqualBulkRevocationOfAnotherNumber(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	_, boss := h.staff("boss@example.com", "admin")
	body := object{"reason": "stolen", "filter": object{"identity_id": ada.id}, "expected": 1}
	asked := boss.post(revocations, body).want(202).object()
	if again := boss.post(revocations, body).want(202).object(); again["id"] != asked["id"] {
		t.Error("the same request makes a second one")
	}
	body["expected"] = 2
	boss.post(revocations, body).wantCode(409, "conflict")
}

// The events of a revocation whose filter names a user are about that user, so they are erased with them.
func TestBulkRevocationIsErased(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	support := h.adminWith("revoke")
	start := func(p *person) string {
		p.register(device()).want(201)
		return support.post(revocations, object{"reason": "stolen", "filter": object{"identity_id": p.id}}).want(202).object()["id"].(string)
	}
	support.post(revocations+"/"+start(bob)+"/cancel", object{"reason": "found"}).want(200)
	h.revoked(start(ada))
	for kind, p := range map[string]*person{"revocation.requested": ada, "revocation.done": ada, "revocation.cancelled": bob} {
		if n := h.eventsOf(p.id, kind, ""); n != 1 {
			t.Errorf("%d events %s are about the user", n, kind)
		}
	}
}

// Two admins become required while a revocation of one waits for the worker: it keeps whatever a single revocation then would,
// also a suspended passkey if there is no usable one beside it.
func TestBulkRevocationKeepsWhatNowNeedsTwo(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	suspended, usable := h.person("ada@example.com"), h.person("bob@example.com")
	id := suspended.register(device()).want(201).id().String()
	usable.register(device()).want(201)
	two, _ := h.fresh("eve@example.com")
	_, boss := h.staff("boss@example.com", "admin")
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
	asked := boss.post(revocations, object{"reason": "recalled", "filter": object{"created_until": h.clock.Now().Add(time.Second)}}).want(202).object()
	h.clock.advance(2 * time.Second)
	two.register(device()).want(201)
	other := h.replica(twoAdmins)
	if got, want := outcome(other.revoked(asked["id"])), "done: 0 waiting, 1 revoked, 0 gone, 3 skipped, 0 failed, skipped last_passkey 2, skipped oneself 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for p, want := range map[*person]int{suspended: 0, usable: 1, two: 1} {
		if got := h.holds(p); got != want {
			t.Errorf("%s has %d usable passkeys", p.email, got)
		}
	}
	if len(suspended.passkeyIDs()) != 1 {
		t.Error("the suspended one is gone")
	}
}

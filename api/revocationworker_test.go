package api_test

import (
	"testing"
	"time"

	"latchkey/store"
)

// revocationOf opens a revocation of three users' passkeys, by an admin whose own is among them, and is skipped.
func revocationOf(h *harness) (people []*person, id string) {
	_, support := h.staff("support@example.com", "support")
	for _, login := range []string{"ada@example.com", "bob@example.com", "eve@example.com"} {
		p := h.person(login)
		p.register(device()).want(201)
		people = append(people, p)
	}
	since := h.clock.Now().Add(-time.Minute).Format(time.RFC3339)
	asked := support.post(revocations, object{"reason": "recalled", "filter": object{"created_since": since}}).want(202).object()
	return people, asked["id"].(string)
}

// checkRevoked wants each passkey to be revoked once.
func (h *harness) checkRevoked(people []*person, r object, want string) {
	h.t.Helper()
	if got := outcome(r); got != want {
		h.t.Errorf("got %s, want %s", got, want)
	}
	for _, p := range people {
		if h.eventsOf(p.id, "passkey.revoked", "") != 1 || h.holds(p) != 0 {
			h.t.Errorf("%s: %d events, %d passkeys", p.email, h.eventsOf(p.id, "passkey.revoked", ""), h.holds(p))
		}
	}
	if h.events("revocation.done") != 1 {
		h.t.Errorf("%d ends are on record", h.events("revocation.done"))
	}
}

const allThree = "done: 0 waiting, 3 revoked, 0 gone, 1 skipped, 0 failed, skipped oneself 1"

// The process dies within each call to Kratos in turn. Its claim is not released, so another replica waits until it ends, and
// then goes on. Each passkey is revoked once.
func TestBulkRevocationOutlivesItsProcess(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 6; n++ { // for the admin; for each user, who they are and to end their sessions
		h := newHarness(t)
		people, id := revocationOf(h)
		left := n
		var die func()
		die = func() {
			if left--; left == 0 {
				panic("killed")
			}
			h.kratos.mu.Lock()
			h.kratos.meanwhile = die
			h.kratos.mu.Unlock()
		}
		h.kratos.meanwhile = die
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("died at %d: it did not", n)
				}
			}()
			_ = h.service.Revocations.Run(t.Context())
		}()
		other := h.replica()
		other.clock.advance(59 * time.Second)
		if r := other.revoked(id); r["state"] != "open" || r["revoked"] != float64((n-1)/2) {
			t.Errorf("died at %d: %s", n, outcome(r))
		}
		other.clock.advance(time.Second)
		h.checkRevoked(people, other.revoked(id), allThree)
	}
}

// While Kratos does not answer, nothing is revoked that a rule may protect. The revocation is tried again, by any replica.
func TestBulkRevocationOutlivesKratos(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 5; n++ { // calls that Kratos answers
		h := newHarness(t)
		people, id := revocationOf(h)
		h.kratos.mu.Lock()
		h.kratos.downAfter = n
		h.kratos.mu.Unlock()
		if r := h.revoked(id); r["state"] != "open" || r["failure"] != "kratos_unavailable" || r["revoked"] != float64(n/2) {
			t.Errorf("down after %d: %v", n, r)
		}
		h.kratos.goDown(false)
		if r := h.revoked(id); r["state"] != "open" {
			t.Errorf("down after %d: no back-off: %s", n, outcome(r))
		}
		other := h.replica()
		other.clock.advance(5 * time.Second)
		h.checkRevoked(people, other.revoked(id), allThree)
	}
}

// Two replicas work at once: one has the claim.
func TestBulkRevocationByTwoReplicas(t *testing.T) {
	t.Parallel()
	h := newPostgresHarness(t).harness
	people, id := revocationOf(h)
	replicas := []*harness{h, h.replica()}
	failed := make(chan error, len(replicas))
	for _, r := range replicas {
		go func() { failed <- r.service.Revocations.Run(t.Context()) }()
	}
	for range replicas {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	r := h.adminWith("read").get(revocations + "/" + id).want(200).object()
	if got := outcome(r); got != allThree {
		t.Errorf("got %s", got)
	}
	for _, p := range people {
		if n := h.eventsOf(p.id, "passkey.revoked", ""); n != 1 {
			t.Errorf("%s: %d events", p.email, n)
		}
	}
}

// What fails for one user only is given up after many attempts; the others are revoked at once, and the revocation ends.
func TestBulkRevocationGivesUp(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	people, id := revocationOf(h)
	h.kratos.change(people[1].id, func(k *kratosIdentity) { k.unreadable = true })
	if r := h.revoked(id); h.holds(people[0])+h.holds(people[2]) != 0 || r["failure"] != "kratos_unavailable" {
		t.Errorf("one failure delays all: %s", outcome(r))
	}
	h.clock.advance(5 * time.Minute)
	for range 18 {
		if r := h.revoked(id); r["state"] == store.RevocationDone {
			t.Fatalf("ended early: %s", outcome(r))
		}
		h.clock.advance(5 * time.Minute)
	}
	h.checkRevoked([]*person{people[0], people[2]}, h.revoked(id), "done: 0 waiting, 2 revoked, 0 gone, 1 skipped, 1 failed, failed kratos_unavailable 1, skipped oneself 1")
	if h.holds(people[1]) != 1 {
		t.Error("the passkey that failed is gone")
	}
}

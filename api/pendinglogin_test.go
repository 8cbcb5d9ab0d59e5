package api_test

import (
	"sync"
	"testing"
	"time"

	"latchkey/account"
)

// redeemed makes Kratos redeem a code and create a session from it, now. Latchkey has not seen it yet.
func (h *harness) redeemed(code string, p *person) *person {
	h.t.Helper()
	h.kratosItself().form("/oauth2/token", tokenForm(code)).want(200)
	return h.byProvider(p)
}

func (h *harness) byProvider(p *person) *person {
	h.t.Helper()
	in := h.signIn(p.id, p.email)
	h.kratos.editSession(in.token, func(s *account.Session) {
		s.Methods = []account.Method{{Name: "oidc", AAL: account.AAL1, Provider: "passkey", CompletedAt: h.clock.Now()}}
	})
	return in
}

func (p *person) level() string {
	p.t.Helper()
	return p.standing().Assurance.Level
}

// An attacker with a stolen key without a PIN finishes a login at Kratos' page and holds the code back. It is redeemed at the
// moment when the owner signs in with user verification, and must not be matched with the owner's login.
func TestHeldBackCodeClaimsNoOtherLogin(t *testing.T) {
	t.Parallel()
	for _, apart := range []time.Duration{12 * time.Second, 2 * time.Second, 0} {
		h := newHarness(t, minting)
		ada, phone, key := h.person("ada@example.com"), device(), withoutPIN()
		ada.register(phone).want(201)
		ada.stepUp(phone).want(200)
		ada.register(key).want(201)

		held := h.code(key)
		h.clock.advance(12 * time.Second)
		owner := h.redeemed(h.code(phone), ada)
		h.clock.advance(apart)
		attacker := h.redeemed(held, ada)
		if got := attacker.level(); got != account.AAL1 {
			t.Errorf("%s apart: the attacker's session is at %s", apart, got)
		}
		attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		// A user who signed in at another time keeps their own login. At the same moment they cannot be told apart, and
		// the owner steps up.
		want := account.AAL2
		if apart < 5*time.Second {
			want = account.AAL1
		}
		if got := owner.level(); got != want {
			t.Errorf("%s apart: the owner's session is at %s, want %s", apart, got, want)
		}
		owner.stepUp(phone).want(200)
		if got := owner.level(); got != account.AAL2 {
			t.Errorf("%s apart: the owner's session is at %s after a step-up", apart, got)
		}
		if got := attacker.level(); got != account.AAL1 {
			t.Errorf("%s apart: the attacker's session is at %s later", apart, got)
		}
	}
}

// While Kratos' clock is ahead, its time of the attacker's login is that of the owner's login later on. Neither claims
// anything, and the owner steps up.
func TestClocksApartClaimNoLogin(t *testing.T) {
	t.Parallel()
	const ahead = 20 * time.Second
	for _, noticed := range []bool{false, true} {
		h := newHarness(t, minting, func(h *harness) { h.rules.ClocksApart = func() bool { return noticed } })
		ada, phone, key := h.person("ada@example.com"), device(), withoutPIN()
		ada.register(phone).want(201)
		ada.stepUp(phone).want(200)
		ada.register(key).want(201)
		redeemed := func(code string) *person {
			in := h.redeemed(code, ada)
			h.kratos.editSession(in.token, func(s *account.Session) {
				s.AuthenticatedAt = s.AuthenticatedAt.Add(ahead)
				s.Methods[0].CompletedAt = s.AuthenticatedAt
			})
			return in
		}
		attacker := redeemed(h.code(key))
		h.clock.advance(ahead)
		owner := redeemed(h.code(phone))
		want := account.AAL2 // what the limit protects from
		if noticed {
			want = account.AAL1
		}
		if got := attacker.level(); got != want {
			t.Errorf("noticed %t: the attacker's session is at %s, want %s", noticed, got, want)
		}
		if got := owner.level(); got != account.AAL1 {
			t.Errorf("noticed %t: the owner's session is at %s", noticed, got)
		}
		owner.stepUp(phone).want(200)
		if got := owner.level(); got != account.AAL2 {
			t.Errorf("noticed %t: after a step-up at %s", noticed, got)
		}
	}
}

// One login belongs to one session, on whichever replica and however many ask at once.
func TestPendingLoginIsClaimedOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		h := newHarness(t, minting)
		replicas := []*harness{h, h.replica()}
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		sessions := []*person{h.redeemed(h.code(phone), ada)}
		for range 7 {
			sessions = append(sessions, h.byProvider(ada)) // Kratos reports the same for them
		}
		levels := make([]string, len(sessions))
		start := make(chan struct{})
		var wait sync.WaitGroup
		for i, one := range sessions {
			wait.Go(func() {
				<-start
				levels[i] = one.at(replicas[i%2]).get("/v1/session").want(200).object()["assurance"].(object)["level"].(string)
			})
		}
		close(start)
		wait.Wait()
		raised := 0
		for _, level := range levels {
			if level == account.AAL2 {
				raised++
			}
		}
		if raised != 1 {
			t.Fatalf("one login raised %d sessions", raised)
		}
	}
}

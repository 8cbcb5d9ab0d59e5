package api_test

import (
	"sync"
	"testing"
	"time"

	"latchkey/account"
)

// redeemed has Kratos redeem a code and make a session of it, now. Latchkey has not seen it yet.
func (h *house) redeemed(code string, p *person) *person {
	h.t.Helper()
	h.kratosItself().form("/oauth2/token", tokenForm(code)).want(200)
	return h.byProvider(p)
}

func (h *house) byProvider(p *person) *person {
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

// The finder of a key without a PIN finishes a login at Kratos' page and holds the code back. It is redeemed in the moment in
// which the owner signs in with user verification, and must not come to the owner's login.
func TestHeldBackCodeClaimsNoOtherLogin(t *testing.T) {
	t.Parallel()
	for _, apart := range []time.Duration{12 * time.Second, 2 * time.Second, 0} {
		h := newHouse(t, minting)
		ada, phone, key := h.person("ada@example.com"), device(), withoutPIN()
		ada.register(phone).want(201)
		ada.stepUp(phone).want(200)
		ada.register(key).want(201)

		held := h.code(key)
		h.clock.advance(12 * time.Second)
		owner := h.redeemed(h.code(phone), ada)
		h.clock.advance(apart)
		thief := h.redeemed(held, ada)
		if got := thief.level(); got != account.AAL1 {
			t.Errorf("%s apart: the thief's session is at %s", apart, got)
		}
		thief.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		// Who signed in at another time has what is theirs. In the same moment no one can tell, and the owner steps up.
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
		if got := thief.level(); got != account.AAL1 {
			t.Errorf("%s apart: the thief's session is at %s later", apart, got)
		}
	}
}

// One login serves one session, on whichever replica and however many ask at once.
func TestPendingLoginIsClaimedOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		h := newHouse(t, minting)
		replicas := []*house{h, h.replica()}
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		sessions := []*person{h.redeemed(h.code(phone), ada)}
		for range 7 {
			sessions = append(sessions, h.byProvider(ada)) // Kratos says the same of them
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

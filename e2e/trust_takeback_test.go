package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// settled waits until a recovery can prove something: Kratos must not have changed the identity in the last second.
func (s *stack) settled(t *testing.T, user *demo.KratosUser) {
	t.Helper()
	var received struct {
		UpdatedAt   time.Time `json:"updated_at"`
		Credentials map[string]struct {
			UpdatedAt time.Time `json:"updated_at"`
		} `json:"credentials"`
	}
	caller{s.kratos.AdminURL, nil}.do(t, http.MethodGet, "/admin/identities/"+user.IdentityID.String(), nil).want(t, http.StatusOK, &received)
	last := received.UpdatedAt
	for _, one := range received.Credentials {
		if one.UpdatedAt.After(last) {
			last = one.UpdatedAt
		}
	}
	eventually(t, "the identity has not changed for a second", func() bool { return time.Since(last) > 1100*time.Millisecond })
}

// recoversBy follows a recovery link that was mailed to an address.
func (s *stack) recoversBy(t *testing.T, browser caller, email string) (signedIn bool, recovered caller) {
	t.Helper()
	got := browser.do(t, http.MethodGet, s.mailedLink(t, email, "recovery").RequestURI(), nil)
	browser.keepCookies(got)
	return sessionIn(got), caller{s.latchkey.PublicURL, http.Header{"Cookie": browser.header["Cookie"], "Origin": {s.latchkey.PublicURL}}}
}

func setAddresses(t *testing.T, user *demo.KratosUser, traits map[string]string) {
	t.Helper()
	must(t, user.ChangeSettings(t.Context(), map[string]any{"method": "profile", "traits": traits}))
}

// testRecoveryBesideTheOwnersClick: the attacker adds an address to an account whose owner has a passkey, waits for the owner
// to verify theirs by a click, and recovers the account at the added one at once. With removed, the added address is gone
// before Latchkey sees the session.
func testRecoveryBesideTheOwnersClick(t *testing.T, s *stack, removed bool) {
	victim, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	attacker := s.kratos.Browser()
	if attacker.Login(t.Context(), victim.Email, password) != nil { // the gate refuses the password, not a stolen cookie
		attacker = victim
	}
	own := newEmail()
	setAddresses(t, attacker, map[string]string{"email": victim.Email, "backup": own})
	prepared := s.asksForLink(t, own, "recovery")
	s.settled(t, victim)
	owner := s.asksForLink(t, victim.Email, "verification")
	owner.do(t, http.MethodGet, s.mailedLink(t, victim.Email, "verification").RequestURI(), nil)
	in, recovered := s.recoversBy(t, prepared, own)
	if in {
		if removed {
			setAddresses(t, attacker, map[string]string{"email": victim.Email})
		}
		recovered.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
		got := recovered.do(t, http.MethodPost, "/v1/registration/begin", struct{}{})
		got.refused(t, http.StatusForbidden, "step_up_required")
	}
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
}

// testRecoveriesInOneSecond: the attacker has added an address, and follows a link to it as soon as the owner has recovered
// the account at theirs. Neither of them gets the account; the owner needs support.
func testRecoveriesInOneSecond(t *testing.T, s *stack) {
	mallory, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	person.stepUp(t, device)
	own := newEmail()
	setAddresses(t, mallory, map[string]string{"email": mallory.Email, "backup": own})
	prepared := s.asksForLink(t, own, "recovery")
	s.settled(t, mallory)
	in, owner := s.recover(t, mallory.Email)
	back, attacker := s.recoversBy(t, prepared, own)
	if back {
		attacker.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
		attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	if in {
		owner.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
}

// testLinkToARemovedAddress: Latchkey trusts Kratos to forget the links to an address that is removed.
func testLinkToARemovedAddress(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	own := newEmail()
	setAddresses(t, victim, map[string]string{"email": victim.Email, "backup": own})
	prepared := s.asksForLink(t, own, "recovery")
	setAddresses(t, victim, map[string]string{"email": victim.Email})
	person.register(t, device)
	if in, _ := s.recoversBy(t, prepared, own); in {
		t.Error("Kratos honours a link to an address that the account no longer has")
	}
}

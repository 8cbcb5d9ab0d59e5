package e2e_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestTrustAtGate performs attacks on the hooks with which Kratos asks Latchkey about logins and recoveries: with the
// gate, and with the hooks alone.
func TestTrustAtGate(t *testing.T) {
	t.Parallel()
	t.Run("On", func(t *testing.T) {
		s := hookedStack(t)
		t.Run("Cookie", func(t *testing.T) { testTakeoverByCookie(t, s) })
		t.Run("PreHijacking", func(t *testing.T) { testPreHijacking(t, s) })
		t.Run("MovedAddress", func(t *testing.T) { testMovedAddress(t, s) })
		t.Run("OwnersPasswordFirst", func(t *testing.T) { testOwnerSetsAPasswordFirst(t, s) })
		t.Run("VerifiedAgain", func(t *testing.T) { testVerifiedAgain(t, s) })
		t.Run("BesideTheOwnersClick", func(t *testing.T) { testRecoveryBesideTheOwnersClick(t, s, false) })
		t.Run("InOneSecond", func(t *testing.T) { testRecoveriesInOneSecond(t, s) })
		t.Run("RecoveryOfVerified", func(t *testing.T) { testRecoveryOfVerified(t, s) })
		t.Run("OneDevice", func(t *testing.T) { testOneDevice(t, s) })
		t.Run("GrantRace", func(t *testing.T) { testGrantRace(t, s) })
		t.Run("CodesOutlived", func(t *testing.T) { testCodesOutlived(t, s) })
	})
	t.Run("Off", func(t *testing.T) {
		s := hookedStack(t, "LATCHKEY_POLICY_LOGIN_GATE=false")
		t.Run("PreHijacking", func(t *testing.T) { testPreHijacking(t, s) })
		t.Run("MovedAddress", func(t *testing.T) { testMovedAddress(t, s) })
		t.Run("OwnersPasswordFirst", func(t *testing.T) { testOwnerSetsAPasswordFirst(t, s) })
		t.Run("VerifiedAgain", func(t *testing.T) { testVerifiedAgain(t, s) })
		t.Run("BesideTheOwnersClick", func(t *testing.T) { testRecoveryBesideTheOwnersClick(t, s, false) })
		t.Run("InOneSecond", func(t *testing.T) { testRecoveriesInOneSecond(t, s) })
		t.Run("RemovedAgain", func(t *testing.T) { testRecoveryBesideTheOwnersClick(t, s, true) })
		t.Run("RemovedAddress", func(t *testing.T) { testLinkToARemovedAddress(t, s) })
		t.Run("AddressPutBack", func(t *testing.T) { testAddressPutBack(t, s) })
	})
}

// hookedStack has Kratos call Latchkey's hooks; the gate is on, unless the settings say otherwise.
func hookedStack(t *testing.T, env ...string) *stack {
	t.Helper()
	kratos := demo.KratosOptions{Login: &demo.KratosLogin{}, LoginURL: "http://localhost:4455/login", BackupAddress: true}
	latchkey := demo.LatchkeyOptions{PublicPort: freePort(t)}
	shutGate(&kratos, &latchkey)
	latchkey.Env = append(latchkey.Env, env...)
	return startStack(t, kratos, latchkey)
}

// testTakeoverByCookie: the attacker has the cookie of a password session that Kratos still takes for privileged.
func testTakeoverByCookie(t *testing.T, s *stack) {
	victim, page := s.browser(t)
	made := page.register(t, webauthntest.New(s.latchkey.PublicURL))
	a := s.withStolenCookie(t, victim)
	a.raise((*attacker).enrolTOTP)
	a.gainsNothing(made.ID)
	a.hasNoWayBack()
}

// asksForLink has Kratos mail a link for a flow, recovery or verification, and returns the browser that requested it.
func (s *stack) asksForLink(t *testing.T, email, flow string) caller {
	t.Helper()
	browser := caller{s.kratos.BrowserURL, http.Header{"Accept": {"application/json"}}}
	var opened kratosFlow
	got := browser.do(t, http.MethodGet, "/self-service/"+flow+"/browser", nil)
	got.want(t, http.StatusOK, &opened)
	browser.keepCookies(got)
	browser.do(t, http.MethodPost, "/self-service/"+flow+"?flow="+opened.ID, map[string]any{
		"method": "link", "email": email, "csrf_token": opened.value("csrf_token"),
	}).want(t, http.StatusOK, nil)
	return browser
}

// recover is the owner of an address who requests a link from Kratos and follows it.
func (s *stack) recover(t *testing.T, email string) (signedIn bool, owner caller) {
	t.Helper()
	browser := s.asksForLink(t, email, "recovery")
	got := browser.do(t, http.MethodGet, s.mailedLink(t, email, "recovery").RequestURI(), nil)
	browser.keepCookies(got)
	return sessionIn(got), caller{s.latchkey.PublicURL, http.Header{"Cookie": browser.header["Cookie"], "Origin": {s.latchkey.PublicURL}}}
}

var mailedLink = regexp.MustCompile(`https?://[^\s"<>]*/self-service/(?:recovery|verification)\?[^\s"<>]*`)

// mailedLink is the newest link for a flow that waits in Kratos' queue of mails.
func (s *stack) mailedLink(t *testing.T, email, flow string) *url.URL {
	t.Helper()
	var queue []struct {
		Recipient string `json:"recipient"`
		Body      string `json:"body"`
	}
	got := caller{s.kratos.AdminURL, nil}.do(t, http.MethodGet, "/admin/courier/messages?recipient="+url.QueryEscape(email), nil)
	got.want(t, http.StatusOK, &queue)
	for _, mail := range queue {
		if found := mailedLink.FindString(mail.Body); strings.Contains(found, "/"+flow+"?") && mail.Recipient == email {
			link, err := url.Parse(html.UnescapeString(found))
			must(t, err)
			return link
		}
	}
	t.Fatalf("no recovery link among %d mails to %s: %s", len(queue), email, got.body)
	return nil
}

// testPreHijacking: the attacker registers the victim's address, which they cannot verify, and sets up a passkey.
// Later the victim recovers the account by email, and is the only one with access.
func testPreHijacking(t *testing.T, s *stack) {
	mallory, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	kept, _ := s.signIn(t, device)

	s.settled(t, mallory)
	in, owner := s.recover(t, mallory.Email)
	if !in {
		t.Fatal("the owner of the address cannot recover the account")
	}
	s.anyone().login(t, device).rejected(t, "not_accepted")
	kept.notFresh(t)
	kept.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	if list := owner.passkeys(t); len(list) != 1 || !list[0].Suspended {
		t.Errorf("the owner sees %+v, want the attacker's passkey, suspended", list)
	}
	// The attacker still knows the password, and changes it before the owner does.
	again := s.kratos.Browser()
	must(t, again.Login(t.Context(), mallory.Email, password))
	back := s.withCookie(again)
	back.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	if again.ChangeSettings(t.Context(), map[string]any{"method": "password", "password": "another " + password}) == nil {
		again = s.kratos.Browser()
		must(t, again.Login(t.Context(), mallory.Email, "another "+password))
		s.withCookie(again).do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	// A later recovery may be at another address: Kratos does not say which.
	owner.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	if in, later := s.recover(t, mallory.Email); in {
		later.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	own := webauthntest.New(s.latchkey.PublicURL)
	owner.register(t, own)
	s.anyone().login(t, own).want(t, http.StatusOK, nil)
	events := s.support().events(t, "event_type=passkey.suspended&identity_id="+mallory.IdentityID.String())
	if len(events) != 1 {
		t.Errorf("on record are %v", events)
	}
}

// testRecoveryOfVerified: access to the mailbox of a user whose address has long been verified does not replace the
// passkey.
func testRecoveryOfVerified(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	must(t, s.kratos.VerifyAddress(t.Context(), victim.IdentityID))
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	if in, _ := s.recover(t, victim.Email); in {
		t.Error("the mailbox alone walks around the gate")
	}
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
}

// testVerifiedAgain: an attacker with access to the mailbox verifies the address again, which renews its time at
// Kratos, and recovers the account. The passkey was set up when the address was verified, and is kept.
func testVerifiedAgain(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	must(t, s.kratos.VerifyAddress(t.Context(), victim.IdentityID))
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	before := s.verifiedAt(t, victim)
	attacker := s.asksForLink(t, victim.Email, "verification")
	attacker.do(t, http.MethodGet, s.mailedLink(t, victim.Email, "verification").RequestURI(), nil)
	if after := s.verifiedAt(t, victim); after == before {
		t.Fatalf("Kratos keeps %s: this tests nothing", before)
	}
	if in, attacker := s.recover(t, victim.Email); in { // the gate keeps it out
		attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
}

// verifiedAt is when the only address of an identity was verified, from Kratos.
func (s *stack) verifiedAt(t *testing.T, v *demo.KratosUser) string {
	t.Helper()
	var identity struct {
		Addresses []struct {
			VerifiedAt string `json:"verified_at"`
		} `json:"verifiable_addresses"`
	}
	caller{s.kratos.AdminURL, nil}.do(t, http.MethodGet, "/admin/identities/"+v.IdentityID.String(), nil).want(t, http.StatusOK, &identity)
	if len(identity.Addresses) != 1 {
		t.Fatalf("the identity has %d addresses", len(identity.Addresses))
	}
	return identity.Addresses[0].VerifiedAt
}

// testUnverifiedAddress: with policy.first_passkey_needs: verified_address, no passkey can be set up on an address
// that may be another user's.
func testUnverifiedAddress(t *testing.T, shared *stack) {
	s := &stack{kratos: shared.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{
		Kratos: shared.kratos, Env: []string{"LATCHKEY_POLICY_FIRST_PASSKEY_NEEDS=verified_address"},
	})}
	user, person := s.app(t)
	got := person.do(t, http.MethodPost, "/v1/registration/begin", struct{}{})
	var said problem
	if got.status != http.StatusForbidden || json.Unmarshal(got.body, &said) != nil {
		t.Errorf("a first passkey: %d %s, want 403", got.status, got.body)
	}
	must(t, s.kratos.VerifyAddress(t.Context(), user.IdentityID))
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
}

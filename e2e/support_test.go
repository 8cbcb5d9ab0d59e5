package e2e_test

import (
	"net/http"
	"slices"
	"testing"
)

// testSupport: changes by support through the admin API affect the user at once.
func testSupport(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	signIn := func(result string) {
		t.Helper()
		tb.open(s.latchkey.PublicURL + "/login")
		tb.press("Sign in with a passkey")
		tb.see(result)
	}
	const accepted, refused = "Your passkey was accepted", "This passkey was not accepted."

	found := find(t, s, tb.user.Email)
	if found.ID != tb.user.IdentityID || len(found.Passkeys) != 1 || len(found.Sessions) != 1 || found.Sessions[0].Level != "aal1" {
		t.Fatalf("found %+v", found)
	}
	var list struct {
		Passkeys []passkey `json:"passkeys"`
	}
	s.support().do(t, http.MethodGet, "/admin/v1/passkeys?identity_id="+found.ID.String(), nil).want(t, http.StatusOK, &list)
	if len(list.Passkeys) != 1 || list.Passkeys[0].ID != found.Passkeys[0].ID || !list.Passkeys[0].Synced {
		t.Fatalf("listed %+v", list.Passkeys)
	}
	act := func(verb string) answer {
		t.Helper()
		address := "/admin/v1/passkeys/" + found.Passkeys[0].ID.String() + "/" + verb
		got := s.support().do(t, http.MethodPost, address, map[string]string{"reason": "phone lost in a taxi"})
		got.want(t, http.StatusOK, nil)
		return got
	}

	act("suspend")
	signIn(refused)
	tb.screenshot("suspended-login")
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("This passkey is suspended")
	tb.screenshot("suspended-list")
	if len(tb.device.passkeys()) != 1 {
		t.Error("the device forgot a passkey that may be resumed")
	}
	act("resume")
	signIn(accepted)

	var revoked struct {
		Sessions string `json:"sessions"`
	}
	act("revoke").want(t, http.StatusOK, &revoked)
	if revoked.Sessions != "ended" {
		t.Errorf("the sessions are %s", revoked.Sessions)
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Please sign in first")
	s.withCookie(tb.user).do(t, http.MethodGet, "/v1/passkeys", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	if len(find(t, s, tb.user.Email).Sessions) != 0 {
		t.Error("Kratos still has sessions")
	}
	signIn(refused)
	if len(tb.device.passkeys()) != 0 {
		t.Error("the device still offers the revoked passkey")
	}

	want := []string{"passkey.registered", "passkey.suspended", "login.refused", "passkey.resumed", "login.succeeded", "passkey.revoked"}
	got := s.support().events(t, "passkey_id="+found.Passkeys[0].ID.String())
	if !slices.Equal(got, want) {
		t.Errorf("the audit log tells of\n%q, want\n%q", got, want)
	}
}

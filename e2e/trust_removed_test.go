package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// testRemovedPasskeyDisowned: the owner has removed the only passkey. The attacker has the password and sets up an app of their
// own at Kratos, whose level counts while there is no passkey. Recovery codes from such a session would outlast the
// owner's next passkey, also if they came from disowning the removed one.
func testRemovedPasskeyDisowned(t *testing.T, s *stack) {
	victim, before := s.app(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	removed := before.register(t, device)
	before.stepUp(t, device)
	path := "/v1/passkeys/" + removed.ID.String()
	before.do(t, http.MethodDelete, path, nil).want(t, http.StatusOK, nil)

	user := s.kratos.App()
	must(t, user.Login(t.Context(), victim.Email, password))
	attacker := s.withToken(user)
	_, err := user.EnrolTOTP(t.Context())
	must(t, err)
	if level := attacker.level(t); level != "aal2" {
		t.Fatalf("by an app of their own: %s, and the attack needs aal2", level)
	}
	attacker.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).refused(t, http.StatusForbidden, "enrolment_required")
	attacker.do(t, http.MethodPost, path+"/disown", struct{}{}).refused(t, http.StatusForbidden, "enrolment_required")
	before.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)

	// The attacker leaves no trace at Kratos, and the owner returns to passkeys two days later.
	must(t, user.ChangeSettings(t.Context(), map[string]any{"method": "totp", "totp_unlink": true}))
	before.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	_, err = s.database(t).Exec(t.Context(), "UPDATE factors SET gone_at = gone_at - interval '2 days' WHERE identity_id = $1", victim.IdentityID)
	must(t, err)
	before.register(t, webauthntest.New(s.latchkey.PublicURL))
	var codes struct{ Left int }
	before.do(t, http.MethodGet, "/v1/recovery-codes", nil).want(t, http.StatusOK, &codes)
	if codes.Left != 0 {
		t.Errorf("%d recovery codes from before the passkey", codes.Left)
	}
	again := s.kratos.App()
	must(t, again.Login(t.Context(), victim.Email, password))
	s.withToken(again).notFresh(t)
}

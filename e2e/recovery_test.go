package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// A user whose only passkey is lost signs in by password, redeems a code, sets up a new passkey, and only then can
// remove the lost one.
func testRecovery(t *testing.T, s *stack) {
	ctx := t.Context()
	ada, first := s.app(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	lost := first.register(t, phone)
	first.stepUp(t, phone)
	var made struct {
		Codes []string `json:"codes"`
	}
	first.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &made)

	back := s.kratos.App()
	must(t, back.Login(ctx, ada.Email, password))
	latchkey := s.withToken(back)
	refused := latchkey.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	if len(refused.Ways) != 2 || refused.Ways[1].Way != "recovery_code" {
		t.Errorf("the ways are %+v", refused.Ways)
	}
	redeem := func(code string) answer {
		return latchkey.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code})
	}
	redeem("0000-0000-0000").refused(t, http.StatusBadRequest, "recovery_code_rejected")
	var redeemed struct {
		Assurance struct{ Level string }
		Left      int
	}
	redeem(made.Codes[0]).want(t, http.StatusOK, &redeemed)
	if redeemed.Assurance.Level != "aal2" || redeemed.Left != 9 {
		t.Errorf("got %+v, want Level aal2, Left 9", redeemed)
	}
	remove := func() answer { return latchkey.do(t, http.MethodDelete, "/v1/passkeys/"+lost.ID.String(), nil) }
	remove().refused(t, http.StatusForbidden, "step_up_required")

	laptop := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, laptop)
	latchkey.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	remove().refused(t, http.StatusForbidden, "step_up_required")
	latchkey.stepUp(t, laptop)
	remove().want(t, http.StatusOK, nil)

	// Help for a user without codes.
	var given struct{ Code string }
	eve, own := s.app(t)
	own.register(t, webauthntest.New(s.latchkey.PublicURL))
	key, err := s.latchkey.CreateKey("reset")
	must(t, err)
	support := caller{s.latchkey.AdminURL, http.Header{"Authorization": {"Bearer " + key}}}
	support.do(t, http.MethodPost, "/admin/v1/identities/"+eve.IdentityID.String()+"/recovery-code", map[string]string{"reason": "ticket 4711"}).
		want(t, http.StatusCreated, &given)
	own.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": given.Code}).want(t, http.StatusOK, nil)
	own.register(t, webauthntest.New(s.latchkey.PublicURL))

	var activity struct {
		Events []struct{ Type, By string }
	}
	own.do(t, http.MethodGet, "/v1/activity", nil).want(t, http.StatusOK, &activity)
	if !slices.Contains(activity.Events, struct{ Type, By string }{"recovery_codes.helpdesk_created", "support"}) {
		t.Errorf("got %+v, want recovery_codes.helpdesk_created by support among them", activity.Events)
	}
}

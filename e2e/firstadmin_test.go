package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestFirstAdmin: on a fresh installation the operator gives the first admin an enrolment code and confirms the passkey,
// also where recovery codes are switched off and two admins must agree.
func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2", "LATCHKEY_RECOVERY_CODES_ENABLED=false")
	user, me := s.browser(t)
	s.giveRole(t, user, "admin")
	id := user.IdentityID.String()
	me.header.Set("Sec-Fetch-Site", "same-origin")
	me.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "forbidden")

	code, _ := s.commandLine(t, nil, 0, "enrolment-code", id, "--reason", "first admin")
	remember("enrolment code", strings.TrimSpace(code))
	var redeemed struct{ Assurance struct{ Level string } }
	me.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": strings.TrimSpace(code)}).want(t, http.StatusOK, &redeemed)
	if redeemed.Assurance.Level != "aal1" {
		t.Errorf("the code gives %s", redeemed.Assurance.Level)
	}
	device := webauthntest.New(s.latchkey.PublicURL)
	passkey := me.register(t, device)
	me.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	me.stepUp(t, device)
	me.do(t, http.MethodGet, "/admin/v1/me", nil).want(t, http.StatusOK, nil)
	key := map[string]any{"name": "mine", "scopes": []string{"read"}}
	me.do(t, http.MethodPost, "/admin/v1/keys", key).refused(t, http.StatusForbidden, "forbidden") // it is too new
	s.commandLine(t, nil, 0, "passkeys", "confirm", passkey.ID.String(), "--reason", "first admin")
	me.do(t, http.MethodPost, "/admin/v1/keys", key).want(t, http.StatusCreated, nil)
	table, _ := s.commandLine(t, nil, 0, "keys", "list")
	if !strings.Contains(table, user.Email+" ("+id+")") || !strings.Contains(table, "identity "+id) {
		t.Errorf("keys list:\n%s", table)
	}

	tb, again := newTab(t), s.kratos.Browser() // in another session, without the device
	must(t, again.Login(t.Context(), user.Email, password))
	tb.signIn(s.kratos.BrowserURL, again.Cookie())
	tb.open(s.latchkey.PublicURL + "/step-up")
	tb.press("I can’t use my passkey")
	tb.see("You have no recovery codes.")
	if strings.Contains(tb.text(), "Use a recovery code") {
		t.Error("codes are offered where they are off")
	}
	tb.sound("codes-off")
	tb.portraits("codes-off")
}

// TestApprovalByCommand: with two approvals, a code requested with one key is approved with another and collected
// with the first.
func TestApprovalByCommand(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_ADMIN_RESET_APPROVALS=2"}})
	user, person, _ := s.customer(t)
	var env [2][]string
	for i := range env {
		key, err := s.latchkey.CreateKey("read", "revoke", "reset", "keys")
		must(t, err)
		remember("admin key", key)
		env[i] = []string{"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL, "LATCHKEY_ADMIN_KEY=" + key}
	}
	passkey := person.passkeys(t)[0].ID.String()
	_, said := s.commandLine(t, env[0], 5, "passkeys", "revoke", passkey, "--reason", "stolen")
	if !strings.Contains(said, "latchkey approvals approve ") {
		t.Errorf("said: %s", said)
	}
	table, _ := s.commandLine(t, env[1], 0, "approvals", "list")
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if len(lines) != 2 || !strings.Contains(lines[1], "passkey_revocation") {
		t.Fatalf("approvals:\n%s", table)
	}
	request := strings.Fields(lines[1])[0]
	s.commandLine(t, env[0], 1, "approvals", "approve", request)
	s.commandLine(t, env[1], 0, "approvals", "approve", request)
	if found := find(t, s, user.Email); len(found.Passkeys) != 0 {
		t.Errorf("it is still there: %+v", found)
	}
	must(t, s.kratos.VerifyAddress(t.Context(), user.IdentityID))
	_, said = s.commandLine(t, env[0], 5, "enrolment-code", user.Email, "--reason", "seen in person")
	request = strings.Fields(said[strings.Index(said, "approvals approve ")+len("approvals approve "):])[0]
	request = strings.Trim(request, "`")
	s.commandLine(t, env[1], 0, "approvals", "approve", request)
	s.commandLine(t, env[1], 1, "approvals", "collect", request)
	code, _ := s.commandLine(t, env[0], 0, "approvals", "collect", request)
	if len(strings.TrimSpace(code)) != 14 {
		t.Errorf("code %q", code)
	}
	remember("enrolment code", strings.TrimSpace(code))
	s.commandLine(t, env[0], 1, "approvals", "collect", request)
}

package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestExplainWhereKratosDemandsAAL2: with session.whoami.required_aal: highest_available, Kratos refuses the sessions of users with a second
// factor there before any rule counts. Explain names the factors, in words and for programs, and preview says that it does not count that.
func TestExplainWhereKratosDemandsAAL2(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{WhoamiAAL: "highest_available"}, demo.LatchkeyOptions{})
	const said = "Kratos' session.whoami.required_aal is highest_available"
	for name, c := range map[string]struct {
		held    holding
		demands []string
	}{
		"nothing": {holdsNothing, nil}, "a passkey": {holdsPasskey, nil}, "an app": {holdsApp, []string{"totp"}},
	} {
		user, _ := c.held(t, s)
		explained := s.explains(t, user)
		if !slices.Equal(explained.NextLogin.KratosMayDemand, c.demands) || explained.NextLogin.KratosMayDemand == nil {
			t.Errorf("%s: Kratos may demand %v", name, explained.NextLogin.KratosMayDemand)
		}
		if table, _ := s.commandLine(t, nil, 0, "policy", "explain", user.IdentityID.String()); strings.Contains(table, said) != (c.demands != nil) {
			t.Errorf("%s: it says\n%s", name, table)
		}
		login := s.kratos.App()
		must(t, login.Login(t.Context(), user.Email, password))
		person := s.withToken(login)
		for _, path := range []string{"/v1/session", "/v1/authz"} {
			answer := person.do(t, http.MethodGet, path, nil)
			if refused := answer.status == http.StatusForbidden && strings.Contains(string(answer.body), `"aal2_required"`); refused != (c.demands != nil) || explained.NextLogin.FirstFactor.Refused {
				t.Errorf("%s: %s answers %d %s, explained as %+v", name, path, answer.status, answer.body, explained.NextLogin.FirstFactor)
			}
		}
	}
	changed := filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(changed, []byte("policy: {required: none}\n"), 0o600))
	if table, _ := s.commandLine(t, nil, 0, "policy", "preview", changed); !strings.Contains(table, "Not counted: if "+said) {
		t.Errorf("preview says\n%s", table)
	}
}

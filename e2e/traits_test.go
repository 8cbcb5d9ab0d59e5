package e2e_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestTraits: a user who has only a telephone number is displayed by it, with a path for it and without, everywhere. Paths
// that no identity schema of the running Kratos has are named by config check, the log and readiness.
func TestTraits(t *testing.T) {
	t.Parallel()
	const phone = "+491701234567"
	callers := map[string]string{"caller": `{"type":"object","properties":{"traits":{"type":"object","properties":{"phones":{"type":"array",
		"items":{"type":"string","format":"tel","ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}}}}}}}`}
	for name, test := range map[string]struct {
		login      string
		checks     int // the exit code of config check
		unmatched  []string
		says, path string
	}{
		"with a path":    {`["email","phones.0"]`, 0, nil, "", ""},
		"without":        {"email", 0, nil, "caller (sign-in traits: phones.0)", ""},
		"a typing error": {"email,phone.0", 1, []string{"kratos.traits.login: phone.0"}, "names phone.0, which no identity schema of Kratos has", "phones.0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := startStack(t, demo.KratosOptions{Schemas: callers}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_KRATOS_TRAITS_LOGIN=" + test.login}})
			out, errOut := s.commandLine(t, nil, test.checks, "config", "check")
			if !strings.Contains(errOut, test.says) || !strings.Contains(errOut, test.path) || (test.checks == 0) != strings.HasSuffix(out, "ok\n") {
				t.Errorf("config check: %s%s", out, errOut)
			}
			eventuallyWithin(t, patience, "the log and readiness say so", func() bool {
				var ready struct {
					Unmatched []string `json:"kratos_traits_unmatched"`
				}
				s.anyone().do(t, http.MethodGet, "/health/ready", nil).want(t, http.StatusOK, &ready)
				return slices.Equal(ready.Unmatched, test.unmatched) && strings.Contains(s.latchkey.Log(), test.says)
			})

			id, err := s.kratos.CreateIdentityOf(t.Context(), "caller", map[string]any{"phones": []string{phone}}, password)
			must(t, err)
			user := s.kratos.App()
			must(t, user.Login(t.Context(), phone, password))
			person := s.withToken(user)
			var b begun
			person.do(t, http.MethodPost, "/v1/registration/begin", map[string]string{}).want(t, http.StatusOK, &b)
			var options struct {
				User struct{ Name, DisplayName string }
			}
			must(t, json.Unmarshal(b.PublicKey, &options))
			var standing struct {
				Identity struct {
					Login       string `json:"login"`
					DisplayName string `json:"display_name"`
				}
			}
			person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
			person.register(t, webauthntest.New(s.latchkey.PublicURL))
			passkeys := person.do(t, http.MethodGet, "/v1/passkeys", nil)
			passkeys.want(t, http.StatusOK, nil) // with signalCurrentUserDetails
			found := s.support().do(t, http.MethodGet, "/admin/v1/identities/"+id.String(), nil)
			found.want(t, http.StatusOK, nil)
			for from, got := range map[string]string{
				"registration": options.User.Name, "its display name": options.User.DisplayName, "session": standing.Identity.Login,
				"display name": standing.Identity.DisplayName, "signals": string(passkeys.body), "console": string(found.body),
			} {
				if !strings.Contains(got, phone) {
					t.Errorf("%s: %s", from, got)
				}
			}
			if find(t, s, phone).ID != id {
				t.Error("not found by the telephone number")
			}
		})
	}
}

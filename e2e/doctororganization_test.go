package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/doctor"
)

// TestDoctorOrganization: Kratos 1.3 reports no organization, so a rule with a condition on one applies to no one, and doctor, config check and the log of serve say so. The
// Kratos of these tests is built from its sources and says no version, so a proxy says that of a release.
func TestDoctorOrganization(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	kratos, err := url.Parse(s.kratos.AdminURL)
	must(t, err)
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(kratos) }}
	version, port := "", freePort(t)
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/admin/version" {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"version": %q}`, version)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	const acme, schema = `{"name": "acme", "when": {"organization": "3c9d3f6e-6a0e-4a55-9f6c-0d3b8f1f8a10"}, "required": "aal2"}`,
		`{"name": "acme", "when": {"schema": "acme"}, "required": "aal2"}`
	for _, test := range []struct {
		version, rule string
		warned        bool
	}{{"v1.3.1", acme, true}, {"v1.3.1", schema, false}, {"v26.2.0", acme, false}} {
		version = test.version
		env := []string{"LATCHKEY_POLICY_RULES=[" + test.rule + "]", fmt.Sprintf("LATCHKEY_KRATOS_ADMIN_URL=http://127.0.0.1:%d", port)}
		out, _ := s.commandLine(t, env, -1, "doctor", "--json")
		var report doctor.Report
		must(t, json.Unmarshal([]byte(out), &report))
		said := false
		for _, f := range report.Findings {
			said = said || f.Check == "kratos.version" && f.Result == doctor.Warning && strings.Contains(f.Wrong, "organization") && f.Remedy != ""
		}
		if said != test.warned {
			t.Errorf("%s with %s: warned %t, want %t: %s", test.version, test.rule, said, test.warned, out)
		}
		const never = "policy.rules[0].when.organization"
		if _, errOut := s.commandLine(t, env, 0, "config", "check"); strings.Contains(errOut, never) != test.warned {
			t.Errorf("%s with %s: config check says %s", test.version, test.rule, errOut)
		}
		if test.warned {
			started := startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, Env: env})
			eventuallyWithin(t, patience, "the log says so", func() bool { return strings.Contains(started.Log(), "a condition on the organization") })
		}
	}
}

package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/doctor"
)

// TestDoctorCanarySettings leaves the settings gate out of one method after the other, and has doctor name that one. It names the
// logins that it cannot try.
func TestDoctorCanarySettings(t *testing.T) {
	t.Parallel()
	d := gatedDoctored(t, func(k *demo.KratosOptions, _ *demo.LatchkeyOptions) {
		k.Passkeys = &demo.KratosPasskeys{RPID: "localhost", Origins: []string{k.Login.Issuer}}
	})
	must(t, d.kratos.Edit(t.Context(), "providers:\n", `providers:
          - {id: corporate, provider: generic, client_id: x, client_secret: x, issuer_url: "http://localhost:1/", mapper_url: "base64://e30="}
`))
	said := func(check string, result doctor.Result) (all string) {
		t.Helper()
		for _, f := range d.report(t, nil, "--canary").Findings {
			switch {
			case f.Check == check && f.Result == result:
				all += f.Wrong + "\n"
			case f.Result != doctor.OK && f.Check != "gate.login":
				t.Errorf("beside %s: %+v", check, f)
			}
		}
		return all
	}
	if got := said("gate.login", doctor.Skipped); !strings.Contains(got, "stops oidc (corporate), passkey, with which") {
		t.Errorf("logins that were not tried: %s", got)
	}
	methods := []string{"profile", "password", "oidc", "passkey", "totp", "webauthn", "lookup_secret"}
	if got := said("gate.settings", doctor.OK); !strings.HasSuffix(got, "without the passkey: "+strings.Join(methods, ", ")+"\n") {
		t.Errorf("all methods: %s", got)
	}
	for _, without := range [][]string{{"oidc"}, {"passkey"}, {"webauthn"}, {"lookup_secret"}, {"totp"}, methods} {
		var edit []string
		for _, method := range without {
			line := "        " + method + ": {hooks: "
			if method == "password" { // registrations have one, too
				line = "stores a change\n" + line
			}
			edit = append(edit, line+"[{", line+"[]} # [{")
		}
		restore := d.sow(t, canarySeed{edit: slices.Clone(edit)})
		if got := said("gate.settings", doctor.Fault); !strings.HasSuffix(got, "who did not use it: "+strings.Join(without, ", ")+"\n") {
			t.Errorf("without %v: %s", without, got)
		}
		restore()
	}
	d.leavesNothing(t)
}

package config

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestListsInTheEnvironment(t *testing.T) {
	t.Chdir(t.TempDir())
	want := []string{"https://a.example", "https://b.example"}
	for _, text := range []string{
		"https://a.example,https://b.example", " https://a.example , https://b.example\n",
		`["https://a.example","https://b.example"]`, ` [ "https://a.example", "https:\u002f/b.example" ] `,
	} {
		loaded, err := Load("", []string{"LATCHKEY_RETURN_TO=" + text})
		if err != nil || !reflect.DeepEqual(loaded.ReturnTo, want) {
			t.Errorf("%q is %q, %v", text, loaded.ReturnTo, err)
		}
	}
	secret := "[" + goodSecret
	for _, text := range []string{secret, `["` + secret + `"]`} {
		if loaded, err := Load("", []string{"LATCHKEY_SECRETS_CIPHER=" + text}); err != nil || len(loaded.Secrets.Cipher) != 1 || string(loaded.Secrets.Cipher[0]) != secret {
			t.Errorf("the secret %q is %d secrets, %v", text, len(loaded.Secrets.Cipher), err)
		}
	}
	for _, empty := range []string{"", " ", "[]"} {
		if loaded, err := Load("", []string{"LATCHKEY_RETURN_TO=" + empty}); err != nil || len(loaded.ReturnTo) != 0 {
			t.Errorf("%q is %q, %v", empty, loaded.ReturnTo, err)
		}
	}
	loaded, err := Load("", []string{"LATCHKEY_LIMITS_LOGIN_BURST= 7 ", "LATCHKEY_POLICY_LOGIN_GATE=false\n", "LATCHKEY_POLICY_FRESHNESS= 5m", "LATCHKEY_LOG_LEVEL=warn "})
	if err != nil || loaded.Limits.LoginBurst != 7 || loaded.Log.Level != "warn" || loaded.Policy.Freshness.Minutes() != 5 {
		t.Errorf("with spaces: %v", err)
	}
}

// Each fault says what is expected, in the words of the environment.
func TestFaultsInTheEnvironment(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, test := range []struct{ variable, path, says string }{
		{`LATCHKEY_RETURN_TO=["https://a.example",`, "return_to", `["one","two"]`},
		{`LATCHKEY_RETURN_TO=[https://a.example]`, "return_to", `["one","two"]`},
		{`LATCHKEY_RETURN_TO=['https://a.example']`, "return_to", `["one","two"]`},
		{`LATCHKEY_RETURN_TO="https://a.example","https://b.example"`, "return_to", "without quotes"},
		{`LATCHKEY_RETURN_TO=["https://a.example",1]`, "return_to[1]", "is a number, not a text"},
		{`LATCHKEY_RETURN_TO=[["https://a.example"]]`, "return_to[0]", "is a list, not a text"},
		{`LATCHKEY_RETURN_TO={"a":1}`, "return_to", `["one","two"]`},
		{`LATCHKEY_RETURN_TO_0=https://a.example`, "LATCHKEY_RETURN_TO_0", "LATCHKEY_RETURN_TO: one,two"},
		{`LATCHKEY_WEBAUTHN_RP_0_ID=example.com`, "LATCHKEY_WEBAUTHN_RP_0_ID", "LATCHKEY_WEBAUTHN_RP: JSON"},
		{`LATCHKEY_WEBAUTHN_RP={"id":"example.com"}`, "webauthn.rp", "as JSON"},
		{`LATCHKEY_KRATOS_LOGIN={"enabled":true}`, "LATCHKEY_KRATOS_LOGIN", "LATCHKEY_KRATOS_LOGIN_"},
		{`LATCHKEY_KRATOS_TRAITS={}`, "LATCHKEY_KRATOS_TRAITS", "is a group of settings"},
		{`LATCHKEY_POLICY_FRESHNESS=900`, "policy.freshness", "number with its unit"},
		{`LATCHKEY_POLICY_FRESHNESS="15m"`, "policy.freshness", "number with its unit"},
		{`LATCHKEY_POLICY_LOGIN_GATE=yes`, "policy.login_gate", "true or false"},
		{`LATCHKEY_LIMITS_LOGIN_BURST=1e3`, "limits.login_burst", "digits only"},
		{`LATCHKEY_LIMITS_LOGIN_BURST=[7]`, "limits.login_burst", "digits only"},
	} {
		_, err := Load("", []string{test.variable})
		faults, _ := err.(Faults)
		if len(faults) != 1 || faults[0].Path != test.path || !strings.Contains(faults[0].String(), test.says) {
			t.Errorf("%s: %v", test.variable, err)
		}
	}
}

// Paths of traits are a list, or a single text as before.
func TestTraitPaths(t *testing.T) {
	t.Chdir(t.TempDir())
	both := []string{"email", "emails.0"}
	for _, test := range []struct {
		yaml, env string
		want      []string
	}{
		{"", "", []string{"email"}},
		{"emails.0", "", []string{"emails.0"}},
		{"[email, emails.0]", "", both},
		{"", "emails.0", []string{"emails.0"}},
		{"", "email, emails.0", both},
		{"", `["email","emails.0"]`, both},
		{"[x, y]", "email", []string{"email"}},
	} {
		var environ []string
		text := ""
		if test.yaml != "" {
			text = "kratos: {traits: {login: " + test.yaml + "}}"
		}
		if test.env != "" {
			environ = []string{"LATCHKEY_KRATOS_TRAITS_LOGIN=" + test.env}
		}
		if err := os.WriteFile("latchkey.yml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if loaded, err := Load("", environ); err != nil || !reflect.DeepEqual(loaded.Kratos.Traits.Login, test.want) {
			t.Errorf("%q and %q: %q, %v", test.yaml, test.env, loaded.Kratos.Traits.Login, err)
		}
	}
	for _, text := range []string{"''", "[]", "['']", "{a: b}", "7", "[[email]]"} {
		if err := os.WriteFile("latchkey.yml", []byte("kratos: {traits: {login: "+text+"}}"), 0o600); err != nil {
			t.Fatal(err)
		}
		if loaded, err := Load("", nil); err == nil || !strings.Contains(err.Error(), "kratos.traits.login") {
			t.Errorf("%s is %q, %v", text, loaded.Kratos.Traits.Login, err)
		}
	}
	if _, err := Load("", []string{`LATCHKEY_KRATOS_TRAITS_LOGIN=["email"`}); err == nil || !strings.Contains(err.Error(), "valid JSON") {
		t.Errorf("half a list: %v", err)
	}
}

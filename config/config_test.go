package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/config/setting"
)

// goodSecret is random, so that the source contains no real secret.
const goodSecret = "q7Zr0vXc2LmK9sWd4TgB6yHn1JuP8aEf3RoI5xNk"

// fingerprint belongs to no certificate.
const fingerprint = "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"

// loadText loads a latchkey.yml with that content.
func loadText(t testing.TB, content string, environ ...string) (Loaded, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.yml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(path, environ)
}

// hook is a webhook that gets events of a pattern; "": all.
func hook(pattern string) string {
	events := ""
	if pattern != "" {
		events = ", events: ['" + pattern + "']"
	}
	return "{name: crm, url: 'https://crm.example.com/', secret_file: /hook" + events + "}"
}

func TestWarnings(t *testing.T) {
	tests := []struct{ name, yaml, path, wrong string }{
		{"admin off loopback", "serve: {admin: {address: ':4478'}}", "serve.admin.address", "other machines"},
		{"metrics off loopback", "serve: {metrics: {address: ':4479'}}", "serve.metrics.address", "other machines"},
		{"another site", "kratos: {browser_url: http://127.0.0.1:4433}", "kratos.browser_url", "same site"},
		{"another scheme", "kratos: {browser_url: https://localhost:4433}", "kratos.browser_url", "same site"},
		{"admin is public", "kratos: {admin_url: http://127.0.0.1:4433/}", "kratos.admin_url", "same as kratos.public_url"},
		{"AppID without effect", "webauthn: {user_verification: required, rp: [{id: localhost, name: L, origins: ['http://localhost:4477', 'https://localhost'], app_id: 'https://localhost/u2f'}]}", "webauthn.rp[0].app_id", "no effect"},
		{"AppID without https", "webauthn: {rp: [{id: localhost, name: L, origins: ['http://localhost:4477'], app_id: 'https://localhost/u2f'}]}", "webauthn.rp[0].app_id", "none of the origins is https"},
		{"a report that reaches no admin", "webauthn: {metadata: {file: /blob.jwt}}\nnotify: {webhooks: [" + hook("passkey.*") + "]}", "webauthn.metadata.compromised", "reaches no admin"},
		{"pages cannot use passkeys", "serve: {public: {base_url: http://localhost:9999}}", "serve.public.base_url", "own pages"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			loaded, err := loadText(t, test.yaml)
			if err != nil {
				t.Fatal(err)
			}
			if len(loaded.Warnings) != 1 || loaded.Warnings[0].Path != test.path || !strings.Contains(loaded.Warnings[0].Wrong, test.wrong) {
				t.Errorf("got %v, want one warning %s: %q", loaded.Warnings, test.path, test.wrong)
			}
		})
	}
}

func TestGoodConfigurations(t *testing.T) {
	tests := map[string]string{
		"nothing":        "",
		"only a comment": "# later\n",
		"empty groups":   "kratos:\nserve:\n  public:\n",
		"production": "dsn: postgres://u:p@db:5432/latchkey?sslmode=verify-full\n" +
			"serve: {public: {base_url: https://keys.example.co.uk, trusted_proxies: [10.1.2.3, 'fd00::/8', 10.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 104.16.0.0/12, '2606:4700::/32']}}\n" +
			"kratos: {public_url: http://kratos:4433/, browser_url: https://id.example.co.uk/auth, admin_url: http://kratos:4434}\n" +
			"webauthn: {rp: [{id: example.co.uk, name: E, origins: [https://keys.example.co.uk, 'https://app.example.co.uk:8443', https://example.net], related_origins: [https://example.net], app_id: 'https://u2f.example.co.uk/app-id.json?v=1'}]}\n" +
			"secrets: {cipher: [" + goodSecret + "]}\nreturn_to: [https://app.example.co.uk/a]\n",
		"subdomain of localhost": "serve: {public: {base_url: 'http://app.localhost:4477'}}\nkratos: {browser_url: 'http://app.localhost:4433'}\n" +
			"webauthn: {rp: [{id: app.localhost, name: E, origins: ['http://app.localhost:4477']}]}",
		"alerts by mail":       "webauthn: {metadata: {file: /blob.jwt}}\nnotify: {mail: {server: 'mail.example.com:587', from: l@example.com, admin_alerts: s@example.com}}",
		"alerts to a webhook":  "webauthn: {metadata: {file: /blob.jwt}}\nnotify: {webhooks: [" + hook("model.*") + "]}",
		"all to a webhook":     "webauthn: {metadata: {file: /blob.jwt}}\nnotify: {webhooks: [" + hook("") + "]}",
		"marks without alerts": "webauthn: {metadata: {file: /blob.jwt, compromised: mark}}",
		"any age, no limits":   "policy: {first_passkey_within: 0s}\nlimits: {login_per_minute: 0, login_burst: 0}",
		"ports of tests":       "serve: {public: {address: '127.0.0.1:0'}, admin: {address: '127.0.0.1:0'}}",
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			loaded, err := loadText(t, content)
			if err != nil || len(loaded.Warnings) > 0 {
				t.Errorf("err %v, warnings %v", err, loaded.Warnings)
			}
		})
	}
}

func TestLayers(t *testing.T) {
	loaded, err := loadText(t, "kratos: {public_url: http://file:1/, timeout: 5s}\nreturn_to: [https://a.example]\nwebauthn: {max_passkeys: 3}\n",
		"LATCHKEY_KRATOS_PUBLIC_URL=http://env:2",
		"LATCHKEY_RETURN_TO=https://b.example, https://c.example",
		"LATCHKEY_POLICY_KEEP_LAST_PASSKEY=true", "LATCHKEY_LIFECYCLE_GRACE=30d",
		"LATCHKEY_POLICY_FRESHNESS=90s",
		"LATCHKEY_LIMITS_LOGIN_BURST=7",
		`LATCHKEY_WEBAUTHN_RP=[{"id":"localhost","name":"Env","origins":["http://localhost:4477"]}]`,
		"LATCHKEY_CONFIG=elsewhere", "LATCHKEY_TEST_POSTGRES=x", "LATCHKEY_KRATOS=x", "OTHER=1",
		// set by Kubernetes for a Service named latchkey
		"LATCHKEY_SERVICE_HOST=10.0.0.1", "LATCHKEY_SERVICE_PORT=4477", "LATCHKEY_SERVICE_PORT_PUBLIC=4477",
		"LATCHKEY_PORT=tcp://10.0.0.1:4477", "LATCHKEY_PORT_4477_TCP_PROTO=tcp", "LATCHKEY_ADMIN_SERVICE_HOST=10.0.0.2")
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want any) {
		if got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	check("environment over file", loaded.Kratos.PublicURL, "http://env:2")
	check("file over default", loaded.Kratos.Timeout, 5*time.Second)
	check("default", loaded.Kratos.AdminURL, "http://127.0.0.1:4434")
	check("list", strings.Join(loaded.ReturnTo, " "), "https://b.example https://c.example")
	check("bool", loaded.Policy.KeepLastPasskey, true)
	check("duration", loaded.Policy.Freshness, 90*time.Second)
	check("days", loaded.Lifecycle.Grace, 30*24*time.Hour)
	check("number", loaded.Limits.LoginBurst, 7)
	check("JSON", loaded.WebAuthn.RP[0].Name, "Env")
	check("origin of env", loaded.Origins["kratos.public_url"], "LATCHKEY_KRATOS_PUBLIC_URL")
	check("origin of file", filepath.Base(loaded.Origins["webauthn.max_passkeys"]), "latchkey.yml:3")
	check("overridden by the environment", strings.Join(loaded.Overridden, " "), "kratos.public_url return_to")
	check("origin of default", loaded.Origins["kratos.admin_url"], "")
}

func TestEnvironmentFaults(t *testing.T) {
	tests := []struct{ variable, path, wrong, remedy string }{
		{"LATCHKEY_KRATOS_PUBLIC_URI=x", "LATCHKEY_KRATOS_PUBLIC_URI", "not a setting", "LATCHKEY_KRATOS_PUBLIC_URL?"},
		{"LATCHKEY_QQQQQQQQQQ=x", "LATCHKEY_QQQQQQQQQQ", "not a setting", "docs/config.md"},
		{"LATCHKEY_WEBAUTHN_USER_VERIFICATION=", "webauthn.user_verification", "is empty", "required"},
		{"LATCHKEY_WEBAUTHN_MAX_PASSKEYS=ten", "webauthn.max_passkeys", "not a whole number", "digits"},
		{"LATCHKEY_WEBAUTHN_CONDITIONAL_CREATE=on", "webauthn.conditional_create", "neither true nor false", "true or false"},
		{"LATCHKEY_WEBAUTHN_RP=localhost", "webauthn.rp", "not a list", "JSON"},
		{`LATCHKEY_WEBAUTHN_RP=[{"id":"localhost","nam":"x","origins":["http://localhost"]}]`, "webauthn.rp[0].nam", "not a setting", "webauthn.rp[0].name"},
		{"LATCHKEY_SECRETS_CIPHER=" + goodSecret + ",short", "secrets.cipher[1]", "5 bytes", "openssl"},
		{"LATCHKEY_KRATOS_TIMEOUT=2", "kratos.timeout", "not a duration", "500ms"},
	}
	for _, test := range tests {
		t.Run(test.variable, func(t *testing.T) {
			_, err := loadText(t, "", test.variable)
			faults := faultsOf(t, err)
			if len(faults) == 0 {
				t.Fatal("no fault")
			}
			name, _, _ := strings.Cut(test.variable, "=")
			f := faults[0]
			if f.Path != test.path || !strings.Contains(f.Wrong, test.wrong) || !strings.Contains(f.Remedy, test.remedy) ||
				f.Source != name && f.Source != "environment" {
				t.Errorf("got %+v, want %s: %q, with the remedy %q", faults, test.path, test.wrong, test.remedy)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := Load("", nil); err != nil {
		t.Errorf("without latchkey.yml: %v", err)
	}
	if err := os.WriteFile("latchkey.yml", []byte("migrate: off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if loaded, err := Load("", nil); err != nil || loaded.Migrate != "off" {
		t.Errorf("with latchkey.yml: %v, %v", loaded.Migrate, err)
	}
	for name, path := range map[string]string{"missing": "other.yml", "folder": "."} {
		_, err := Load(path, []string{"LATCHKEY_NOPE_NOPE=1"})
		faults := faultsOf(t, err)
		if len(faults) != 2 || !strings.Contains(faults[0].Wrong, "cannot be read") || faults[0].Source != path {
			t.Errorf("%s: got %v, want 2 faults, first that %s cannot be read", name, err, path)
		}
	}
	if err := os.WriteFile("big.yml", make([]byte, setting.MaxFileSize+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load("big.yml", nil); err == nil || !strings.Contains(err.Error(), "larger than 1 MiB") {
		t.Errorf("big file: %v", err)
	}
}

// TestEnvironmentNamesAreUnique: names are looked up as a whole, so no two paths may have the same name.
func TestEnvironmentNamesAreUnique(t *testing.T) {
	seen := make(map[string]string)
	for _, f := range declared().Leaves() {
		if other, taken := seen[f.Env()]; taken {
			t.Errorf("%s is both %s and %s", f.Env(), other, f.Path)
		}
		if serviceLink.MatchString(f.Env()) {
			t.Errorf("%s looks like a service link of Kubernetes", f.Env())
		}
		seen[f.Env()] = f.Path
	}
}

func TestEachFieldHasNameAndManual(t *testing.T) {
	var walk func(fields setting.Fields)
	walk = func(fields setting.Fields) {
		for _, f := range fields {
			if f.Key == "" || f.Comment == "" {
				t.Errorf("%q has no name or no comment", f.Path)
			}
			walk(f.Fields)
		}
	}
	walk(declared())
}

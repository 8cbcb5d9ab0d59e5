package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/config"
)

// goodSecret is random, so that the source contains no real secret.
const goodSecret = "q7Zr0vXc2LmK9sWd4TgB6yHn1JuP8aEf3RoI5xNk"

// loadYAML loads a latchkey.yml with that content as the commands do, with the checks of all packages.
func loadYAML(t testing.TB, content string, environ ...string) (config.Loaded, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.yml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	program := Program{ConfigFile: path, Environ: environ}
	return program.loadSilently()
}

// webhookSecret writes a webhook's secret, and returns the path of the file.
func webhookSecret(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "webhook.secret")
	if err := os.WriteFile(path, []byte("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFaultsByTheRulesOfPackages: what web and notify refuse is a fault of the configuration, with path and source.
func TestFaultsByTheRulesOfPackages(t *testing.T) {
	webhookSecret := webhookSecret(t)
	webhook := func(name, url, file, more string) string {
		return "notify: {webhooks: [{name: " + name + ", url: '" + url + "', secret_file: '" + file + "'" + more + "}]}"
	}
	receiver := func(name, url, more string) string {
		return "notify: {sets: [{name: " + name + ", url: '" + url + "', audience: 'https://vpn.example.com'" + more + "}]}"
	}
	mail := func(more string) string { return "notify: {mail: {server: 'smtp.example.com:587', " + more + "}}" }
	tests := []struct {
		name, yaml          string
		path, wrong, remedy string
	}{
		{"pale accent", "branding: {accent: '#ffcc00'}", "branding.accent", "too pale", "Choose a darker one, such as #"},
		{"colour by name", "branding: {accent_dark: rebeccapurple}", "branding.accent_dark", "is not a colour", "#2456c9"},
		{"dark ground of light pages", "branding: {background: '#222222'}", "branding.background", "could not be read", "lighter one, such as #"},
		{"odd radius", "branding: {radius: '1px;}body{display:none'}", "branding.radius", "is not a radius", "12px"},
		{"logo that is not there", "branding: {logo_file: /nowhere/logo.svg}", "branding.logo_file", "/nowhere/logo.svg, which cannot be read", "Check the path"},
		{"logo that is a folder", "branding: {logo_file: /}", "branding.logo_file", "it is a folder", "Check the path"},
		{"logo that is none", "branding: {logo_file: main.go}", "branding.logo_file", "names no SVG, PNG or WebP", "Save it as"},
		{"icons that are not there", "branding: {authenticator_icons_file: /nowhere/icons.json}", "branding.authenticator_icons_file", "/nowhere/icons.json, which cannot be read", "Check the path"},
		{"icons that are none", "branding: {authenticator_icons_file: main.go}", "branding.authenticator_icons_file", "main.go, which is not a JSON object", "FIDO's Convenience Metadata"},
		{"endless logo", "branding: {logo_file: /dev/zero}", "branding.logo_file", "larger than 64 kB", "smaller"},
		{"support that is a script", "branding: {support_url: 'javascript:alert(1)'}", "branding.support_url", "not a web address", "in full"},
		{"support by mailto", "branding: {support_url: 'mailto:a@example.com'}", "branding.support_url", "not a web address", "support_email"},
		{"support with a name", "branding: {support_email: 'Help <help@example.com>'}", "branding.support_email", "not an email address", "address alone"},
		{"webhook by http", webhook("crm", "http://crm.example.com", webhookSecret, ""), "notify.webhooks[0].url", "https://", "in full"},
		{"webhook without secret", webhook("crm", "https://crm.example.com", webhookSecret+".none", ""), "notify.webhooks[0].secret_file", "cannot be read", "openssl rand"},
		{"webhook secret of another kind", webhook("crm", "https://crm.example.com", "main.go", ""), "notify.webhooks[0].secret_file", "whsec_", "openssl rand"},
		{"webhook pattern", webhook("crm", "https://crm.example.com", webhookSecret, ", events: ['passkey.[']"), "notify.webhooks[0].events", "pattern", "docs/notifications.md"},
		{"receiver by http", receiver("vpn", "http://vpn.example.com", ""), "notify.sets[0].url", "https://", "in full"},
		{"receiver without its header", receiver("vpn", "https://vpn.example.com", ", authorization_file: none"), "notify.sets[0].authorization_file", "cannot be read", "as one line"},
		{"receiver's header of many lines", receiver("vpn", "https://vpn.example.com", ", authorization_file: main.go"), "notify.sets[0].authorization_file", "more than one line", "as one line"},
		{"receiver of webhooks' events", receiver("vpn", "https://vpn.example.com", ", events: ['passkey.*']"), "notify.sets[0].events", "none of session-revoked", "docs/security-events.md"},
		{"receiver of mail addresses", receiver("vpn", "https://vpn.example.com", ", subject: email"), "notify.sets[0].subject", "neither iss_sub nor opaque", "Choose"},
		{"CA file", "notify: {ca_file: main.go}", "notify.ca_file", "no certificate", "PEM"},
		{"mail server without port", "notify: {mail: {server: smtp.example.com, from: a@example.com}}", "notify.mail.server", "not a host and port", "mail provider"},
		{"mail without sender", mail("username: x"), "notify.mail.server", "notify.mail.from is not", "may send from"},
		{"mail in the clear", mail("from: a@example.com, security: none"), "notify.mail.security", "not on this machine", "starttls or tls"},
		{"mail language", mail("from: a@example.com, language: xx"), "notify.mail.language", "not a supported language", "one of them"},
		{"alerts to a name", mail("from: a@example.com, admin_alerts: 'Security <s@example.com>'"), "notify.mail.admin_alerts", "is not an address", "mailing list"},
		{"alerts to two", mail("from: a@example.com, admin_alerts: 's@example.com, t@example.com'"), "notify.mail.admin_alerts", "is not an address", "mailing list"},
		{"alerts without mail", "notify: {mail: {admin_alerts: s@example.com}}", "notify.mail.admin_alerts", "notify.mail.server is not", "Set both"},
		{"mail password without name", mail("from: a@example.com, password: x"), "notify.mail.password", "notify.mail.username is not", "remove the password"},
		{"mail name without password", mail("from: a@example.com, username: x"), "notify.mail.username", "notify.mail.password is not", "remove the user name"},
		{"path with a gap", "kratos: {traits: {login: 'name..first'}}", "kratos.traits.login[0]", "not a path to a trait", "name.full"},
		{"paths in one text", "kratos: {traits: {login: 'email, phone'}}", "kratos.traits.login[0]", "not a path to a trait", "as a list"},
		{"path of a language", "kratos: {traits: {locale: [locale, 'settings.']}}", "kratos.traits.locale[1]", "not a path to a trait", "emails.0"},
		{"EHLO with a space", mail("from: a@example.com, ehlo: 'my host'"), "notify.mail.ehlo", "neither a domain", "remove the line"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := loadYAML(t, test.yaml)
			var faults config.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error is no Faults: %v", err)
			}
			for _, f := range faults {
				if f.Path == test.path && strings.Contains(f.Wrong, test.wrong) && strings.Contains(f.Remedy, test.remedy) {
					if f.Source == "" {
						t.Errorf("the fault does not say where it was set: %+v", f)
					}
					return
				}
			}
			t.Errorf("no fault %s: %q, %q in\n%v", test.path, test.wrong, test.remedy, err)
		})
	}
}

// example returns the output of `latchkey config example`.
func example(t testing.TB) string {
	t.Helper()
	out, errOut, code := latchkey(t, nil, "config", "example")
	if code != exitOK {
		t.Fatal(errOut)
	}
	return out
}

// keysOf returns the names of all settings in a JSON Schema.
func keysOf(schema map[string]any) (keys []string) {
	properties, _ := schema["properties"].(map[string]any)
	if items, ok := schema["items"].(map[string]any); ok {
		return keysOf(items)
	}
	for key, property := range properties {
		keys = append(append(keys, key), keysOf(property.(map[string]any))...)
	}
	return keys
}

// TestExampleUncommentedLoads: the settings that are commented out are valid YAML in their place as well.
func TestExampleUncommentedLoads(t *testing.T) {
	encoded, errOut, code := latchkey(t, nil, "config", "schema")
	var schema map[string]any
	if err := json.Unmarshal([]byte(encoded), &schema); err != nil || code != exitOK {
		t.Fatal(err, errOut)
	}
	keys, secret := keysOf(schema), webhookSecret(t)
	if len(keys) < 50 {
		t.Fatalf("only %d settings", len(keys))
	}
	var out []string
	for line := range strings.Lines(example(t)) {
		line = strings.NewReplacer("/run/secrets/latchkey_crm", secret, "/run/secrets/latchkey_vpn", secret).Replace(line)
		line = strings.Replace(line, `# password: ""`, "# password: x", 1) // the user name needs one
		for _, key := range keys {
			// Nor the file in place of the metadata's address, and the signer below another root.
			if !strings.HasSuffix(key, "_file") && key != "file" && key != "signer" {
				line = strings.Replace(line, "# "+key+": ", key+": ", 1)
			}
		}
		out = append(out, line)
	}
	loaded, err := loadYAML(t, strings.Join(out, ""))
	if err != nil || len(loaded.ReturnTo) != 1 || len(loaded.WebAuthn.RP[0].RelatedOrigins) != 1 || len(loaded.Notify.Webhooks) != 1 || len(loaded.Notify.SETs) != 1 {
		t.Errorf("%v: %+v", err, loaded.Config)
	}
}

// A file of FIDO's metadata that cannot be used keeps nothing from starting, so config check warns of it; one that does not exist is a fault.
func TestConfigCheckOfMetadata(t *testing.T) {
	file := "LATCHKEY_WEBAUTHN_METADATA_FILE="
	if out, errOut, code := latchkey(t, []string{file + "main.go"}, "config", "check"); code != exitOK || !strings.HasSuffix(out, "ok\n") ||
		!strings.Contains(errOut, "warning: webauthn.metadata.file") || !strings.Contains(errOut, "not a signed list") {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
	if out, errOut, code := latchkey(t, []string{file + "/nowhere/blob.jwt"}, "config", "check"); code != exitFailure || out != "" || !strings.Contains(errOut, "no such file") {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
}

// What metadata forget cannot do, it says, and changes nothing.
func TestMetadataForget(t *testing.T) {
	dsn := "LATCHKEY_DSN=sqlite://" + filepath.Join(t.TempDir(), "latchkey.db")
	if _, errOut, code := latchkey(t, []string{dsn}, "migrate"); code != exitOK {
		t.Fatal(errOut)
	}
	if out, errOut, code := latchkey(t, []string{dsn}, "metadata", "forget", "187"); code != exitFailure || out != "" || !strings.Contains(errOut, "webauthn.metadata names no list") {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
	address := "LATCHKEY_WEBAUTHN_METADATA_URL=http://127.0.0.1:1/"
	if out, errOut, code := latchkey(t, []string{dsn, address}, "metadata", "forget", "187"); code != exitFailure || out != "" || !strings.Contains(errOut, "knows of no list with the number 187 or a higher one; nothing was changed") {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
}

// Without Kratos, config check says that it has not compared the traits, and succeeds.
func TestCheckWithoutKratos(t *testing.T) {
	t.Chdir(t.TempDir())
	out, errOut, code := latchkey(t, []string{"LATCHKEY_KRATOS_PUBLIC_URL=http://127.0.0.1:1"}, "config", "check")
	if code != exitOK || !strings.HasSuffix(out, "ok\n") || !strings.Contains(errOut, "note: kratos.traits was not compared with the identity schemas at http://127.0.0.1:1: ") {
		t.Errorf("code %d\n%s%s", code, out, errOut)
	}
}

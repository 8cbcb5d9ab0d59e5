package config

import (
	"errors"
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

// faultsOf returns the faults in an error of Load.
func faultsOf(t testing.TB, err error) Faults {
	t.Helper()
	var faults Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("error is no Faults: %v", err)
	}
	return faults
}

func TestEachFaultIsNamed(t *testing.T) {
	const rp = "webauthn: {rp: [{id: example.com, name: E, origins: [%]}]}\n"
	origin := func(o string) string { return strings.Replace(rp, "%", o, 1) }
	rpID := func(id string) string {
		return "webauthn: {rp: [{id: " + id + ", name: E, origins: [https://example.com]}]}"
	}
	app := func(name, print string) string {
		return "apps: {android: [{package: " + name + ", sha256_cert_fingerprints: ['" + print + "']}]}"
	}
	gateOn := func(kratosHost, cookieDomain string) string {
		return "policy: {login_gate: true}\nserve: {public: {base_url: https://passkeys.example.com}}\n" +
			"kratos: {browser_url: 'https://" + kratosHost + "', hooks: {key: " + goodSecret + ", cookie_domain: '" + cookieDomain + "'}}"
	}
	webhook := func(name string) string {
		return "{name: " + name + ", url: 'https://crm.example.com', secret_file: /run/secrets/crm}"
	}
	tests := []struct {
		name, yaml          string
		path, wrong, remedy string
	}{
		{"unknown key", "kratos: {public_ur: x}", "kratos.public_ur", "not a setting", "Did you mean kratos.public_url?"},
		{"unknown group", "krato: {}", "krato", "not a setting", "Did you mean kratos?"},
		{"key in the wrong group", "freshness: 5m", "freshness", "not a setting", "policy.freshness"},
		{"key like nothing", "zzzzzzzzzz: 1", "zzzzzzzzzz", "not a setting", "Known here: dsn,"},
		{"dotted key", "kratos.public_url: http://x", "kratos.public_url", "not a setting", "indented below kratos"},
		{"unknown key in a list", "webauthn: {rp: [{id: localhost, name: L, origin: []}]}", "webauthn.rp[0].origin", "not a setting", "webauthn.rp[0].origins"},
		{"feature that does not exist", "kratos: {telephones: {key_file: x}}", "kratos.telephones", "not a setting", "Known here"},
		{"odd key", "\"a\\nb\": 1", `"a\nb"`, "not a setting", "Known here"},
		{"duplicate", "migrate: auto\nmigrate: off", "migrate", "set twice, on line 1", "Keep one"},
		{"duplicate in a group", "log: {level: info, level: warn}", "log.level", "set twice", "Keep one"},
		{"no YAML", "a: [", "", "is not YAML", "quote values"},
		{"tab", "log:\n\tlevel: info", "", "is not YAML", "indent with spaces"},
		{"two documents", "migrate: off\n---\nmigrate: auto", "", "more than one YAML document", "---"},
		{"only a text", "hello", "", "is a text", "colon"},
		{"list at the top", "- a", "", "is a list", "colon"},
		{"anchor", "dsn: &x sqlite://a.db", "dsn", "anchor or alias", "Write the value out"},
		{"wrong tag", "webauthn: {max_passkeys: !!int foo}", "webauthn.max_passkeys", "does not fit its YAML tag", "Remove the tag"},
		{"no value", "dsn:", "dsn", "has no value", "remove the line"},
		{"group for a text", "dsn: {a: b}", "dsn", "is a group, not a text", "quotes"},
		{"text for a group", "kratos: x", "kratos", "is a text, not a group", "public_url"},
		{"text for a list", "return_to: https://x.example", "return_to", "not a list", "Write it as a list"},
		{"text for relying parties", "webauthn: {rp: x}", "webauthn.rp", "not a list", "JSON"},
		{"number for a text", "webauthn: {rp: [{id: 7, name: x, origins: [https://example.com]}]}", "webauthn.rp[0].id", "is a number", "quotes"},
		{"text for a number", "webauthn: {max_passkeys: many}", "webauthn.max_passkeys", "not a whole number", "digits"},
		{"fraction", "webauthn: {max_passkeys: 1.5}", "webauthn.max_passkeys", "not a whole number", "digits"},
		{"text for a bool", "webauthn: {conditional_create: yes}", "webauthn.conditional_create", "neither true nor false", "Write true or false"},
		{"number for a duration", "policy: {freshness: 15}", "policy.freshness", "not a duration", "15m"},
		{"empty element", "return_to: [~]", "return_to[0]", "has no value", "remove it"},
		{"empty text in a list", "return_to: ['']", "return_to[0]", "is empty", "remove the entry"},
		{"control characters", `kratos: {session_cookie: "a\u0001"}`, "kratos.session_cookie", "control characters", "UTF-8"},

		{"empty enum", "webauthn: {user_verification: ''}", "webauthn.user_verification", "is empty", "required, preferred, discouraged"},
		{"unknown enum", "webauthn: {user_verification: require}", "webauthn.user_verification", `"require"`, "Did you mean required?"},
		{"unknown resident key", "webauthn: {resident_key: never}", "webauthn.resident_key", `"never"`, "required, preferred, discouraged"},
		{"unknown clone", "webauthn: {clone: ignore}", "webauthn.clone", `"ignore"`, "reject, suspend, warn"},
		{"unknown migrate", "migrate: manual", "migrate", `"manual"`, "auto, off"},
		{"unknown level", "log: {level: trace}", "log.level", `"trace"`, "debug, info, warn, error"},
		{"unknown format", "log: {format: xml}", "log.format", `"xml"`, "json, text"},
		{"no passkeys", "webauthn: {max_passkeys: 0}", "webauthn.max_passkeys", "is 0", "1 to 50"},
		{"too many passkeys", "webauthn: {max_passkeys: 51}", "webauthn.max_passkeys", "is 51", "1 to 50"},
		{"negative limit", "limits: {login_burst: -1}", "limits.login_burst", "is -1", "0 or more"},
		{"no freshness", "policy: {freshness: 0s}", "policy.freshness", "is 0s", "1s or more"},
		{"negative first passkey", "policy: {first_passkey_within: -1h}", "policy.first_passkey_within", "is -1h0m0s", "0s or more"},
		{"no timeout", "kratos: {timeout: 0s}", "kratos.timeout", "is 0s", "10ms to 1m"},
		{"negative timeout", "kratos: {timeout: -1s}", "kratos.timeout", "is -1s", "10ms to 1m"},

		{"no database URL", "dsn: latchkey.db", "dsn", "not a database URL", "sqlite://latchkey.db"},
		{"unknown database", "dsn: mysql://x/y", "dsn", "not for a supported database", "postgres://"},
		{"empty dsn", "dsn: ''", "dsn", "is empty", "default"},
		{"no SQLite file", "dsn: 'sqlite://'", "dsn", "does not name a SQLite file", "sqlite:///absolute"},
		{"SQLite in memory", "dsn: 'sqlite://:memory:'", "dsn", "in memory", "sqlite://"},
		{"SQLite parameters", "dsn: 'sqlite://a.db?_fk=1'", "dsn", "parameters", "sqlite://"},
		{"no PostgreSQL database", "dsn: postgres://u@h", "dsn", "does not name a database", "postgres://user@host/database"},
		{"unreadable PostgreSQL URL", "dsn: 'postgres://u:p%zz@h/d'", "dsn", "percent-encoded", "postgres://"},
		{"PostgreSQL without secrets", "dsn: postgres://u@h/d", "secrets.cipher", "PostgreSQL requires", "openssl rand"},

		{"short secret", "secrets: {cipher: [tooshort]}", "secrets.cipher[0]", "8 bytes", "openssl rand"},
		{"empty secret", "secrets: {cipher: ['']}", "secrets.cipher[0]", "is empty", "remove the entry"},
		{"secret of Kratos' documentation", "secrets: {cipher: [" + goodSecret + ", 32-LONG-SECRET-NOT-SECURE-AT-ALL]}", "secrets.cipher[1]", "example", "openssl rand"},
		{"another one", "secrets: {cipher: [PLEASE-CHANGE-ME-I-AM-VERY-INSECURE]}", "secrets.cipher[0]", "example", "openssl rand"},
		{"repeating secret", "secrets: {cipher: [xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy]}", "secrets.cipher[0]", "not random", "openssl rand"},
		{"missing secret file", "secrets: {cipher_file: /nowhere/secret}", "secrets.cipher_file", "/nowhere/secret, which cannot be read", "Create the file"},
		{"secret twice", "secrets: {cipher: [" + goodSecret + "], cipher_file: /x}", "secrets.cipher_file", "both set", "Keep one"},
		{"dsn twice", "dsn: sqlite://a.db\ndsn_file: /x", "dsn_file", "both set", "Keep one"},

		{"same listeners", "serve: {admin: {address: 127.0.0.1:4477}}", "serve.admin.address", "same as serve.public.address", "different port"},
		{"metrics on the admin's port", "serve: {metrics: {address: ':4478'}}", "serve.metrics.address", "same as serve.admin.address", "127.0.0.1:4479"},
		{"metrics on the public port", "serve: {metrics: {address: '127.0.0.1:4477'}}", "serve.metrics.address", "same as serve.public.address", "different port"},
		{"no address of metrics", "serve: {metrics: {address: '9090'}}", "serve.metrics.address", "not an address to listen on", "host:port"},
		{"no address", "serve: {public: {address: localhost}}", "serve.public.address", "not an address to listen on", "host:port"},
		{"no port", "serve: {public: {address: 'localhost:http'}}", "serve.public.address", "not an address to listen on", "host:port"},
		{"base URL with a slash", "serve: {public: {base_url: http://localhost:4477/}}", "serve.public.base_url", "slash at its end", "Write http://localhost:4477."},
		{"base URL with a path", "serve: {public: {base_url: https://example.com/keys}}", "serve.public.base_url", "a path", "Write https://example.com."},
		{"http base URL", "serve: {public: {base_url: http://keys.example.com}}", "serve.public.base_url", "off localhost", "https://keys.example.com"},
		{"allowed origin wildcard", "serve: {public: {allowed_origins: ['*']}}", "serve.public.allowed_origins[0]", "wildcard", "List each"},
		{"any frame", "serve: {public: {frame_ancestors: ['*']}}", "serve.public.frame_ancestors[0]", "wildcard", "List each"},
		{"frame with a path", "serve: {public: {frame_ancestors: ['https://example.com/a']}}", "serve.public.frame_ancestors[0]", "a path", "Write https://example.com."},
		{"frame with more policy", "serve: {public: {frame_ancestors: ['https://example.com; script-src https:']}}", "serve.public.frame_ancestors[0]", "not a web origin", "https://app.example.com"},
		{"never asked again", "setup: {ask_again: 0s}", "setup.ask_again", "is 0s", "1h or more"},
		{"all are proxies", "serve: {public: {trusted_proxies: [0.0.0.0/0]}}", "serve.public.trusted_proxies", "all clients", "10.0.0.0/8"},
		{"all are proxies, in two halves", "serve: {public: {trusted_proxies: [0.0.0.0/1, 128.0.0.0/1]}}", "serve.public.trusted_proxies", "all clients", "10.0.0.0/8"},
		{"all but a few are proxies", "serve: {public: {trusted_proxies: [128.0.0.0/2, 192.0.0.0/3, 64.0.0.0/3, 10.0.0.0/8]}}", "serve.public.trusted_proxies", "half of the Internet", "10.0.0.0/8"},
		{"all are proxies, in IPv6", "serve: {public: {trusted_proxies: ['::/0']}}", "serve.public.trusted_proxies", "all clients", "10.0.0.0/8"},
		{"all are proxies, in IPv6 halves", "serve: {public: {trusted_proxies: ['2000::/4', '3000::/4']}}", "serve.public.trusted_proxies", "all clients", "10.0.0.0/8"},
		{"all are proxies, as mapped addresses", "serve: {public: {trusted_proxies: ['::ffff:0.0.0.0/96']}}", "serve.public.trusted_proxies", "all clients", "10.0.0.0/8"},
		{"proxy by name", "serve: {public: {trusted_proxies: [proxy]}}", "serve.public.trusted_proxies[0]", "neither an IP address", "10.0.0.0/8"},

		{"Kratos without scheme", "kratos: {public_url: '127.0.0.1:4433'}", "kratos.public_url", "not an http or https address", "http://127.0.0.1:4433"},
		{"Kratos with a password", "kratos: {admin_url: 'http://u:p@kratos:4434'}", "kratos.admin_url", "a user", "scheme, host, port and path"},
		{"odd cookie name", "kratos: {session_cookie: 'a b'}", "kratos.session_cookie", "not a cookie name", "session.cookie.name"},
		{"weak hook key", "kratos: {hooks: {key: tooshort}}", "kratos.hooks.key", "8 bytes", "openssl rand"},
		{"login page without scheme", "kratos: {hooks: {login_ui_url: /login}}", "kratos.hooks.login_ui_url", "not an http or https", "ui_url"},
		{"settings page without scheme", "kratos: {hooks: {settings_ui_url: /settings}}", "kratos.hooks.settings_ui_url", "not an http or https", "ui_url"},
		{"gate without a key", "policy: {login_gate: true}", "policy.login_gate", "kratos.hooks.key is not set", "key_file"},
		{"gate without a login page", "policy: {login_gate: true}", "policy.login_gate", "login_ui_url is not set", "kratos.yml"},
		{"gate on two hosts", gateOn("id.example.com", ""), "policy.login_gate", "different hosts", "cookie.domain"},
		{"gate cookie of others", gateOn("id.example.com", "example.net"), "kratos.hooks.cookie_domain", "not a parent domain of passkeys.example.com", "common parent domain"},
		{"gate cookie of all", gateOn("id.example.com", "com"), "kratos.hooks.cookie_domain", "not a domain for a cookie", "example.com"},

		{"no relying party", "webauthn: {rp: []}", "webauthn.rp", "is empty", "at least one"},
		{"no origins", origin(""), "webauthn.rp[0].origins", "is empty", "at least one"},
		{"RP without a name", "webauthn: {rp: [{id: localhost, origins: ['http://localhost']}]}", "webauthn.rp[0].name", "is empty", "Set a value"},
		{"http off localhost", origin("'http://example.com'"), "webauthn.rp[0].origins[0]", "off localhost", "https://example.com"},
		{"origin outside", origin("https://evil.test"), "webauthn.rp[0].origins[0]", "outside its RP ID example.com", "related_origins"},
		{"origin that only ends alike", origin("https://badexample.com"), "webauthn.rp[0].origins[0]", "outside its RP ID", "related_origins"},
		{"IP origin", origin("'http://127.0.0.1:4477'"), "webauthn.rp[0].origins[0]", "IP address", "http://localhost"},
		{"origin with a slash", origin("https://example.com/"), "webauthn.rp[0].origins[0]", "slash", "Write https://example.com."},
		{"origin with a path", origin("https://example.com/login"), "webauthn.rp[0].origins[0]", "path", "Write https://example.com."},
		{"origin in upper case", origin("https://Example.com"), "webauthn.rp[0].origins[0]", "upper-case", "Write https://example.com."},
		{"origin with the default port", origin("'https://example.com:443'"), "webauthn.rp[0].origins[0]", "default port", "Write https://example.com."},
		{"origin with a query", origin("'https://example.com?a'"), "webauthn.rp[0].origins[0]", "query", "Write https://example.com."},
		{"origin with a user", origin("'https://me@example.com'"), "webauthn.rp[0].origins[0]", "user", "Write https://example.com."},
		{"origin in Unicode", "webauthn: {rp: [{id: xn--bcher-kva.example, name: B, origins: ['https://bücher.example']}]}", "webauthn.rp[0].origins[0]", "not spelled", "Write https://xn--bcher-kva.example."},
		{"origin without scheme", origin("example.com"), "webauthn.rp[0].origins[0]", "not a web origin", "https://app.example.com"},
		{"origin null", origin("'null'"), "webauthn.rp[0].origins[0]", "not a web origin", "https://app.example.com"},
		{"app among origins", origin("'android:apk-key-hash:AAAA'"), "webauthn.rp[0].origins[0]", "what an app says", "apps.android"},
		{"six site names", "webauthn: {rp: [{id: a.com, name: A, origins: [https://a.com], related_origins: [https://b.com, https://c.co.uk, https://d.de, https://e.org, https://f.net, https://a.de]}]}",
			"webauthn.rp[0].related_origins", "span 6 site names with origins (a, b, c, d, e, f)", "Keep the origins of five"},
		{"package misspelled", app("com.Example-App", fingerprint), "apps.android[0].package", "not an Android package name", "applicationId"},
		{"SHA-1 fingerprint", app("com.example.app", fingerprint[:59]), "apps.android[0].sha256_cert_fingerprints[0]", "SHA-1", "keytool"},
		{"short fingerprint", app("com.example.app", "AB:CD"), "apps.android[0].sha256_cert_fingerprints[0]", "not a SHA-256", "Play Console"},
		{"fingerprint in small letters", app("com.example.app", strings.ToLower(fingerprint)), "apps.android[0].sha256_cert_fingerprints[0]", "not spelled", "Write " + fingerprint},
		{"fingerprint without colons", app("com.example.app", strings.ReplaceAll(fingerprint, ":", "")), "apps.android[0].sha256_cert_fingerprints[0]", "not spelled", "Write " + fingerprint},
		{"fingerprint twice", app("com.example.app", fingerprint+"', '"+fingerprint), "apps.android[0].sha256_cert_fingerprints[1]", "twice", "Remove one"},
		{"no fingerprint", "apps: {android: [{package: com.example.app}]}", "apps.android[0].sha256_cert_fingerprints", "is empty", "Set at least one"},
		{"app twice", "apps: {android: [{package: a.b, sha256_cert_fingerprints: ['" + fingerprint + "']}, {package: a.b, sha256_cert_fingerprints: ['" + fingerprint + "']}]}", "apps.android[1].package", "twice", "Merge"},
		{"apps as text", "apps: {android: com.example.app}", "apps.android", "not a list", "sha256_cert_fingerprints"},
		{"bundle without team", "apps: {ios: [com.example.app]}", "apps.ios[0]", "not a team and bundle ID", "ABCDE12345.com.example.app"},
		{"iOS app twice", "apps: {ios: [ABCDE12345.a.b, ABCDE12345.a.b]}", "apps.ios[1]", "twice", "Remove one"},
		{"related origin misspelled", "webauthn: {rp: [{id: example.com, name: E, origins: [https://example.com], related_origins: [https://example.net/]}]}", "webauthn.rp[0].related_origins[0]", "slash", "Write https://example.net."},
		{"public suffix", "webauthn: {rp: [{id: co.uk, name: E, origins: [https://shop.co.uk]}]}", "webauthn.rp[0].origins[0]", "public suffix", "Make the RP ID shop.co.uk."},
		{"localhost from a subdomain", "webauthn: {rp: [{id: localhost, name: E, origins: ['http://app.localhost:1']}]}", "webauthn.rp[0].origins[0]", "public suffix", "Make the RP ID app.localhost."},
		{"RP ID is an origin", rpID("https://example.com"), "webauthn.rp[0].id", "an address", "example.com."},
		{"RP ID with a port", rpID("'example.com:443'"), "webauthn.rp[0].id", "a port", "example.com."},
		{"RP ID is an IP address", rpID("127.0.0.1"), "webauthn.rp[0].id", "IP address", "localhost"},
		{"RP ID in upper case", rpID("Example.com"), "webauthn.rp[0].id", "lower-case", "example.com."},
		{"RP ID with a dot at its end", rpID("example.com."), "webauthn.rp[0].id", "not a domain", "example.com."},
		{"RP ID empty", rpID("''"), "webauthn.rp[0].id", "is empty", "Set a value"},
		{"RP ID twice", "webauthn: {rp: [{id: a.example, name: A, origins: [https://a.example]}, {id: a.example, name: A, origins: [https://a.example]}]}", "webauthn.rp[1].id", "twice", "Merge"},
		{"webhook name", "notify: {webhooks: [" + webhook("CRM!") + "]}", "notify.webhooks[0].name", "not a name", "lower-case letters"},
		{"webhook twice", "notify: {webhooks: [" + webhook("crm") + ", " + webhook("crm") + "]}", "notify.webhooks[1].name", "twice", "its own name"},
		{"return_to without a host", "return_to: [/account]", "return_to[0]", "not an http or https address", "in full"},
		{"return_to with a script", "return_to: ['javascript:alert(1)']", "return_to[0]", "not an http or https address", "in full"},
		{"return_to wildcard", "return_to: ['https://*.example.com']", "return_to[0]", "wildcard", "beginning of the path"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := loadText(t, test.yaml)
			for _, f := range faultsOf(t, err) {
				if f.Path == test.path && strings.Contains(f.Wrong, test.wrong) && strings.Contains(f.Remedy, test.remedy) {
					if f.Source == "" && test.path != "secrets.cipher" {
						t.Errorf("the fault does not say where it was set: %+v", f)
					}
					return
				}
			}
			t.Errorf("no fault %s: %q, %q in\n%v", test.path, test.wrong, test.remedy, err)
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := loadText(t, "dsn: nope\nlog: {level: loud}\nwebauthn: {clone: x}\npolicy: {freshness: 1}\nextra: 1\nlog: {}\n",
		"LATCHKEY_KRATOS_PUBLICURL=http://x", "LATCHKEY_MIGRATE=perhaps")
	var got []string
	for _, f := range faultsOf(t, err) {
		got = append(got, f.Path+" "+filepath.Base(f.Source))
	}
	want := []string{"log latchkey.yml:6", "extra latchkey.yml:5", "policy.freshness latchkey.yml:4",
		"LATCHKEY_KRATOS_PUBLICURL environment", "dsn latchkey.yml:1", "webauthn.clone latchkey.yml:3",
		"migrate LATCHKEY_MIGRATE"}
	for _, w := range want {
		if !strings.Contains("\n"+strings.Join(got, "\n")+"\n", "\n"+w+"\n") {
			t.Errorf("%s is missing among\n%s", w, strings.Join(got, "\n"))
		}
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct{ name, yaml, path, wrong string }{
		{"admin off loopback", "serve: {admin: {address: ':4478'}}", "serve.admin.address", "other machines"},
		{"metrics off loopback", "serve: {metrics: {address: ':4479'}}", "serve.metrics.address", "other machines"},
		{"another site", "kratos: {browser_url: http://127.0.0.1:4433}", "kratos.browser_url", "same site"},
		{"another scheme", "kratos: {browser_url: https://localhost:4433}", "kratos.browser_url", "same site"},
		{"admin is public", "kratos: {admin_url: http://127.0.0.1:4433/}", "kratos.admin_url", "same as kratos.public_url"},
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
			"webauthn: {rp: [{id: example.co.uk, name: E, origins: [https://keys.example.co.uk, 'https://app.example.co.uk:8443', https://example.net], related_origins: [https://example.net]}]}\n" +
			"secrets: {cipher: [" + goodSecret + "]}\nreturn_to: [https://app.example.co.uk/a]\n",
		"subdomain of localhost": "serve: {public: {base_url: 'http://app.localhost:4477'}}\nkratos: {browser_url: 'http://app.localhost:4433'}\n" +
			"webauthn: {rp: [{id: app.localhost, name: E, origins: ['http://app.localhost:4477']}]}",
		"any age, no limits": "policy: {first_passkey_within: 0s}\nlimits: {login_per_minute: 0, login_burst: 0}",
		"ports of tests":     "serve: {public: {address: '127.0.0.1:0'}, admin: {address: '127.0.0.1:0'}}",
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
		"LATCHKEY_POLICY_KEEP_LAST_PASSKEY=true",
		"LATCHKEY_POLICY_FRESHNESS=90s",
		"LATCHKEY_LIMITS_LOGIN_BURST=7",
		`LATCHKEY_WEBAUTHN_RP=[{"id":"localhost","name":"Env","origins":["http://localhost:4477"]}]`,
		"LATCHKEY_CONFIG=elsewhere", "LATCHKEY_TEST_POSTGRES=x", "OTHER=1",
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
	check("number", loaded.Limits.LoginBurst, 7)
	check("JSON", loaded.WebAuthn.RP[0].Name, "Env")
	check("origin of env", loaded.Origins["kratos.public_url"], "LATCHKEY_KRATOS_PUBLIC_URL")
	check("origin of file", filepath.Base(loaded.Origins["webauthn.max_passkeys"]), "latchkey.yml:3")
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

package config

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

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
	appID := func(id string) string {
		return "webauthn: {rp: [{id: example.com, name: E, origins: [https://example.com], app_id: '" + id + "'}]}"
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
		{"days that are not whole", "audit: {retention: 1.5d}", "audit.retention", "not a duration", "30d"},
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
		{"app with a path", "serve: {public: {allowed_origins: ['capacitor://localhost/']}}", "serve.public.allowed_origins[0]", "capacitor://", "without port or path"},
		{"app without a host", "serve: {public: {allowed_origins: ['tauri://']}}", "serve.public.allowed_origins[0]", "tauri://", "without port or path"},
		{"any extension", "serve: {public: {allowed_origins: ['chrome-extension://*']}}", "serve.public.allowed_origins[0]", "chrome-extension://", "32 letters"},
		{"extension by name", "serve: {public: {allowed_origins: ['moz-extension://latchkey']}}", "serve.public.allowed_origins[0]", "moz-extension://", "UUID"},
		{"app of an unknown kind", "serve: {public: {allowed_origins: ['file://']}}", "serve.public.allowed_origins[0]", "not a web origin", "https://app.example.com"},
		{"passkeys of an app's page", "webauthn: {rp: [{id: localhost, name: x, origins: ['http://localhost:4477', 'capacitor://localhost']}]}", "webauthn.rp[0].origins[1]", "not a web origin", "https://app.example.com"},
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
		{"AppID on http", appID("http://example.com/u2f"), "webauthn.rp[0].app_id", "not an https URL", "as the keys were registered"},
		{"AppID of an app", appID("android:apk-key-hash:x"), "webauthn.rp[0].app_id", "not an https URL", "as the keys were registered"},
		{"AppID with a space", appID("https://example.com/u2f "), "webauthn.rp[0].app_id", "white space", "as the keys were registered"},
		{"AppID of another site", appID("https://example.net/u2f"), "webauthn.rp[0].app_id", "another site than the RP ID example.com", "of its own domain"},
		{"AppID of a suffix", appID("https://badexample.com/u2f"), "webauthn.rp[0].app_id", "another site", "of its own domain"},
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
		{"receiver name", "notify: {sets: [{name: VPN!, url: 'https://vpn.example.com', audience: vpn}]}", "notify.sets[0].name", "not a name", "such as vpn"},
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

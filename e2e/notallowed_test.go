package e2e_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
)

// notAllowed are what Chromium's authenticators lack of a profile, and the reason whose sentences the pages show; "": those of the code.
var notAllowed = []struct {
	name, profile, reason string
	equip                 func(*tab) // else a phone or laptop, whose passkeys are synced
}{
	{"Approved", `"attestation": "direct", "allow": ["YubiKey 5"]`, "", nil},
	{"Declined", `"attestation": "direct"`, "attestation_missing", func(tb *tab) {
		// The prompt in which users decline is not part of a browser without a window; what it then asks the authenticator is this.
		tb.everyPage(`{
			const create = navigator.credentials.create.bind(navigator.credentials);
			navigator.credentials.create = (options) => create({ ...options, publicKey: { ...options.publicKey, attestation: 'none' } });
		}`)
	}},
	{"Bound", `"attestation": "direct", "binding": "device_bound"`, "device_bound", nil},
	{"Synced", `"binding": "synced"`, "synced", func(tb *tab) { tb.newKey() }},
	{"SyncedElsewhere", `"binding": "synced", "synced_from": ["Apple Passwords"]`, "synced", nil},
	{"Verified", `"user_verification": "required"`, "user_verification_missing", func(tb *tab) { tb.device.absent(false, true) }},
	{"Old", `"attestation": "direct", "fido2_only": true`, "fido2", func(tb *tab) { tb.oldKey() }},
	{"Larger", `"min_rsa_bits": 3072, "min_ec_bits": 384`, "key_size", nil},
}

// TestNotAllowed: where an authenticator does not meet the profile, the pages say what is wanted in the user's words, in every language; the
// browser forgets the passkey, and nothing is stored.
func TestNotAllowed(t *testing.T) {
	t.Parallel()
	roots := filepath.Join(t.TempDir(), "roots.pem")
	must(t, os.WriteFile(roots, chromiumRoot(t), 0o600))
	profiles, rules := []string{`{"name": "direct", "attestation": "direct"}`}, []string(nil)
	for _, one := range notAllowed {
		name := strings.ToLower(one.name)
		profiles = append(profiles, fmt.Sprintf(`{"name": %q, %s}`, name, one.profile))
		rules = append(rules, fmt.Sprintf(`{"name": %q, "when": {"metadata": {"profile": %q}}, "authenticators": %q}`, name, name, name))
	}
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_WEBAUTHN_ATTESTATION_ROOTS=" + roots, "LATCHKEY_POLICY_AUTHENTICATORS=direct",
		"LATCHKEY_WEBAUTHN_PROFILES=[" + strings.Join(profiles, ",") + "]", "LATCHKEY_POLICY_RULES=[" + strings.Join(rules, ",") + "]"}})
	t.Run("Allowed", func(t *testing.T) { testAllowed(t, s) })
	t.Run("BesideAnother", func(t *testing.T) { testNotAllowedBesideAnother(t, s) })
	for _, one := range notAllowed {
		t.Run(one.name, func(t *testing.T) {
			tb := newTab(t)
			user, person := s.browser(t)
			must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]string{"profile": strings.ToLower(one.name)}))
			tb.signIn(s.kratos.BrowserURL, user.Cookie())
			tb.width(narrow)
			if one.equip != nil {
				one.equip(tb)
			}
			for _, language := range []string{"en", "de", "fr", "es", "ar", "it", "nl", "pl", "pt"} {
				words := sentences(t, language)
				tb.speaks(language)
				tb.open(s.latchkey.PublicURL + "/setup")
				tb.pressAt("set up a passkey", shadow+`.first('button.primary')`)
				key := "errors.authenticator_not_allowed"
				if one.reason != "" {
					key = "reasons." + one.reason
				}
				for _, part := range []string{".what", ".next"} {
					if words[key+part] == "" {
						t.Fatalf("%s has no %s", language, key+part)
					}
					tb.see(words[key+part])
				}
				tb.looksRightHere(language)
				if language == "en" {
					tb.looksRight()
				}
			}
			if stored := person.passkeys(t); len(stored) > 0 {
				t.Errorf("%d are stored", len(stored))
			}
			broken := one.name == "Verified"            // a browser that does not do what the options require is refused before the profile counts
			for _, held := range tb.device.passkeys() { // one of an old key is never offered, and nothing can remove it
				if held.IsResidentCredential && !broken {
					t.Errorf("the browser keeps %s", held.UserName)
				}
			}
		})
	}
}

// testAllowed: Chromium's own attestation is verified where its root is listed, and the user sees that.
func testAllowed(t *testing.T, s *stack) {
	tb := newTab(t)
	user, person := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.untilTrue("have it stored", func(context.Context) bool { return len(person.passkeys(t)) == 1 })
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Verified model")
	tb.see("01020304-0506-0708-0102-030405060708")
}

package kratos_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestRealRequireVerifiedAddress: Kratos' hook of that name refuses a password, and up to 1.3.1 no passkey. There, the
// web_hook of docs/kratos-logins.md refuses the passkey, too. Users with a verified address pass without a call.
func TestRealRequireVerifiedAddress(t *testing.T) {
	require := map[string]any{"hook": "require_verified_address"}
	byPassword := func(m *mint) error { return m.kratos.App().Login(t.Context(), "ada@example.com", password) }

	t.Run("alone", func(t *testing.T) {
		m := startMintWith(t, demo.KratosOptions{Verification: true, LoginHooks: []map[string]any{require}})
		if err := byPassword(m); err == nil || !strings.Contains(err.Error(), "verif") {
			t.Errorf("a password: %v", err)
		}
		if m.kratos.Has(demo.VerifiesFirst) {
			m.loginEnds(t, "refused", "must verify an address")
			must(t, m.kratos.Edit(t.Context(), "selfservice:\n", "feature_flags: {"+string(demo.VerifiesFirst)+": true}\nselfservice:\n"))
		}
		m.loginEnds(t, "no error", "")
	})
	t.Run("beside the web_hook", func(t *testing.T) {
		called := 0
		message := documented(t, "json", "messages")
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			called++
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(message))
		}))
		t.Cleanup(receiver.Close)
		hook := map[string]any{"hook": "web_hook", "config": map[string]any{
			"url": receiver.URL, "method": "POST", "response": map[string]any{"parse": true},
			"body": "base64://" + base64.StdEncoding.EncodeToString([]byte(documented(t, "jsonnet", "verifiable_addresses"))),
		}}
		m := startMintWith(t, demo.KratosOptions{Verification: true, LoginHooks: []map[string]any{require, hook}})
		m.loginEnds(t, "refused", "")
		want := 2 // one for each kind of session
		if m.kratos.Has(demo.VerifiesFirst) {
			want = 0 // the hook before it refuses
		}
		must(t, m.kratos.VerifyAddress(t.Context(), m.who.IdentityID))
		m.loginEnds(t, "no error", "")
		must(t, byPassword(m))
		if called != want {
			t.Errorf("%d calls, want %d, and none for a verified address", called, want)
		}
	})
}

// documented returns the block of docs/kratos-logins.md in a language that contains some text.
func documented(t *testing.T, language, text string) string {
	t.Helper()
	page, err := os.ReadFile("../docs/kratos-logins.md")
	must(t, err)
	for _, block := range strings.Split(string(page), "```"+language+"\n")[1:] {
		if block, _, _ = strings.Cut(block, "```"); strings.Contains(block, text) {
			if language == "json" && !json.Valid([]byte(block)) {
				t.Errorf("not JSON: %s", block)
			}
			return block
		}
	}
	t.Fatalf("docs/kratos-logins.md has no block of %s with %s", language, text)
	return ""
}

package kratos_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/webauthnsvc"
)

// TestRealRequireVerifiedAddress: Kratos' hook of that name refuses a password, but no passkey. The web_hook of
// docs/kratos-logins.md refuses the passkey, too, and lets users with a verified address pass without a call.
func TestRealRequireVerifiedAddress(t *testing.T) {
	require := map[string]any{"hook": "require_verified_address"}
	login := func(t *testing.T, m *mint) error {
		minting, code := m.begin(t, webauthnsvc.SessionToken)
		m.commit(t, code)
		_, err := minting.Finish(t.Context(), code.RedirectTo)
		return err
	}
	byPassword := func(m *mint) error { return m.kratos.App().Login(t.Context(), "ada@example.com", password) }

	t.Run("alone", func(t *testing.T) {
		m := startMintWith(t, demo.KratosOptions{LoginHooks: []map[string]any{require}})
		if err := byPassword(m); err == nil || !strings.Contains(err.Error(), "verify") {
			t.Errorf("a password: %v", err)
		}
		must(t, login(t, m))
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
		m := startMintWith(t, demo.KratosOptions{LoginHooks: []map[string]any{require, hook}})
		if err := login(t, m); !errors.Is(err, fault.ErrKratosRefused) || called != 1 {
			t.Errorf("a passkey, unverified: %v after %d calls", err, called)
		}
		must(t, m.kratos.VerifyAddress(t.Context(), m.who.IdentityID))
		must(t, login(t, m))
		must(t, byPassword(m))
		if called != 1 {
			t.Errorf("%d calls, want none for a verified address", called)
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

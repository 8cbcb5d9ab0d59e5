package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"latchkey/webauthnsvc"
)

// testBackButton: a page restored by the back button contains nothing of its previous user.
func testBackButton(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	codes := tb.shownCodes("Create recovery codes")
	evaluate[any](tb, `dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`)
	everywhere := shadow + `.roots().map((root) => root === document ? document.documentElement.outerHTML : root.innerHTML).join('\n')`
	if left := evaluate[string](tb, everywhere); strings.Contains(left, codes[0]) || strings.Contains(left, "Rename") {
		t.Error("the page that is left still holds codes or passkeys")
	}
	restore := `dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`
	evaluate[any](tb, restore)
	tb.see("10 codes left.")
	tb.see("Chrome on Linux")

	tb.signIn(s.kratos.BrowserURL, &http.Cookie{Name: tb.user.Cookie().Name, Value: "signed-out"})
	evaluate[any](tb, restore)
	tb.see("Please sign in first")
	if left := evaluate[string](tb, everywhere); strings.Contains(left, "Rename") || strings.Contains(left, "codes left") {
		t.Error("the page shows passkeys to a user who is not signed in")
	}
	tb.forgiven()
}

// testSupportDetails: the details that a user copies for support identify the log line with the cause, and contain no
// secret.
func testSupportDetails(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	// The passkey is revoked, and the device does not know.
	for _, p := range s.withCookie(tb.user).passkeys(t) {
		s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+p.ID.String()+"/revoke", map[string]any{"reason": "lost", "end_sessions": false}).want(t, http.StatusOK, nil)
	}
	tb.open(s.latchkey.PublicURL + "/login")
	evaluate[any](tb, `void (navigator.clipboard.writeText = async (text) => { window.copied = text; })`)
	tb.press("Sign in with a passkey")
	tb.see("Details for support")
	tb.press("Details for support")
	tb.press("Copy details")
	tb.await("have the details", `Boolean(window.copied)`)
	copied := evaluate[string](tb, `window.copied`)
	facts := map[string]string{}
	for _, line := range strings.Split(copied, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		facts[name] = value
	}
	for name, want := range map[string]string{
		"code": "passkey_rejected", "reason": string(webauthnsvc.ReasonNotAccepted), "rp_id": "localhost", "origin": s.latchkey.PublicURL,
	} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	if !strings.Contains(facts["capabilities"], "passkeys") || facts["browser"] == "" || facts["time"] == "" {
		t.Errorf("it does not say what the browser can do: %s", copied)
	}
	id := fmt.Sprintf(`"request_id":%q`, facts["request_id"])
	var line string
	eventually(t, "for the line of the log", func() bool {
		_, after, found := strings.Cut(s.latchkey.Log(), id)
		line, _, _ = strings.Cut(after, "\n")
		return found && facts["request_id"] != ""
	})
	if !strings.Contains(line, `"code":"passkey_rejected"`) || !strings.Contains(line, `"cause":"`) {
		t.Errorf("the log does not tell the cause: %s", line)
	}
	if leaks := leaked(copied); leaks != nil || secretForms.MatchString(copied) {
		t.Errorf("a secret is among the details: %q", leaks)
	}
	tb.forgiven()
}

// testSentencesAgain: the next element retries to load texts that failed to load.
func testSentencesAgain(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	s.openElement(tb, "")
	block := func(urls ...*network.BlockPattern) { // an empty list must be sent as one
		tb.protocol("Network.setBlockedURLs", map[string]any{"urlPatterns": append([]*network.BlockPattern{}, urls...)})
	}
	try := fmt.Sprintf(`import(%q).then(({ sentencesOf }) => sentencesOf('en', ['recover'])).then(() => 'there', () => 'failed')`, s.latchkey.PublicURL+"/elements/messages.js")
	block(&network.BlockPattern{URLPattern: "*://*:*/elements/messages.en.recover.js", Block: true})
	first := evaluate[string](tb, try)
	block()
	if second := evaluate[string](tb, try); first != "failed" || second != "there" {
		t.Errorf("first %s, then %s", first, second)
	}
	tb.forgiven()
}

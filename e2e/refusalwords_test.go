package e2e_test

import (
	"context"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestLoginUnmet: Kratos demands user verification (acr_values), and the browser's passkey does not verify its user. The page says what is
// missing and how to go on, and nothing begins.
func TestLoginUnmet(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{})
	tb := newTab(t)
	user, person := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.untilTrue("have it stored", func(context.Context) bool { return len(person.passkeys(t)) == 1 })
	authorize := *s.sent(t, s.newcomer(), "").authorize
	query := authorize.Query()
	query.Set("acr_values", "urn:latchkey:acr:passkey:uv")
	authorize.RawQuery = query.Encode()
	tb.device.absent(false, true)
	tb.width(narrow)
	for _, language := range []string{"en", "de"} {
		words := sentences(t, language)
		tb.speaks(language)
		tb.open(authorize.String())
		tb.at(s.latchkey.PublicURL + "/login?interaction=")
		tb.pressAt("sign in", shadow+`.first('button.primary')`)
		for _, part := range []string{"what", "next"} {
			text := words["reasons.user_verification_missing."+part]
			if text == "" {
				t.Fatalf("%s has no %s", language, part)
			}
			tb.see(text)
		}
		tb.looksRightHere(language)
		if language == "en" {
			tb.looksRight()
		}
	}
	var refused, begun int
	must(t, s.database(t).QueryRow(t.Context(), `SELECT count(*), (SELECT count(*) FROM authorization_codes) FROM security_audit
		WHERE event_type = 'login.refused' AND reason = 'user_verification_missing'`).Scan(&refused, &begun))
	if refused != 2 || begun != 0 {
		t.Errorf("%d refusals are recorded, and %d codes are left", refused, begun)
	}
}

// testNotAllowedBesideAnother: a user who has a passkey may not add another one, since a stricter profile applies by now. /passkeys says what is
// wanted, and the passkey that there is stays.
func testNotAllowedBesideAnother(t *testing.T, s *stack) {
	user, person := s.browser(t)
	under := func(profile string) {
		must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]string{"profile": profile}))
	}
	under("synced")
	phone := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, phone)
	person.stepUp(t, phone)
	under("approved")
	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.width(narrow)
	for _, language := range []string{"en", "de"} {
		words := sentences(t, language)
		tb.speaks(language)
		tb.open(s.latchkey.PublicURL + "/passkeys")
		tb.pressAt("add another", shadow+`.first('#add')`)
		for _, part := range []string{"what", "next"} {
			tb.see(words["errors.authenticator_not_allowed."+part])
		}
		tb.looksRightHere(language)
		if language == "en" {
			tb.looksRight()
		}
		tb.lists(1)
	}
	if stored := person.passkeys(t); len(stored) != 1 {
		t.Errorf("%d are stored", len(stored))
	}
}

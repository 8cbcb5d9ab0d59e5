package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"latchkey/webauthnsvc/webauthntest"
)

var back = chromedp.NavigateBack()

func testConsoleReset(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	for range 2 { // on other devices
		must(t, s.kratos.App().Login(t.Context(), user.Email, password))
	}
	tb := staff("support")(s, t)
	tb.open(s.consoleOf(user.IdentityID))
	tb.see("Sessions at Kratos (3)")
	tb.pressAt("End session", shadow+`.all('button').find((e) => e.textContent === 'End session')`)
	tb.fill("#reason", "left signed in")
	tb.looksRight()
	tb.pressAt("agree", shadow+`.first('dialog button.danger')`)
	tb.see("The session has ended.")
	s.onRecord(t, user.IdentityID, "sessions.ended", tb.user.IdentityID)
	tb.see("Sessions at Kratos (2)")
	tb.act("End all sessions", "stolen laptop", "End all sessions")
	tb.see("All sessions have ended.")
	tb.see("This person is not signed in anywhere.")
	tb.press("Reset all factors")
	tb.see("They are signed out everywhere.")
	tb.press("Go back")
	tb.act("Reset all factors", "lost everything in a fire", "Reset all factors")
	tb.see("All factors were reset and the person was signed out everywhere.")
	tb.see("Removed: passkeys (1)")
	tb.see("This person has no passkey.")
	tb.focused()
	s.anyone().login(t, device).rejected(t, "not_accepted")
	person.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	s.onRecord(t, user.IdentityID, "mfa.admin_reset", tb.user.IdentityID)
	tb.press("Resets")
	tb.see("No resets match this filter.") // none waits
	tb.open(s.latchkey.PublicURL + "/admin#/resets?state=done")
	tb.see(user.Email)
}

// testConsoleCode: support issues a code to a user, and it works.
func testConsoleCode(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	tb := staff("support")(s, t)
	tb.open(s.consoleOf(user.IdentityID))
	tb.act("Issue a recovery code", "called back, ticket 7", "Create the code")
	tb.see("it is shown only once")
	code := evaluate[string](tb, shadow+`.first('dialog code').textContent`)
	remember("recovery code", code)
	if kept := evaluate[bool](tb, `location.href.includes(`+quoted(code)+`) || JSON.stringify([{...sessionStorage}, {...localStorage}]).includes(`+quoted(code)+`)`); kept {
		t.Error("the code is kept in the browser")
	}
	tb.press("Done")
	tb.see("Code created.")
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), code) {
		t.Error("the code is shown again")
	}
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
	s.onRecord(t, user.IdentityID, "recovery_codes.helpdesk_created", tb.user.IdentityID)
}

// testConsoleLists: filters narrow the lists, pages follow each other, and the back button returns.
func testConsoleLists(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	const markup = "<img src=x onerror=alert(1)> {name}"
	person.do(t, http.MethodPatch, "/v1/passkeys/"+person.passkeys(t)[0].ID.String(), map[string]string{"name": markup}).want(t, http.StatusOK, nil)
	for range 31 { // more than a page of the log
		s.anyone().login(t, device).want(t, http.StatusOK, nil)
	}
	device.BackupEligible, device.BackedUp = false, false
	s.anyone().login(t, device).rejected(t, "backup_flags")
	tb := staff("auditor")(s, t)
	tb.press("Passkeys")
	tb.see("All passkeys, newest first.")
	tb.see(user.Email)
	tb.see(markup)
	tb.see("Refused: backup flags changed")
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "Revoke") {
		t.Error("an auditor is offered to revoke")
	}
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?suspended=true")
	tb.see("No passkeys match this filter.")
	tb.press("Show all")
	tb.see(user.Email)
	tb.do("go back", back)
	tb.see("No passkeys match this filter.")
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys")
	tb.see(user.Email) // the form is that of this view
	tb.fill("#filter-identity_id", user.Email)
	tb.press("Apply filter")
	tb.see("No account signs in with that, or the address is not verified.")
	must(t, s.kratos.VerifyAddress(t.Context(), user.IdentityID))
	tb.press("Apply filter")
	tb.see("Show all")
	tb.see(user.Email)
	if address := evaluate[string](tb, `location.href`); strings.Contains(address, "@") {
		t.Errorf("the address has the name: %s", address)
	}

	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?aaguid=nonsense")
	tb.see("“Authenticator” was not accepted.")
	tb.focused()
	tb.open(s.latchkey.PublicURL + "/admin#/__proto__/" + markup + "?constructor=1&__proto__=1")
	tb.await("see a refusal", shadow+`.text().includes('“Person” was not accepted.') || `+shadow+`.text().includes('This does not exist')`)
	if found := evaluate[int](tb, shadow+`.all('[onerror], script:not([src])').length`); found > 0 {
		t.Errorf("%d elements come from a name or an address", found)
	}

	tb.press("Audit log")
	tb.press("Show more")
	tb.await("see a second page", shadow+`.all('ul.list > li').length > 30`)
	tb.focused()
}

// testConsoleAuditor: an auditor takes the log away, and may change nothing.
func testConsoleAuditor(t *testing.T, s *stack) {
	user, _, _ := s.customer(t)
	s.support().do(t, http.MethodPost, "/admin/v1/identities/"+user.IdentityID.String()+"/end-sessions", map[string]string{"reason": "left signed in"}).want(t, http.StatusOK, nil)
	tb := staff("auditor")(s, t)
	folder := t.TempDir()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(tb.ctx).BrowserContextID,
	})
	must(t, err)
	tb.open(s.latchkey.PublicURL + "/admin#/audit?identity_id=" + user.IdentityID.String())
	tb.see("by the admin key “demo-")
	for name, begins := range map[string]string{"CSV": "id,at,type", "NDJSON": `{"id":"`} {
		tb.press("Download " + name)
		tb.see("Download complete.")
		file := filepath.Join(folder, "audit-events."+strings.ToLower(name))
		var text []byte
		eventually(t, "the file is there", func() bool { text, err = os.ReadFile(file); return err == nil })
		if !strings.HasPrefix(string(text), begins) || !strings.Contains(string(text), user.IdentityID.String()) || !strings.Contains(string(text), "passkey.registered") {
			t.Errorf("%s is\n%s", name, text)
		}
	}
	testLateList(tb, s)
	tb.open(s.consoleOf(user.IdentityID))
	tb.see("Passkeys (1 of 20)")
	for _, button := range []string{"Revoke", "Suspend", "Issue a recovery code", "Reset all factors"} {
		if strings.Contains(evaluate[string](tb, shadow+`.text()`), button) {
			t.Errorf("an auditor is offered %q", button)
		}
	}
	// The server refuses it, whatever the page displays.
	me := s.withCookie(tb.user)
	me.header.Set("Sec-Fetch-Site", "same-origin")
	for _, path := range []string{"/identities/" + user.IdentityID.String() + "/mfa-reset", "/identities/" + user.IdentityID.String() + "/recovery-code"} {
		me.do(t, http.MethodPost, "/admin/v1"+path, map[string]string{"reason": "x"}).refused(t, http.StatusForbidden, "forbidden")
	}
	me.do(t, http.MethodGet, "/admin/v1/keys", nil).refused(t, http.StatusForbidden, "forbidden")
}

// testLateList: a list that arrives late does not take back what was announced meanwhile.
func testLateList(tb *tab, s *stack) {
	tb.t.Helper()
	evaluate[any](tb, `(() => {
		const { fetch } = window;
		window.fetch = async (address, ...rest) => {
			const response = await fetch(address, ...rest);
			if (String(address).includes('page_size=')) await new Promise((resolve) => {
				window.release = () => { window.fetch = fetch; resolve(); };
			});
			return response;
		};
	})()`)
	tb.open(s.latchkey.PublicURL + "/admin#/audit?event_type=audit.exported")
	tb.await("hold the list back", `typeof window.release === 'function'`)
	tb.press("Download CSV")
	tb.see("Download complete.")
	evaluate[any](tb, `void window.release()`)
	tb.await("see the list", shadow+`.all('.events li').length >= 2`)
	tb.see("Download complete.")
}

func testConsoleKeys(t *testing.T, s *stack) {
	tb := staff("admin")(s, t)
	tb.press("Admin keys")
	tb.press("Create key")
	tb.see("Enter a name that says who uses the key.")
	tb.fill("#name", "nightly export")
	tb.press("Create key")
	tb.see("Select at least one scope.")
	tb.click("input[value=read]")
	tb.press("Create key")
	tb.see("Store it where the program reads its secrets")
	key := evaluate[string](tb, shadow+`.first('dialog code').textContent`)
	remember("admin key", key)
	program := caller{s.latchkey.AdminURL, http.Header{"Authorization": {"Bearer " + key}}}
	program.do(t, http.MethodGet, "/admin/v1/passkeys", nil).want(t, http.StatusOK, nil)
	tb.press("Done")
	tb.see("The key “nightly export” was created.")

	// An attacker adds a passkey, and makes a key with it. The owner's "This was not me" revokes it.
	device := webauthntest.New(s.latchkey.PublicURL)
	strange := s.withCookie(tb.user).register(t, device)
	s.confirm(t, strange.ID)
	login := s.kratos.Browser()
	must(t, login.Login(t.Context(), tb.user.Email, password))
	attacker := s.withCookie(login)
	attacker.header.Set("Sec-Fetch-Site", "same-origin")
	attacker.stepUp(t, device)
	s.makeKey(t, attacker, "of the attacker", nil)
	tb.open(s.latchkey.PublicURL + "/not-me?passkey=" + strange.ID.String())
	tb.press("Remove it and sign out everyone else")
	tb.see("Admin keys created with it were revoked as well: of the attacker.")
	tb.sound("disowned with a key")
	tb.screenshot("disowned")

	// A key outlives the suspension of the passkey with which it was made, and the console says so.
	other := staff("admin")(s, t)
	other.open(s.consoleOf(tb.user.IdentityID))
	other.press("Suspend “Chrome on Linux”")
	other.see("Admin keys that this person created with it keep working.")
	other.fill("#reason", "laptop stolen")
	other.pressAt("agree", shadow+`.first('dialog button.danger')`)
	other.see("Check these admin keys")
	other.see("nightly export")
	other.looksRight()
	other.press("Open admin keys")
	other.press("Revoke the key “nightly export”")
	other.see("Programs that use it are refused from their next call.")
	other.pressAt("agree", shadow+`.first('dialog button.danger')`)
	other.see("The key “nightly export” was revoked.")
	program.do(t, http.MethodGet, "/admin/v1/passkeys", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
}

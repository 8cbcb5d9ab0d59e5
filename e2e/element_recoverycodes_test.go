package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"latchkey/demo"
)

// TestRecoveryElements: a user creates, keeps and redeems codes in a browser.
func TestRecoveryElements(t *testing.T) {
	t.Parallel()
	s := startStackWithApp(t, demo.KratosOptions{})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"TooEarly", testCodesTooEarly},
		{"Make", testMakeCodes},
		{"LeaveNoTrace", testCodesLeaveNoTrace},
		{"Copy", testCopyCodes},
		{"Download", testDownloadCodes},
		{"Print", testPrintCodes},
		{"Redeem", testRedeemCode},
		{"ReplaceInList", testReplaceInList},
		{"Wrong", testWrongCode},
		{"SignedOut", testRecoverSignedOut},
		{"OlderBrowser", testOlderBrowser},
		{"BackButton", testBackButton},
		{"SupportDetails", testSupportDetails},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// codeForm is the format of a displayed code.
var codeForm = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`)

// shownCodes creates a set on the page of passkeys, and reads it there.
func (tb *tab) shownCodes(button string) []string {
	tb.t.Helper()
	tb.press(button)
	tb.see("Your new recovery codes")
	codes := evaluate[[]string](tb, shadow+`.all('.codes code').map((e) => e.innerText)`)
	if len(codes) != 10 {
		tb.t.Fatalf("%d codes are shown", len(codes))
	}
	for _, code := range codes {
		remember("recovery code", code)
		if !codeForm.MatchString(code) {
			tb.t.Errorf("a code looks like %d characters of another form", len(code))
		}
	}
	return codes
}

// testCodesTooEarly: without a passkey there are no codes, and the page is silent about them; with the first one it offers them.
func testCodesTooEarly(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	silent := func() {
		t.Helper()
		tb.see("Recent activity")
		if evaluate[bool](tb, shadow+`.first('latchkey-recovery-codes') !== undefined`) {
			t.Error("the page offers codes that cannot be created")
		}
	}
	silent()
	tb.press("Create a passkey")
	tb.said("“Chrome on Linux” was added.")
	tb.see("You have none yet.")
	tb.focusIs("Chrome on Linux")
	tb.press("Remove “Chrome on Linux”")
	tb.press("Remove passkey")
	tb.see("You removed your last passkey")
	silent()
	tb.focusIs("You removed your last passkey, “Chrome on Linux”")

	t.Log("the next step after a first passkey is a second way in, until there is one")
	tb.press("Create a passkey")
	tb.see("In case you lose your passkey")
	tb.sound("next-step")
	tb.portraits("next-step")
	tb.pressAt("create codes", shadow+`.first('[part~=question] #make')`)
	tb.see("They are shown only once.")
	tb.press("I have saved them")
	tb.see("10 codes left.")
	if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "In case you lose your passkey") {
		t.Error("the page still asks for a second way in")
	}
}

// testMakeCodes uses the keyboard: the first set is created at once, the next after a question, and each is displayed
// only once.
func testMakeCodes(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	evaluate[any](tb, `(() => { window.heard = []; addEventListener('latchkey-recovery-codes', ({ detail }) => heard.push(detail)); })()`)
	tb.see("You have none yet.")
	if name := evaluate[string](tb, focusName); name == "Recovery codes" {
		t.Error("the focus went to the codes while the page was loading")
	}
	tb.tabTo("Create recovery codes")
	tb.key(kb.Enter)
	tb.focusIs("Your new recovery codes")
	tb.accessible("shown")
	tb.fits("shown")
	first := evaluate[[]string](tb, shadow+`.all('.codes code').map((e) => e.innerText)`)
	if len(first) != 10 {
		t.Fatalf("%d codes, want 10", len(first))
	}
	tb.tabTo("I have saved them")
	tb.key(kb.Enter)
	tb.said("Your recovery codes are ready.")
	tb.focusIs("Recovery codes")
	tb.see("10 codes left.")
	tb.accessible("kept")
	for _, code := range first {
		if strings.Contains(tb.text(), code) {
			t.Fatal("a code is still shown")
		}
	}
	s.justMade(t, tb.user.IdentityID)
	tb.press("Create new codes")
	tb.see("Create new recovery codes?")
	tb.click("dialog .danger")
	tb.see("Codes were created a moment ago")
	tb.see("wait ten seconds")
	s.backdate(t, "recovery_codes", "created_at", tb.user.IdentityID)
	tb.tabTo("Create new codes")
	tb.key(kb.Enter)
	tb.see("All your existing codes stop working immediately")
	tb.focusIs("Keep my codes")
	tb.accessible("question")
	tb.key(kb.Enter)
	tb.focusIs("Create new codes")
	tb.press("Create new codes")
	second := func() []string {
		tb.see("Create new recovery codes?")
		tb.click("dialog .danger")
		tb.see("Your new recovery codes")
		return evaluate[[]string](tb, shadow+`.all('.codes code').map((e) => e.innerText)`)
	}()
	if len(second) != 10 || slices.ContainsFunc(second, func(code string) bool { return slices.Contains(first, code) }) {
		t.Errorf("the new set of %d codes shares some with the old", len(second))
	}
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")
	heard := evaluate[[]map[string]any](tb, `heard`)
	if len(heard) != 2 || len(heard[0]) != 1 || heard[0]["left"] != 10.0 {
		t.Errorf("the page heard %v", heard)
	}
	old := s.withCookie(tb.user).do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": first[0]})
	old.refused(t, http.StatusBadRequest, "recovery_code_rejected")
}

// testCodesLeaveNoTrace: while codes are displayed they are plain text; afterwards the page does not contain them.
func testCodesLeaveNoTrace(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	code := tb.shownCodes("Create recovery codes")[3]
	const inAttributes = shadow + `.all('*').flatMap((e) => [...e.attributes]).map(({ value }) => value).join('\n')`
	const kept = `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])`
	for what, script := range map[string]string{"an attribute": inAttributes, "storage or the address": kept} {
		if strings.Contains(evaluate[string](tb, script), code) {
			t.Errorf("a code is in %s", what)
		}
	}
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")
	everywhere := shadow + `.roots().map((root) => root === document ? document.documentElement.outerHTML : root.innerHTML).join('\n')`
	if strings.Contains(evaluate[string](tb, everywhere), code) {
		t.Error("a code is still in the page")
	}
	tb.open(s.latchkey.PublicURL + "/passkeys") // no question of the browser's: they are kept
	tb.see("10 codes left.")
}

func testCopyCodes(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	codes := tb.shownCodes("Create recovery codes")
	tb.permit("clipboard-write", browser.PermissionSettingDenied)
	tb.press("Copy")
	tb.said("Copying failed.")
	tb.permit("clipboard-write", browser.PermissionSettingGranted)
	tb.permit("clipboard-read", browser.PermissionSettingGranted)
	tb.press("Copy")
	tb.said("Codes copied.")
	if got := evaluate[string](tb, `navigator.clipboard.readText()`); got != strings.Join(codes, "\n") {
		t.Errorf("the clipboard holds %d bytes of something else", len(got))
	}
}

func (tb *tab) permit(name string, setting browser.PermissionSetting) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: name}, Setting: setting,
		BrowserContextID: chromedp.FromContext(tb.ctx).BrowserContextID,
	})
	must(tb.t, err)
}

// testDownloadCodes: the page's policy allows the file, which explains its purpose.
func testDownloadCodes(t *testing.T, s *stack) {
	tb, dir := s.passkeysPage(t), t.TempDir()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
		BrowserContextID: chromedp.FromContext(tb.ctx).BrowserContextID,
	})
	must(t, err)
	codes := tb.shownCodes("Create recovery codes")
	tb.press("Download")
	tb.said("The codes were saved to your downloads.")
	var text string
	eventually(t, "for the file", func() bool {
		file, _ := os.ReadFile(filepath.Join(dir, "Latchkey-recovery-codes.txt"))
		text = string(file)
		return strings.HasSuffix(text, "\r\n")
	})
	if got := codeForm.FindAllString(text, -1); !slices.Equal(got, codes) {
		t.Errorf("the file holds %d codes", len(got))
	}
	for _, want := range []string{"Recovery codes for Latchkey\r\n", "Created on ", "Each code works once.", " 1. ", "10. "} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
}

// testPrintCodes: the print has only the codes, and nothing of it remains in the page.
func testPrintCodes(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	tb.shownCodes("Create recovery codes")
	evaluate[any](tb, `(() => { window.printed = 0; window.print = () => { printed++; }; })()`)
	tb.press("Print")
	tb.await("open the printer", `printed === 1`)
	tb.media("print")
	const paper = `(() => {
		dispatchEvent(new Event('beforeprint'));
		const seen = [...document.body.children].filter((e) => getComputedStyle(e).display !== 'none');
		const height = document.documentElement.scrollHeight;
		dispatchEvent(new Event('afterprint'));
		return { seen: seen.map((e) => e.hasAttribute('data-latchkey-codes')), height, left: document.querySelectorAll('[data-latchkey-codes]').length };
	})()`
	got := evaluate[struct {
		Seen   []bool
		Height int
		Left   int
	}](tb, paper)
	if !slices.Equal(got.Seen, []bool{true}) || got.Height > 1100 || got.Left != 0 {
		t.Errorf("on paper: %+v", got)
	}
	tb.media("")
	tb.see("Your new recovery codes")
}

func (tb *tab) media(kind string) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind})
	must(tb.t, err)
}

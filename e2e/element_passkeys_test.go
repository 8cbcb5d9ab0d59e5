package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestPasskeysElement: <latchkey-passkeys> on its own page, under that page's policy.
func TestPasskeysElement(t *testing.T) {
	t.Parallel()
	s := startArrangedWithApp(t, demo.KratosOptions{}, withMakersIcon(t))
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Keyboard", testPasskeysByKeyboard},
		{"SecondDevice", testSecondDevice},
		{"TwoTabs", testTwoTabs},
		{"RevokedBySupport", testRevokedBySupport},
		{"UsedHere", testUsedHere},
		{"Icons", testSymbols},
		{"MakersIcons", testMakersIcon},
		{"Events", testPasskeyEvents},
		{"DoubleClicks", testDoubleClicks},
		{"Moved", testPasskeysMoved},
		{"LoadFails", testListLoadFails},
		{"SignedOutMeanwhile", testSignedOutMeanwhile},
		{"Activity", testActivity},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// passkeysPage is the page of a user with one passkey, in a narrow window.
func (s *stack) passkeysPage(t *testing.T) *tab {
	t.Helper()
	tb := holder(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.lists(1)
	return tb
}

// testPasskeysByKeyboard renames and removes with Tab, Enter and Escape alone. Focus is never lost.
func testPasskeysByKeyboard(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	tb.tabTo("Rename “Chrome on Linux”")
	tb.key(kb.Enter)
	tb.focusIs("New name")
	tb.key(kb.Escape)
	tb.focusIs("Rename “Chrome on Linux”")
	tb.key(kb.Enter)
	tb.focusIs("New name")
	tb.key("Blue laptop" + kb.Enter)
	tb.said("The passkey is now called “Blue laptop”.")
	tb.focusIs("Rename “Blue laptop”")
	tb.fits("renamed")

	tb.tabTo("Remove “Blue laptop”")
	tb.key(kb.Enter)
	tb.see("Remove “Blue laptop”?")
	tb.see("It is the only passkey you can sign in with.")
	tb.focusIs("Keep passkey")
	tb.accessible("question")
	tb.fits("question")
	tb.key(kb.Escape)
	tb.await("close the question", shadow+`.all('dialog').length === 0`)
	tb.focusIs("Remove “Blue laptop”")
	tb.key(kb.Enter)
	tb.focusIs("Keep passkey")
	tb.tabTo("Remove passkey")
	tb.key(kb.Enter)
	tb.said("“Blue laptop” was removed.")
	tb.see("You removed your last passkey, “Blue laptop”")
	tb.see("From now on, you sign in with your password")
	tb.focusIs("You removed your last passkey, “Blue laptop”")
	tb.accessible("last one gone")
	tb.fits("gone")
	if got := len(s.withCookie(tb.user).passkeys(t)); got != 0 {
		t.Errorf("there are %d passkeys", got)
	}
	tb.tabTo("Create a passkey")
	tb.key(kb.Enter)
	tb.said("“Chrome on Linux” was added.")
	tb.focusIs("Chrome on Linux")
}

// testSecondDevice: if the device has a passkey, the next button is for another device. The page announces two
// prompts. Recovery codes end with the passkey they were created with: the page warns of it, and offers new ones.
func testSecondDevice(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	evaluate[any](tb, `void ['create', 'get'].forEach((action) => {
		const prompt = navigator.credentials[action].bind(navigator.credentials);
		window.during = [];
		navigator.credentials[action] = (options) => { during.push(`+shadow+`.all('[role=status]').map((e) => e.innerText).join('')); return prompt(options); };
	})`)
	tb.press("Add another passkey")
	tb.see("This device already has a passkey for your account.")
	if during := evaluate[[]string](tb, `during`); len(during) != 2 || !strings.Contains(during[0], "Your device may ask twice") || during[0] != during[1] {
		t.Errorf("while the prompts are open it says %q", during)
	}
	tb.accessible("already there")
	tb.newKey()
	tb.press("Use a phone or security key instead")
	tb.said("“Security key” was added.")
	tb.lists(2)
	tb.focusIs("Security key")
	tb.see("Security key")
	tb.accessible("two")
	tb.press("Create recovery codes") // with the first passkey, as the session is
	tb.see("They are shown only once.")
	tb.press("Remove “Security key”")
	tb.see("You can still sign in with 1 other passkey.")
	tb.see("You will no longer be able to sign in with it. This cannot be undone.")
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "were created with it") {
		t.Error("it warns of codes that another passkey has made")
	}
	tb.press("Keep passkey")
	tb.press("Remove “Chrome on Linux”")
	tb.see("Your recovery codes were created with it and stop working. Create new ones afterwards.")
	tb.screenshot("codes-end")
	tb.press("Remove passkey")
	tb.said("“Chrome on Linux” was removed. Your recovery codes were created with it and no longer work. Create new ones.")
	tb.lists(1)
	tb.focusIs("Your passkeys")
	tb.see("because you removed the passkey or factor they were created with")
	tb.accessible("codes ended")
	tb.fits("codes ended")
	tb.screenshot("codes-ended")
	tb.press("Recent activity")
	tb.see("Your recovery codes stopped working because the passkey or factor they were created with was removed.")
	tb.press("Create recovery codes")
	tb.see("They are shown only once.")
	tb.press("I have saved them")
	tb.press("Remove “Security key”")
	tb.see("Your recovery codes were created with it and stop working.")
	tb.see("It is the only passkey you can sign in with.")
	tb.press("Keep passkey")
}

// testUsedHere: the mark belongs to this browser, whatever the device, and disappears with the passkey.
func testUsedHere(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	tb.see("Used in this browser")
	other := newTab(t)
	other.signIn(s.kratos.BrowserURL, tb.user.Cookie())
	other.open(s.latchkey.PublicURL + "/passkeys")
	other.lists(1)
	if strings.Contains(other.text(), "Used in this browser") {
		t.Error("the other browser has the mark, too")
	}
	tb.press("Remove “Chrome on Linux”")
	tb.press("Remove passkey")
	tb.said("“Chrome on Linux” was removed.")
	if kept := evaluate[string](tb, `localStorage.getItem('latchkey:used-here')`); kept != "[]" {
		t.Errorf("the browser still remembers %s", kept)
	}
}

// testSymbols: what holds a passkey is drawn by its kind: as its provider is known for, or else as its transports suggest.
func testSymbols(t *testing.T, s *stack) {
	tb := newTab(t)
	user, person := s.browser(t)
	apple := webauthntest.New(s.latchkey.PublicURL)
	apple.AAGUID = uuid.MustParse("fbfc3007-154e-4ecc-8c0b-6e020557d7bd")
	person.register(t, apple)
	person.stepUp(t, apple)
	key := webauthntest.New(s.latchkey.PublicURL)
	key.AAGUID, key.Transports = [16]byte{}, []string{"usb", "nfc"}
	key.BackupEligible, key.BackedUp = false, false
	person.register(t, key)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Apple Passwords")
	kinds := evaluate[[]string](tb, shadow+`.all('svg.icon').map((icon) => icon.dataset.kind).sort()`)
	if !slices.Equal(kinds, []string{"password_manager", "security_key"}) {
		t.Errorf("drawn are %v", kinds)
	}

	tb.lists(2)
	person.header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	for range 4 {
		further := webauthntest.New(s.latchkey.PublicURL)
		further.AAGUID = [16]byte{}
		person.register(t, further)
	}
	person.stepUp(t, apple)
	tb.prefers(light)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.lists(6)
	if names := evaluate[[]string](tb, shadow+`.all('.passkey .h2').map((e) => e.textContent)`); names[0] != "Apple Passwords" || names[1] != "Firefox on Linux (4)" {
		t.Errorf("in the order %q, want that of the last use", names)
	}
	tb.see("Firefox on Linux\nRename") // of the last use, at the end of the first card
	// Six cards fit on one and a half screens of a phone.
	for _, width := range []int64{320, 390} {
		tb.width(width)
		if height := evaluate[float64](tb, shadow+`.first('.list').getBoundingClientRect().height`); height > 1.5*844 {
			t.Errorf("at %d pixels, six passkeys are %.0f pixels high", width, height)
		}
		tb.screenshot(fmt.Sprintf("six-%d", width))
	}
	tb.checkAccess("six", light)
}

// testDoubleClicks: each thing happens once.
func testDoubleClicks(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("What is a passkey?")
	twice := func(name string) {
		tb.see(name)
		evaluate[any](tb, `(() => { const button = `+tb.named(name)+`; button.click(); button.click(); })()`)
	}
	twice("Create a passkey")
	tb.said("“Chrome on Linux” was added.")
	tb.lists(1)
	evaluate[any](tb, `(() => { const button = `+shadow+`.first('[data-remove]'); button.click(); button.click(); })()`)
	tb.see("Remove “Chrome on Linux”?")
	if n := evaluate[int](tb, shadow+`.all('dialog[open]').length`); n != 1 {
		t.Errorf("%d questions at once", n)
	}
	twice("Remove passkey")
	tb.said("“Chrome on Linux” was removed.")
	want := []string{"passkey.registered", "passkey.removed"}
	got := s.support().events(t, "identity_id="+tb.user.IdentityID.String())
	got = slices.DeleteFunc(got, func(kind string) bool {
		return !strings.HasPrefix(kind, "passkey.r") || strings.HasSuffix(kind, "refused")
	})
	if !slices.Equal(got, want) {
		t.Errorf("the audit log tells of %q, want %q", got, want)
	}
}

// testActivity: the list is not loaded before it is opened; then it follows the changes above it.
func testActivity(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	asked := `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/activity')).length`
	if n := evaluate[int](tb, asked); n != 0 {
		t.Errorf("asked %d times before it was opened", n)
	}
	tb.see("Create recovery codes") // comes late, and moves what is below the finger
	tb.press("Recent activity")
	tb.see("A passkey was set up.")
	tb.see("· Chrome on Linux · 127.0.0.1")
	tb.accessible("activity")
	tb.fits("activity")
	tb.press("Rename “Chrome on Linux”")
	tb.fill("input[name=name]", "Renamed")
	tb.press("Save")
	tb.see("A passkey was renamed.")
	tb.said("The passkey is now called “Renamed”.")

	person := s.withCookie(tb.user)
	id := person.passkeys(t)[0].ID.String()
	for i := range 25 {
		person.do(t, http.MethodPatch, "/v1/passkeys/"+id, map[string]string{"name": "Name " + strconv.Itoa(i)}).want(t, http.StatusOK, nil)
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Create recovery codes") // comes late, and moves what is below the finger
	tb.press("Recent activity")
	tb.see("Name 24")
	rows := shadow + `.all('.events li').length`
	tb.await("see the first page", rows+` === 20`)
	tb.tabTo("Show more")
	tb.key(kb.Enter)
	tb.await("see the rest", rows+` === 27`)
	if n := evaluate[int](tb, shadow+`.all('.events li').indexOf(`+shadow+`.active())`); n != 20 {
		t.Errorf("focus is on row %d, not on the first new one", n)
	}
}

package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// testConsoleRevokeAll: support filters the passkeys, sees how many match, and revokes them all for a reason.
func testConsoleRevokeAll(t *testing.T, s *stack) {
	user, _, _ := s.customer(t)
	tb := staff("support")(s, t)
	for _, filter := range []string{"", "?created_since=2020-01-01T00:00:00Z&unused=1&synced=&page_size=1"} { // the latter is not in the form
		tb.openAnew(s.latchkey.PublicURL + "/admin#/passkeys" + filter)
		tb.see(user.Email)
		if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "Revoke all that match") || strings.Contains(text, "Show all") {
			t.Errorf("%q: without a filter that is displayed, all can be revoked", filter)
		}
	}
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?unused=30&identity_id=" + user.IdentityID.String())
	tb.see("No passkeys match this filter.")
	tb.press("Revoke all that match")
	tb.see("No passkeys match this filter.")
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?suspended=false&identity_id=" + user.IdentityID.String())
	tb.see(user.Email)
	evaluate[any](tb, `void `+shadow+`.first('#filter-synced').dispatchEvent(new InputEvent('input', { bubbles: true }))`)
	if evaluate[bool](tb, shadow+`.text().includes('Revoke all that match')`) {
		t.Error("a filter that was not applied seems to be what is revoked")
	}
	tb.do("load again", chromedp.Reload())
	tb.press("Revoke all that match")
	tb.see("Revoke all 1 that match?")
	tb.see("(" + user.Email + ")")
	tb.see("The people affected see this in their recent activity.")
	tb.see("The people affected do not see it.")
	tb.focused()
	tb.fill("#reason", "recalled by the maker")
	tb.press("Revoke")
	tb.see("The passkeys are now being revoked.")
	tb.press("Bulk revocations")
	tb.see("Reason: recalled by the maker")
	tb.see("Passkeys: 1")
	tb.see("Suspended: No")
	tb.see("Person: " + user.Email)
	tb.press("Show the passkeys")
	tb.see("All bulk revocations")
	eventually(t, "the passkey is revoked", func() bool { return len(find(t, s, user.Email).Passkeys) == 0 })
	tb.do("load again", chromedp.Reload())
	tb.await("see its outcome", shadow+`.all('li.item .badge').some((e) => e.textContent === 'Revoked')`)
	tb.open(evaluate[string](tb, `location.href`) + "?outcome=skipped")
	tb.see("No passkeys match this filter.")
	tb.press("Show all")
	tb.see("Passkey ID")
	tb.open(s.latchkey.PublicURL + "/admin#/audit?event_type=revocation.requested")
	tb.press("Details")
	tb.await("see in plain words whose passkeys they were", shadow+`.first('details dl')?.innerText.includes('Person: `+user.Email+`')`)

	t.Log("says why one of an admin was left alone")
	boss, _, _ := s.customer(t)
	s.giveRole(t, boss, "admin")
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?suspended=false&identity_id=" + boss.IdentityID.String())
	tb.see(boss.Email)
	tb.act("Revoke all that match", "found in the street", "Revoke")
	tb.see("The passkeys are now being revoked.")
	var list struct {
		Revocations []struct {
			ID      string
			Skipped int
		}
	}
	eventually(t, "the passkey is skipped", func() bool {
		s.support().do(t, http.MethodGet, "/admin/v1/revocations", nil).want(t, http.StatusOK, &list)
		return list.Revocations[0].Skipped == 1
	})
	if got := find(t, s, boss.Email).Passkeys; len(got) != 1 {
		t.Errorf("support revoked the passkey of an admin: %+v left", got)
	}
	tb.open(s.latchkey.PublicURL + "/admin#/revocations/" + list.Revocations[0].ID + "?outcome=skipped")
	tb.see("Skipped (1): Its owner’s role is above that of the admin who requested or approved this.")
	tb.await("see it at the passkey, too", shadow+`.all('li.item[aria-labelledby^=passkey] p').some((e) => e.textContent.startsWith('Its owner’s role'))`)
	tb.looksRight()
	evaluate[any](tb, `document.querySelector('.languages button[lang=de]').click()`)
	tb.await("see the same in German", `document.documentElement.lang === 'de' && location.hash.endsWith('?outcome=skipped') && `+shadow+`.text().includes('Übersprungen')`)
	tb.looksRightInGerman()
}

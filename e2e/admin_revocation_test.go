package e2e_test

import (
	"strings"
	"testing"
)

// testConsoleRevokeAll: support filters the passkeys, sees how many match, and revokes them all for a reason.
func testConsoleRevokeAll(t *testing.T, s *stack) {
	user, _, _ := s.customer(t)
	tb := staff("support")(s, t)
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys")
	tb.see(user.Email)
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "Revoke all that match") {
		t.Error("without a filter, all can be revoked")
	}
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?unused=30&identity_id=" + user.IdentityID.String())
	tb.see("No passkeys match this filter.")
	tb.press("Revoke all that match")
	tb.see("No passkeys match this filter.")
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?suspended=false&identity_id=" + user.IdentityID.String())
	tb.see(user.Email)
	tb.press("Revoke all that match")
	tb.see("Revoke all 1 that match?")
	tb.see("(" + user.Email + ")")
	tb.focused()
	tb.fill("#reason", "recalled by the maker")
	tb.press("Revoke")
	tb.see("The passkeys are now being revoked.")
	tb.press("Bulk revocations")
	tb.see("Reason: recalled by the maker")
	tb.see("Passkeys: 1")
}

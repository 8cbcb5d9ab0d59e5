package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"latchkey/account"
)

// TestStaffWithoutPasskeyIsOnRecord: with the password of a user with a role and without a passkey, an attacker's
// authenticator app and two waits lead to an admin key. Each step leaves an event which says that the user has a role,
// so that other admins can be notified.
func TestStaffWithoutPasskeyIsOnRecord(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "admin")
	ofStaff := func(kind string) (found []map[string]any) {
		t.Helper()
		for _, row := range h.query("SELECT coalesce(metadata, '{}') FROM security_audit WHERE event_type = ? ORDER BY id", kind) {
			var details map[string]any
			if err := json.Unmarshal([]byte(row[0].(string)), &details); err != nil {
				t.Fatal(err)
			}
			if details["role"] == true {
				found = append(found, details)
			}
		}
		return found
	}
	const opened = "console.opened_without_passkey"
	ada.enrolsTOTP(h)
	console.get("/admin/v1/me").wantCode(403, "forbidden")
	if added := ofStaff("factor.appeared"); len(added) != 1 || added[0]["kind"] != "totp" {
		t.Errorf("the new factor: %v", added)
	}
	if read := ofStaff(opened); len(read) != 0 {
		t.Errorf("a refusal is on record as a look: %v", read)
	}
	h.clock.advance(24 * time.Hour)
	ada.enrolsTOTP(h) // its use looks the same
	for range 3 {
		console.get("/admin/v1/me").want(200)
		console.get("/admin/v1/stats").want(200)
	}
	read := ofStaff(opened)
	if len(read) != 1 || read[0]["kind"] != "totp" || read[0]["session_id"] == nil {
		t.Errorf("the open console: %v", read)
	}
	other := h.signIn(ada.id, "ada@example.com")
	h.kratos.editSession(other.token, func(s *account.Session) { s.Identity.Role = account.RoleAdmin })
	other.enrolsTOTP(h)
	h.consoleOf(other).get("/admin/v1/me").want(200)
	if read := ofStaff(opened); len(read) != 2 || read[0]["session_id"] == read[1]["session_id"] {
		t.Errorf("two sessions: %v", read)
	}
	h.clock.advance(25 * time.Hour)
	console.get("/admin/v1/me").want(200)
	if read := ofStaff(opened); len(read) != 3 {
		t.Errorf("%d events on the second day, want 3", len(read))
	}

	ada.enrolsTOTP(h)
	d := device()
	ada.register(d).want(201)
	if added := ofStaff("passkey.registered"); len(added) != 1 {
		t.Errorf("the new passkey: %v", added)
	}
	ada.stepUp(d).want(200)
	h.clock.advance(25 * time.Hour)
	ada.stepUp(d).want(200)
	console.get("/admin/v1/me").want(200)
	if read := ofStaff(opened); len(read) != 3 {
		t.Errorf("%d events beside a passkey, want 3", len(read))
	}
	bob := h.person("bob@example.com")
	bob.register(device()).want(201)
	if added := ofStaff("passkey.registered"); len(added) != 1 {
		t.Errorf("a customer's passkey is of a user with a role: %v", added)
	}
}

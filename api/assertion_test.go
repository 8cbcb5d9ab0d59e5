package api_test

import (
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

func TestBackupFlags(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device(func(a *webauthntest.Authenticator) { a.BackedUp = false })
	id := ada.register(phone).want(201)
	if id.object()["synced"] != false || id.object()["sync_eligible"] != true {
		t.Errorf("got %s, want synced false, sync_eligible true", id.body)
	}
	phone.BackedUp = true
	if used := ada.login(phone).want(200).object()["passkey"].(object); used["synced"] != true {
		t.Errorf("BS is not updated: %v", used)
	}
	phone.BackupEligible, phone.BackedUp = false, false
	ada.login(phone).wantReason("backup_flags") // BE never changes
	phone.BackedUp = true
	ada.login(phone).wantReason("backup_flags") // BS without BE
	// Neither reason is returned without a valid signature.
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	ada.login(phone).wantReason("not_accepted")
	phone.Tamper.Signature = nil

	// An imported passkey has no recorded BE: the first assertion sets it, the second must agree.
	h.query("UPDATE passkeys SET backup_eligible = NULL")
	if list := ada.get("/v1/passkeys").want(200); !contains(string(list.body), `"sync_eligible":null`) {
		t.Errorf("got %s, want sync_eligible null", list.body)
	}
	phone.BackedUp = false
	ada.login(phone).want(200)
	phone.BackupEligible = true
	ada.login(phone).wantReason("backup_flags")
	if h.query("SELECT backup_eligible FROM passkeys")[0][0].(int64) != 0 {
		t.Error("BE was not learnt from the first assertion")
	}

	other := h.person("bob@example.com")
	liar := device(func(a *webauthntest.Authenticator) { a.BackupEligible = false })
	other.register(liar).wantReason("backup_flags")
}

// webauthn.backup_flags: accept stores the new flag, in either direction, and records the change.
func TestBackupFlagsMayChange(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.BackupFlagsMayChange = true })
	ada := h.person("ada@example.com")
	vault := device(deviceBound)
	ada.register(vault).want(201)
	for _, eligible := range []bool{true, true, false} {
		vault.BackupEligible = eligible
		if used := ada.login(vault).want(200).object()["passkey"].(object); used["sync_eligible"] != eligible {
			t.Errorf("got %v, want sync_eligible %t", used, eligible)
		}
		if list := ada.get("/v1/passkeys").want(200); contains(string(list.body), `"sync_eligible":true`) != eligible {
			t.Errorf("stored %s", list.body)
		}
	}
	recorded := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'login.succeeded' AND metadata LIKE '%backup_flags_changed%'")
	if n := recorded[0][0].(int64); n != 2 {
		t.Errorf("%d of 2 changes are recorded", n)
	}
	vault.BackedUp = true // without BE
	ada.login(vault).wantReason("backup_flags")
	// An invalid signature changes nothing.
	vault.BackupEligible = true
	vault.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	before := h.query("SELECT backup_eligible FROM passkeys")[0][0]
	ada.login(vault).wantReason("not_accepted")
	if got := h.query("SELECT backup_eligible FROM passkeys")[0][0]; got != before {
		t.Errorf("an invalid signature changed BE to %v", got)
	}
}

// A password manager's update turned BE on: no login with the passkey succeeds, so the gate must not demand one.
func TestGateDoesNotDemandAPasskeyThatCannotSucceed(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated)
	ada := h.person("ada@example.com")
	vault := device(deviceBound)
	ada.register(vault).want(201)
	gate := gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada)))
	// Another person's response, or a signature that is not valid, does not open the gate.
	vault.BackupEligible = true
	vault.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	h.app().useAtGate(gate, vault).wantReason("not_accepted")
	vault.Tamper.Signature = nil
	h.kratosHook().post("/hooks/kratos/login", attempt(ada)).want(403)

	refused := h.app().useAtGate(gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada))), vault)
	refused.wantReason("backup_flags")
	if hint, _ := refused.object()["hint"].(string); !contains(hint, "support") || !contains(hint, "recovery code") {
		t.Errorf("the hint shows no way: %q", hint)
	}
	h.kratosHook().post("/hooks/kratos/login", attempt(ada)).want(204)
	changed := func() any {
		return h.adminWith("read").get("/admin/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["backup_flags_changed"]
	}
	if changed() != true {
		t.Error("admins do not see why it was refused")
	}
	// Nor is it a way to a fresh session, and the password alone is none.
	got := ada.post("/v1/registration/begin", object{})
	got.wantCode(403, "step_up_required")
	if contains(string(got.body), `"way":"passkey"`) || !contains(string(got.body), `"way":"support"`) {
		t.Errorf("got %s, want the way support and not passkey", got.body)
	}
	// When the update is taken back, the passkey works and is demanded again.
	vault.BackupEligible = false
	ada.login(vault).want(200)
	if changed() != false {
		t.Error("admins still see a refusal")
	}
	h.kratosHook().post("/hooks/kratos/login", attempt(ada)).want(403)
}

// An old U2F key whose client sends the appid extension must not reveal more than others do.
func TestAppIDOutputRevealsNothing(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	key := device(func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	ada.register(key).want(201)
	h.query(`UPDATE passkeys SET record = json_set(record, '$.attestationFormat', 'fido-u2f')`)
	key.Tamper.Credential = func(m map[string]any) { m["clientExtensionResults"] = object{"appid": true} }
	ada.login(key).want(200) // unsolicited: ignored
	key.BackedUp = true
	key.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	ada.login(key).wantReason("not_accepted")
}

func TestUserVerificationAndPresence(t *testing.T) {
	t.Run("preferred", func(t *testing.T) {
		h := newHarness(t)
		ada := h.person("ada@example.com")
		key := device(func(a *webauthntest.Authenticator) { a.UserVerified = false })
		ada.register(key).want(201)
		got := ada.login(key).want(200).object()["assurance"].(object)
		if got["level"] != "aal1" || got["user_verified"] != false {
			t.Errorf("got %v, want level aal1, user_verified false", got)
		}
		// UV is that of this assertion, not the stored flag.
		key.UserVerified = true
		if got := ada.login(key).want(200).object()["assurance"].(object); got["level"] != "aal2" {
			t.Errorf("got %v, want level aal2", got)
		}
		key.UserVerified = false
		if got := ada.login(key).want(200).object()["assurance"].(object); got["level"] != "aal1" {
			t.Errorf("got %v, want level aal1", got)
		}
		// Next to a password a passkey is a second factor even without UV.
		if got := ada.stepUp(key).want(200).object()["assurance"].(object); got["level"] != "aal2" || got["user_verified"] != false {
			t.Errorf("got %v, want level aal2, user_verified false", got)
		}
	})
	t.Run("required", func(t *testing.T) {
		h := newHarness(t, func(h *harness) { h.rules.UserVerification = "required" })
		ada := h.person("ada@example.com")
		key := device()
		ada.register(key).want(201)
		key.UserVerified = false
		ada.login(key).wantReason("user_verification_missing")
		ada.stepUp(key).wantReason("user_verification_missing")
		h.person("bob@example.com").register(device(func(a *webauthntest.Authenticator) { a.UserVerified = false })).
			wantReason("user_verification_missing")
	})
	t.Run("presence", func(t *testing.T) {
		h := newHarness(t)
		ada := h.person("ada@example.com")
		key := device()
		ada.register(key).want(201)
		key.UserPresent = false
		ada.login(key).wantReason("user_presence_missing")
		ada.stepUp(key).wantReason("user_presence_missing")
		b := ada.begin("login", object{"mediation": "conditional"})
		if b.Mediation != "conditional" {
			t.Errorf("got mediation %q", b.Mediation)
		}
		ada.finish("login", b, ada.getWith(key, b)).wantReason("user_presence_missing")
		h.person("bob@example.com").register(device(func(a *webauthntest.Authenticator) { a.UserPresent = false })).
			wantReason("user_presence_missing")
	})
}

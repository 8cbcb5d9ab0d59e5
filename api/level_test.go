package api_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

// A passkey is a second factor next to a password, with or without UV; by itself only with UV.
func TestLevels(t *testing.T) {
	required := policy("highest_available", 0)
	t.Run("password and a step-up without UV", func(t *testing.T) {
		h := newHarness(t, required)
		ada, key := h.person("ada@example.com"), device(withoutUV)
		ada.register(key).want(201)
		ada.stepUp(key).want(200)
		if got := ada.wantStanding("aal2", "aal2", "none", "aal2"); got.Assurance.UserVerified || got.Assurance.ProvenAt == nil {
			t.Errorf("got %+v, want UserVerified false, ProvenAt set", got.Assurance)
		}
	})
	t.Run("passkey session", func(t *testing.T) {
		h := newHarness(t, required, minting)
		key := device(withoutUV, deviceBound)
		h.person("ada@example.com").register(key).want(201)
		ada := h.minted(key)
		ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
		if done := ada.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" {
			t.Errorf("the same passkey twice, without UV: %v", done)
		}
		ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
		// An attacker with the key may just have set its first PIN (WebAuthn L3 §4, uvInitialized).
		key.UserVerified = true
		ada.stepUp(key).want(200)
		ada.stepUp(key).want(200)
		ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
		if later := h.minted(key).standing(); later.Assurance.Level != "aal1" || later.Assurance.UserVerified {
			t.Errorf("a PIN set by an attacker with a stolen key: %+v", later.Assurance)
		}
		// Next to the password it counts from then on.
		h.kratos.editSession(ada.token, func(s *account.Session) {
			s.Methods = append(s.Methods, account.Method{Name: "password", AAL: "aal1", CompletedAt: h.clock.Now()})
		})
		ada.stepUp(key).want(200)
		h.minted(key).wantStanding("aal2", "aal2", "none", "aal2")
	})
	for _, counts := range []bool{true, false} {
		h := newHarness(t, required, minting, func(h *harness) { h.rules.UVPasskeyIsAAL2 = counts })
		phone := device()
		h.person("ada@example.com").register(phone).want(201)
		ada := h.minted(phone)
		if counts {
			ada.wantStanding("aal2", "aal2", "none", "aal2")
		} else {
			ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
		}
	}
	t.Run("what newer versions of Kratos say of our login counts only with our row", func(t *testing.T) {
		h := newHarness(t, required, minting)
		ada := h.person("ada@example.com")
		ada.register(device()).want(201)
		for _, acr := range []string{webauthnsvc.ACRPasskeyUV, webauthnsvc.ACRPasskey} {
			for _, provider := range []string{"passkey", "google"} {
				h.kratos.editSession(ada.token, func(s *account.Session) {
					s.AAL = "aal2"
					s.Methods = []account.Method{{Name: "oidc", Provider: provider, ACR: acr, AAL: "aal2", CompletedAt: h.clock.Now()}}
				})
				ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
			}
		}
	})
	t.Run("aal2 at Kratos", func(t *testing.T) {
		h := newHarness(t, required)
		ada := h.person("ada@example.com")
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		ada.wantStanding("aal1", "aal2", "aal2_at_kratos", "aal2_required")
		h.kratos.editSession(ada.token, func(s *account.Session) {
			s.AAL = account.AAL2
			s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()})
		})
		if got := ada.wantStanding("aal2", "aal2", "none", "aal2"); got.FreshUntil == nil || got.Assurance.ProvenAt != nil {
			t.Errorf("got %+v, want FreshUntil set, no ProvenAt", got)
		}
	})
}

// A user who signed in with a passkey that cannot verify them is offered a way that helps: another passkey that can,
// the second factor at Kratos, or the password, next to which the passkey is a second factor.
func TestStepUpThatWouldNotHelp(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T, edits ...func(*harness)) (*harness, *person, *webauthntest.Authenticator) {
		h := newHarness(t, append(edits, policy("aal2", time.Hour), minting)...)
		key := device(withoutUV, deviceBound)
		h.person("ada@example.com").register(key).want(201)
		return h, h.minted(key), key
	}
	t.Run("sign in again, then step up", func(t *testing.T) {
		h, ada, _ := begin(t)
		if got := ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required"); got.GraceUntil != nil {
			t.Errorf("a grace until %v, with a passkey", got.GraceUntil)
		}
		refused := ada.get("/v1/authz?return_to=https://app.example.com/home").wantCode(403, "step_up_required")
		ways := refused.object()["ways"].([]any)
		if len(ways) != 1 || ways[0].(object)["way"] != "kratos" {
			t.Fatalf("ways %v", ways)
		}
		address, page := ways[0].(object)["url"].(string), refused.header.Get("X-Latchkey-Page")
		if !strings.HasPrefix(address, "http://kratos.test/self-service/login/browser?aal=aal1") ||
			!strings.HasPrefix(page, "http://kratos.test/self-service/login/browser?aal=aal1") || !strings.Contains(page, "return_to=https%3A%2F%2Fapp.example.com%2Fhome") {
			t.Errorf("to %s, by header to %s", address, page)
		}
		h.kratos.editSession(ada.token, func(s *account.Session) {
			s.Methods = append(s.Methods, account.Method{Name: "password", AAL: "aal1", CompletedAt: h.clock.Now()})
		})
		ada.wantStanding("aal2", "aal2", "none", "aal2") // the key and the password are two factors
	})
	t.Run("second factor at Kratos", func(t *testing.T) {
		h := newHarness(t, policy("aal2", time.Hour), minting)
		key := device(withoutUV, deviceBound)
		h.person("ada@example.com").vouchedTOTP(h, key)
		h.minted(key).wantStanding("aal1", "aal2", "aal2_at_kratos", "aal2_required")
	})
	t.Run("second factor at Kratos that nothing vouches for", func(t *testing.T) {
		h, ada, _ := begin(t)
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
	})
	t.Run("another passkey that can", func(t *testing.T) {
		h, ada, key := begin(t)
		phone := device()
		ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required") // the key alone must not enrol another
		owner := h.signIn(ada.id, "ada@example.com")
		owner.stepUp(key).want(200)
		id := owner.register(phone).want(201).id().String()
		ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
		ada.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "found"}).want(200)
		ada.stepUp(phone).want(200)
		ada.wantStanding("aal2", "aal2", "none", "aal2")
	})
	t.Run("one that has not been asked yet", func(t *testing.T) {
		h := newHarness(t, policy("aal2", time.Hour), minting, func(h *harness) { h.rules.ConditionalCreate, h.rules.UVPasskeyIsAAL2 = true, false })
		unattended := device(func(a *webauthntest.Authenticator) { a.UserPresent, a.UserVerified = false, false })
		eve := h.person("eve@example.com")
		b := eve.begin("registration", object{"mediation": "conditional"})
		eve.finish("registration", b, eve.create(unattended, b)).want(201)
		unattended.UserPresent = true
		h.minted(unattended).wantStanding("aal1", "aal2", "step_up", "step_up_required")
	})
}

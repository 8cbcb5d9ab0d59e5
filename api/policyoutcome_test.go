package api_test

import (
	"slices"
	"testing"

	"latchkey/account"
	"latchkey/authenticator"
	"latchkey/webauthnsvc/webauthntest"
)

// What explain says of a login by passkey is what happens after one, also if its user verification does not count as a second factor.
func TestExplainedLoginByPasskey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(*harness)
		key  func() *webauthntest.Authenticator
		next string
	}{
		"it counts":                   {func(*harness) {}, func() *webauthntest.Authenticator { return device() }, "none"},
		"uv_passkey_is_aal2 is false": {func(h *harness) { h.rules.UVPasskeyIsAAL2 = false }, func() *webauthntest.Authenticator { return device() }, "step_up"},
		"a key without a PIN":         {func(*harness) {}, func() *webauthntest.Authenticator { return device(withoutUV, deviceBound) }, "reauthenticate"},
		"a model that is not trusted": {func(h *harness) { h.rules.UVNotTrusted = append(h.rules.UVNotTrusted, device().AAGUID) },
			func() *webauthntest.Authenticator { return device() }, "reauthenticate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, policy("aal2", 0), minting, test.edit)
			ada, key := h.person("ada@example.com"), test.key()
			ada.register(key).want(201)
			login := h.explain(ada).NextLogin
			if login.Login == nil || login.Login.Next != test.next {
				t.Fatalf("%+v", login.Login)
			}
			login.Login.is(t, "after a login by passkey", h.minted(key))
			if next := login.Passkey.Next; next != "none" {
				t.Errorf("after the password and the passkey: %s", next)
			}
		})
	}
}

// There is no outcome of a login by passkey where such logins create no session at Kratos, or where the passkey is for step-ups only.
func TestExplainWithoutLoginsByPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	if login := h.explain(ada).NextLogin; login.Login != nil || login.Passkey == nil {
		t.Errorf("%+v", login)
	}

	h = newHarness(t, minting)
	bob := h.person("bob@example.com")
	bob.register(device()).want(201)
	h.query("UPDATE passkeys SET step_up_only = 1")
	if login := h.explain(bob).NextLogin; login.Login != nil || login.Passkey == nil {
		t.Errorf("a passkey for step-ups only: %+v", login)
	}
}

// Of a deactivated identity, explain says so, and that everything is refused, as it is.
func TestExplainInactive(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada, key := h.person("ada@example.com"), device()
	ada.register(key).want(201)
	session := h.minted(key)
	if got := h.explain(ada); !got.Active || got.NextLogin.FirstFactor.Refused {
		t.Fatalf("%+v", got)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = false })
	h.kratos.editSession(session.token, func(s *account.Session) { s.Identity.Active = false })
	session.get("/v1/authz").wantCode(403, "identity_inactive")
	session.post("/v1/registration/begin", object{}).wantCode(403, "identity_inactive")
	got := h.explain(ada)
	if got.Active {
		t.Error("explained as active")
	}
	for _, one := range []*policyOutcome{&got.NextLogin.FirstFactor, got.NextLogin.Passkey, got.NextLogin.Login} {
		if one == nil || *one != (policyOutcome{Refused: true, Next: "none", Level: "aal1", Registration: "activation"}) {
			t.Errorf("%+v", one)
		}
	}
}

// Explain names what Kratos holds that raises a session to aal2 beside the profile of new passkeys, and no more than does.
func TestExplainNamesWhatIsBesideTheProfile(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("aal2", 0), func(h *harness) {
		h.rules.Profiles, h.rules.Profile = []authenticator.Profile{{Name: "staff", UserVerification: true}}, "staff"
	})
	for _, one := range crowd {
		switch one.name {
		case "a passkey", "an app at Kratos", "a passkey, and an app that appeared", "a passkey, and an app that is vouched for":
		default:
			continue
		}
		p := h.person(one.name)
		one.setUp(h, p)
		beside := h.explain(p).Profile.Beside
		p.usesTOTP(h)
		status := p.send("GET", "/v1/authz", "", nil).status
		if lets := slices.Equal(beside, []string{"totp"}); lets != (status == 200) || !lets && len(beside) > 0 {
			t.Errorf("%s: beside the profile %v, and after its use /v1/authz answers %d", one.name, beside, status)
		}
	}
}

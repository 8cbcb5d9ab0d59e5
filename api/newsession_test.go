package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
)

// usesKey is a use of a key at Kratos, which raises the session to aal2.
func (p *person) usesKey(h *harness) {
	h.kratos.editSession(p.token, func(s *account.Session) {
		s.AAL = account.AAL2
		s.Methods = append(s.Methods, account.Method{Name: "webauthn", AAL: account.AAL2, CompletedAt: h.clock.Now()})
	})
}

// withAppAndKey is a user who used an authenticator app and a key at Kratos when they set up their first passkey, which is
// lost and suspended.
func withAppAndKey(t *testing.T, edits ...func(*harness)) (*harness, *person) {
	t.Helper()
	h := newHarness(t, edits...)
	owner := h.person("ada@example.com")
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.WebAuthn = true })
	owner.enrolsTOTP(h)
	owner.usesKey(h)
	lost := owner.register(device()).want(201).id().String()
	h.adminWith("revoke").post("/admin/v1/passkeys/"+lost+"/suspend", object{"reason": "lost"}).want(200)
	h.clock.advance(time.Hour)
	return h, h.signIn(owner.id, owner.email)
}

// A user replaces or removes the app with which the session was raised. A key that is used in this session later may have been
// set up by it, so it counts only in a new one. The ways say so: a refresh at Kratos continues the session.
func TestFactorCountsInANewSession(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*kratosIdentity){
		"replaced": func(i *kratosIdentity) { i.app = "another" },
		"removed":  func(i *kratosIdentity) { i.factors.TOTP = false },
	} {
		t.Run(name, func(t *testing.T) {
			h, owner := withAppAndKey(t, policy("highest_available", 0))
			owner.get("/v1/authz").wantCode(403, "aal2_required")
			owner.usesTOTP(h)
			owner.get("/v1/authz").want(200)
			h.clock.advance(time.Minute)
			h.kratos.change(owner.id, edit)
			h.clock.advance(time.Hour)
			for range 2 { // the way that was offered led here again
				owner.usesKey(h)
				if got := wayNames(owner.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")); got != "sign_out" {
					t.Errorf("the ways are %s", got)
				}
				if got := wayNames(owner.get("/v1/authz").wantCode(403, "step_up_required")); got != "sign_out" {
					t.Errorf("the ways of forward-auth are %s", got)
				}
				owner.wantStanding("aal1", "aal2", "reauthenticate", "step_up_required")
			}
			again := h.signIn(owner.id, owner.email)
			again.usesKey(h)
			again.get("/v1/authz").want(200)
			again.register(device()).want(201)
		})
	}
}

// An app that the user confirms counts in a new session only, like the key: in this one it is not what raised it.
func TestConfirmedAppCountsInANewSession(t *testing.T) {
	t.Parallel()
	h, owner := withAppAndKey(t, policy("highest_available", 0))
	owner.usesTOTP(h)
	phone := device()
	owner.register(phone).want(201)
	h.clock.advance(time.Minute)
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.app, i.factorsAt = "another", h.clock.Now() })
	owner.usesTOTP(h)
	owner.stepUp(phone).want(200)
	for _, f := range owner.standing().Factors {
		if f.Kind == "totp" && !*f.Vouched {
			owner.post("/v1/factors/"+f.ID.String()+"/confirm", object{}).want(200)
		}
	}
	h.clock.advance(time.Hour)
	owner.usesTOTP(h)
	if got := wayNames(owner.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")); got != "passkey sign_out" {
		t.Errorf("the ways are %s", got)
	}
	again := h.signIn(owner.id, owner.email)
	again.usesTOTP(h)
	again.register(device()).want(201)
}

// The session has aal2 at Kratos, so without a refresh Kratos would send the browser straight back.
func TestAppAfterARemovedKey(t *testing.T) {
	t.Parallel()
	h, owner := withAppAndKey(t, policy("highest_available", 0))
	owner.usesKey(h)
	owner.get("/v1/authz").want(200)
	h.clock.advance(time.Minute)
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.WebAuthn = false })
	owner.standing()
	h.kratos.refreshes = nil
	owner.get("/v1/authz").wantCode(403, "aal2_required")
	got, want := h.kratos.refreshes, refreshWish{aal2: true, refresh: true}
	if len(got) == 0 || slices.ContainsFunc(got, func(w refreshWish) bool { return w != want }) {
		t.Errorf("the URLs at Kratos have %+v, want all with aal2 and refresh", got)
	}
	owner.usesTOTP(h)
	owner.get("/v1/authz").want(200)
}

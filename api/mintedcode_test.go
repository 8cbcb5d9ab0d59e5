package api_test

import (
	"testing"
	"time"
)

// If Kratos is down before the commit, the ceremony is not spent; if it fails at the callback, it is, and no session is
// left.
func TestMintingAndOutages(t *testing.T) {
	h := newHarness(t, minting)
	minter := h.rules.Minter.(*fakeMinter)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	app := h.app()
	b := app.begin("login", object{"session": "token"})
	credential := app.getWith(phone, b)
	for answered := range 2 { // linking, and opening the login
		h.kratos.downAfter = answered
		h.kratos.goDown(answered == 0)
		before := h.dump()
		app.finish("login", b, credential).wantCode(503, "kratos_unavailable")
		if h.dump() != before {
			t.Errorf("down after %d questions: something was written", answered)
		}
		h.kratos.goDown(false)
	}
	minter.meanwhile = func() { h.kratos.goDown(true) }
	app.finish("login", b, credential).wantCode(503, "kratos_unavailable")
	minter.meanwhile = nil
	h.kratos.goDown(false)
	app.finish("login", b, credential).wantCode(409, "ceremony_spent")
	if sessions := h.count("passkey_sessions"); sessions != 0 {
		t.Errorf("%d sessions are recorded", sessions)
	}
	b = app.begin("login", object{"session": "token"})
	app.finish("login", b, app.getWith(phone, b)).want(200)
	if codes, sessions := h.count("authorization_codes"), h.count("passkey_sessions"); codes != 1 || sessions != 1 {
		t.Errorf("%d codes (the one that never reached Kratos), %d sessions", codes, sessions)
	}
}

// An authorization request by Kratos for another client than the configured one fails before the commit, until an operator
// acts.
func TestMintingWithAnotherClientSpendsNothing(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	other := h.replica(func(o *harness) { o.oidc.Client.RedirectURIs = []string{"https://elsewhere.example.com/callback"} })
	app := h.app().at(other)
	b := app.begin("login", object{"session": "token"})
	before := h.dump()
	app.finish("login", b, app.getWith(phone, b)).wantCode(500, "kratos_misconfigured")
	if h.dump() != before {
		t.Error("something was written")
	}
}

// The passkey is removed after the commit: before the redemption no session is created, after it the session is
// revoked.
func TestPasskeyEndsWhileASessionIsMinted(t *testing.T) {
	for _, late := range []bool{false, true} {
		h := newHarness(t, minting)
		minter := h.rules.Minter.(*fakeMinter)
		ada, phone := h.person("ada@example.com"), device()
		id := ada.register(phone).want(201).id().String()
		admin := h.adminWith("read", "revoke")
		suspend := func() { admin.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "stolen"}).want(200) }
		app := h.app()
		b := app.begin("login", object{"session": "token"})
		credential := app.getWith(phone, b)
		sessions := len(h.kratos.sessions)
		if late {
			minter.afterwards = suspend
			app.finish("login", b, credential).wantReason("not_accepted")
		} else {
			minter.meanwhile = suspend
			app.finish("login", b, credential).wantCode(503, "kratos_unavailable")
		}
		if got := len(h.kratos.sessions); got != sessions {
			t.Errorf("late %t: %d sessions, were %d", late, got, sessions)
		}
		if n := h.count("passkey_sessions"); n != 0 {
			t.Errorf("late %t: %d sessions are recorded", late, n)
		}
	}
}

// A login whose user is unlinked at Kratos in that moment is tried again, with another code, but not for ever; nor once
// the passkey is suspended.
func TestUnlinkedDuringALogin(t *testing.T) {
	for _, times := range []int{3, 4} {
		h := newHarness(t, minting)
		minter := h.rules.Minter.(*fakeMinter)
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		minter.unlinked = times
		app := h.app()
		b := app.begin("login", object{"session": "token"})
		got := app.finish("login", b, app.getWith(phone, b))
		if times == 3 {
			got.want(200)
		} else {
			got.wantCode(503, "kratos_unavailable")
		}
		if minter.unlinked != 0 || h.count("authorization_codes") != 0 {
			t.Errorf("%d times: %d tries are left, and %d codes", times, minter.unlinked, h.count("authorization_codes"))
		}
	}
	h := newHarness(t, minting)
	minter := h.rules.Minter.(*fakeMinter)
	ada, phone := h.person("ada@example.com"), device()
	id := ada.register(phone).want(201).id().String()
	admin := h.adminWith("read", "revoke")
	app := h.app()
	b := app.begin("login", object{"session": "token"})
	credential := app.getWith(phone, b)
	minter.unlinked = 1
	minter.redeemed = func() { admin.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "stolen"}).want(200) }
	app.finish("login", b, credential).wantReason("not_accepted")
}

// A session that Kratos created although its response was lost is ended; one from another login in the same second is
// not.
func TestLeftoversOfAFailedMint(t *testing.T) {
	h := newHarness(t, minting)
	minter := h.rules.Minter.(*fakeMinter)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	other := h.minted(phone)
	before := len(h.kratos.sessions)
	minter.unclear = true
	app := h.app()
	b := app.begin("login", object{"session": "token"})
	app.finish("login", b, app.getWith(phone, b)).wantCode(503, "kratos_unavailable")
	if got := len(h.kratos.sessions); got != before {
		t.Errorf("%d sessions, were %d", got, before)
	}
	other.get("/v1/session").want(200)
}

// While another login is under way, its session and the leftover look the same: neither is ended, and the other login
// succeeds. The leftover of the next failure is ended again.
func TestLeftoversBesideALoginUnderWay(t *testing.T) {
	h := newHarness(t, minting)
	minter := h.rules.Minter.(*fakeMinter)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	fails := func() {
		h.clock.advance(time.Millisecond)
		minter.unclear = true
		app := h.app()
		b := app.begin("login", object{"session": "token"})
		app.finish("login", b, app.getWith(phone, b)).wantCode(503, "kratos_unavailable")
		minter.unclear = false
	}
	before := len(h.kratos.sessions)
	minter.afterwards = func() {
		minter.afterwards = nil
		fails()
	}
	h.minted(phone).get("/v1/session").want(200)
	if got := len(h.kratos.sessions); got != before+2 {
		t.Errorf("%d sessions, want the new one and the leftover beside %d", got, before)
	}
	h.clock.advance(time.Minute)
	fails()
	fails() // the first failure is no longer under way
	if got := len(h.kratos.sessions); got != before+2 {
		t.Errorf("%d sessions, want %d", got, before+2)
	}
}

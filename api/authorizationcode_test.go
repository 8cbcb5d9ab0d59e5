package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/seal"
)

// A login for Kratos: the code is a row of the login's own commit, and its redemption leaves the record of a session.
func TestInteraction(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	browser, interaction := h.interaction()
	b := browser.begin("login", object{"interaction": interaction})
	if n := h.count("authorization_codes"); n != 0 {
		t.Errorf("%d codes at begin", n)
	}
	done := browser.finish("login", b, browser.getWith(phone, b)).want(200)
	to := done.object()["redirect_to"].(string)
	if !strings.HasPrefix(to, kratosAt+"?") || !contains(to, "state=the+state", "iss=") || done.object()["session"] != nil {
		t.Errorf("got %s, want a redirect to %s with state and iss, and no session", done.body, kratosAt)
	}
	if n := h.count("authorization_codes"); n != 1 {
		t.Errorf("%d codes", n)
	}
	code := codeIn(t, done)
	if strings.Contains(h.dump(), code) || len(code) != 43 {
		t.Errorf("the code is no secret: %s", code)
	}
	_, claims := claimsOf(t, h.kratosItself().form("/oauth2/token", tokenForm(code)).want(200).object()["id_token"].(string))
	if claims["sub"] != ada.id.String() {
		t.Errorf("got %v, want sub %s", claims, ada.id)
	}
	if codes, sessions := h.count("authorization_codes"), h.count("passkey_sessions"); codes != 0 || sessions != 1 {
		t.Errorf("%d codes, %d sessions", codes, sessions)
	}
}

// An interaction of another browser, or an expired one, is refused before the commit.
func TestInvalidInteractionSpendsNothing(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	browser, interaction := h.interaction()
	h.browser().post("/v1/login/begin", object{"interaction": interaction}).wantCode(400, "ceremony_invalid")
	h.clock.advance(28 * time.Minute)
	b := browser.begin("login", object{"interaction": interaction})
	credential := browser.getWith(phone, b)
	h.clock.advance(3 * time.Minute) // the ceremony is still valid, the interaction is not
	before := h.dump()
	browser.finish("login", b, credential).wantCode(400, "ceremony_expired")
	if h.dump() != before {
		t.Error("something was written")
	}
}

// A redirect with a code is held back until the passkey is removed: it opens nothing, on any replica and in any number
// of attempts.
func TestCodeInFlightEndsWithItsPasskey(t *testing.T) {
	for name, end := range map[string]func(h *harness, ada *person, id string){
		"suspended": func(h *harness, _ *person, id string) {
			h.adminWith("read", "revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "stolen"}).want(200)
		},
		"revoked": func(h *harness, _ *person, id string) {
			h.adminWith("read", "revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen"}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, minting)
			other := h.replica()
			ada, phone := h.person("ada@example.com"), device()
			id := ada.register(phone).want(201).id().String()
			code := h.code(phone)
			end(h, ada, id)
			for _, replica := range []*harness{h, other} {
				replica.kratosItself().at(replica).form("/oauth2/token", tokenForm(code)).wantOAuth(400, "invalid_grant")
			}
			if codes, sessions := h.count("authorization_codes"), h.count("passkey_sessions"); codes != 0 || sessions != 0 {
				t.Errorf("%d codes, %d sessions", codes, sessions)
			}
		})
	}
}

// Of 50 concurrent redemptions on two replicas, one wins; with the passkey suspended at the same moment, at most one.
func TestParallelRedemptions(t *testing.T) {
	for _, suspend := range []bool{false, true} {
		h := newHarness(t, minting)
		replicas := []*harness{h, h.replica()}
		ada, phone := h.person("ada@example.com"), device()
		id := ada.register(phone).want(201).id().String()
		admin := h.adminWith("read", "revoke")
		code := h.code(phone)
		statuses := make([]int, 50)
		start := make(chan struct{})
		var wait sync.WaitGroup
		for i := range statuses {
			wait.Go(func() {
				replica := replicas[i%2]
				kratos := replica.kratosItself()
				<-start
				statuses[i] = kratos.form("/oauth2/token", tokenForm(code)).status
			})
		}
		if suspend {
			wait.Go(func() {
				<-start
				admin.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "stolen"}).want(200)
			})
		}
		close(start)
		wait.Wait()
		winners := 0
		for _, status := range statuses {
			switch status {
			case http.StatusOK:
				winners++
			case http.StatusBadRequest:
			default:
				t.Errorf("status %d", status)
			}
		}
		if winners > 1 || (!suspend && winners != 1) {
			t.Errorf("%d winners, suspended %t", winners, suspend)
		}
		if suspend && h.count("passkey_sessions") != 0 {
			t.Error("the record of a session outlives its passkey")
		}
	}
}

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
	other := h.replica(func(o *harness) { o.oidc.Client.RedirectURI = "https://elsewhere.example.com/callback" })
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

// An attacker with only the secrets of the configuration can seal anything, and still signs in as no one.
func TestSecretsAloneDoNotSignIn(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	attacker, err := seal.New(h.rules.Secrets)
	if err != nil {
		t.Fatal(err)
	}
	now := h.clock.Now()
	sealed := encode(t, object{
		"jti": "x", "sub": ada.id, "identity": ada.id, "uv": true, "auth_time": now, "iat": now, "exp": now.Add(time.Minute),
		"challenge": authorizeQuery().Get("code_challenge"), "client": "kratos client", "redirect": kratosAt,
	})
	before := h.count("passkey_sessions")
	for _, kind := range []string{"oauth code", "oauth interaction", "login", "gate"} {
		token := attacker.SealToken(kind, sealed)
		h.kratosItself().form("/oauth2/token", tokenForm(token)).wantOAuth(400, "invalid_grant")
		if got := h.app().with("Authorization", "Bearer "+token).get("/v1/session"); got.status != http.StatusUnauthorized {
			t.Errorf("%s: %d", kind, got.status)
		}
	}
	if h.count("passkey_sessions") != before {
		t.Error("a session is recorded")
	}
}

// The ID token says aal2 only if user verification counts as a second factor.
func TestIDTokenOfPolicy(t *testing.T) {
	for _, counts := range []bool{true, false} {
		h := newHarness(t, minting, func(h *harness) { h.rules.UVPasskeyIsAAL2 = counts })
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		_, claims := claimsOf(t, h.kratosItself().form("/oauth2/token", tokenForm(h.code(phone))).want(200).object()["id_token"].(string))
		want := "urn:latchkey:acr:passkey"
		if counts {
			want += ":uv"
		}
		if claims["acr"] != want {
			t.Errorf("uv_passkey_is_aal2 %t: %v", counts, claims)
		}
	}
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

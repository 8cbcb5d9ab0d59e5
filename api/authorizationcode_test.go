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

// A redirect with a code is held back until its passkey is removed, or until all other sessions end, also with another passkey:
// it opens nothing, on any replica and in any number of attempts.
func TestCodeInFlightEnds(t *testing.T) {
	const passkeys = "/admin/v1/passkeys/"
	because := object{"reason": "stolen"}
	for name, end := range map[string]func(h *harness, ada *person, id, another string){
		"suspended": func(h *harness, _ *person, id, _ string) {
			h.adminWith("revoke").post(passkeys+id+"/suspend", because).want(200)
		},
		"revoked": func(h *harness, _ *person, id, _ string) {
			h.adminWith("revoke").post(passkeys+id+"/revoke", object{"reason": "stolen", "end_sessions": false}).want(200)
		},
		"all sessions": func(h *harness, ada *person, _, _ string) {
			h.adminWith("revoke").post("/admin/v1/identities/"+ada.id.String()+"/end-sessions", because).want(200)
		},
		"another revoked": func(h *harness, _ *person, _, another string) {
			h.adminWith("revoke").post(passkeys+another+"/revoke", because).want(200)
		},
		"another revoked with many": func(h *harness, _ *person, _, _ string) {
			late := object{"created_since": h.clock.Now().Add(-time.Second)}
			asked := h.adminWith("read", "revoke").post(revocations, object{"filter": late, "reason": "stolen", "expected": 1}).want(202).object()
			h.revoked(asked["id"])
		},
		"another disowned": func(_ *harness, ada *person, _, another string) {
			ada.post("/v1/passkeys/"+another+"/disown", object{}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, minting)
			other := h.replica()
			ada, phone := h.fresh("ada@example.com")
			id := ada.passkeyIDs()[0]
			h.clock.advance(time.Minute)
			another := ada.register(device()).want(201).id().String()
			code := h.code(phone)
			end(h, ada, id, another)
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

package oidc_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/client"
	"latchkey/client/proof"
)

// A route that package proof protects takes proofs that this package signs; everything else is a matter of sessions. e2e does so
// with sessions, too.
func TestProofsOpenRoutes(t *testing.T) {
	p := newPublished(t)
	nonces := proof.NewNonces()
	// Nothing listens there, so what is asked about sessions is 503.
	guard := proof.NewVerifier(p.server.URL, audience).Or(client.New("http://127.0.0.1:1", "https://app.example.com"), nonces.Use)
	open := func(demand client.Demand, headers ...string) (int, string, string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Add(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		guard.Require(demand, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, client.Of(r).IdentityID+" "+client.Of(r).Level)
		})).ServeHTTP(w, r)
		return w.Code, w.Body.String(), w.Header().Get("WWW-Authenticate")
	}
	strict := client.Demand{Level: "aal2", MaxAge: 20 * time.Second}
	const insufficient = `Bearer error="insufficient_user_authentication"`
	old, present := p.proof(t, 30*time.Second, true, audience, nonces.New()), p.proof(t, 0, false, audience, nonces.New())
	good := p.proof(t, 0, true, audience, nonces.New())
	for _, one := range []struct {
		name      string
		demand    client.Demand
		header    []string
		status    int
		challenge string
	}{
		{"too old", strict, []string{"Authorization", "Bearer " + old}, 401, insufficient + `, acr_values="urn:latchkey:acr:passkey:uv", max_age="20"`},
		{"not verified", strict, []string{"Authorization", "Bearer " + present}, 401, insufficient + `, acr_values="urn:latchkey:acr:passkey:uv", max_age="20"`},
		{"too old for any level", client.Demand{MaxAge: 20 * time.Second}, []string{"Authorization", "Bearer " + old}, 401, insufficient + `, acr_values="urn:latchkey:acr:passkey:uv", max_age="20"`},
		{"too old for one factor", client.Demand{Level: "aal1", MaxAge: 20 * time.Second}, []string{"Authorization", "Bearer " + old}, 401, insufficient + `, acr_values="urn:latchkey:acr:passkey urn:latchkey:acr:passkey:uv", max_age="20"`},
		{"old", client.Demand{Level: "aal2"}, []string{"Authorization", "bearer  " + old}, 200, ""},
		{"not verified, and no level demanded", client.Demand{}, []string{"Authorization", "Bearer " + present}, 401, insufficient + `, acr_values="urn:latchkey:acr:passkey:uv"`},
		{"present", client.Demand{Level: "aal1"}, []string{"Authorization", "Bearer " + present}, 200, ""},
		{"good", strict, []string{"Authorization", "Bearer " + good, "Cookie", "ory_kratos_session=x", "X-Session-Token", "x"}, 200, ""},
		{"again, beside a session", client.Demand{}, []string{"Authorization", "Bearer " + good, "Cookie", "ory_kratos_session=x", "X-Session-Token", "x"}, 401, `Bearer error="invalid_token"`},
		{"not signed", client.Demand{}, []string{"Authorization", "Bearer " + good[:strings.LastIndex(good, ".")]}, 401, `Bearer error="invalid_token"`},
		{"no such level", client.Demand{Level: "aal3"}, []string{"Authorization", "Bearer " + p.proof(t, 0, true, audience, nonces.New())}, 503, ""},
		{"a session's token", client.Demand{}, []string{"Authorization", "Bearer ory_st_x"}, 503, ""},
		{"another JWT", client.Demand{}, []string{"Authorization", "Bearer eyJ0eXAiOiJKV1QifQ.e30.x"}, 503, ""},
		{"another scheme", client.Demand{}, []string{"Authorization", "DPoP " + good}, 503, ""},
		{"no credential", client.Demand{}, nil, 503, ""},
	} {
		status, body, challenge := open(one.demand, one.header...)
		if status != one.status || challenge != one.challenge || (status == 200) != strings.HasPrefix(body, ada.IdentityID.String()) {
			t.Errorf("%s: %d %s %s", one.name, status, challenge, body)
		}
		if level := map[string]string{"good": "aal2", "present": "aal1"}[one.name]; !strings.HasSuffix(body, level) {
			t.Errorf("%s: %s", one.name, body)
		}
	}
}

// A nonce is accepted once, and only from the process that made it.
func TestNonces(t *testing.T) {
	nonces := proof.NewNonces()
	made := nonces.New()
	for name, wrong := range map[string]string{
		"of another process": proof.NewNonces().New(), "altered": "A" + made[1:], "short": made[:40], "empty": "", "padded": made + "=", "no base64": "!" + made[1:],
		"same bytes in another spelling": made[:len(made)-1] + string(made[len(made)-1]+1),
	} {
		if wrong != made && nonces.Use(wrong) {
			t.Errorf("%s: accepted", name)
		}
	}
	if !nonces.Use(made) || nonces.Use(made) {
		t.Error("not accepted exactly once")
	}
	if one, other := nonces.New(), nonces.New(); one == other {
		t.Error("made twice")
	}
}

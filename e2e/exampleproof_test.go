package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// testProofs: a route that a session opens is also opened by a proof for this service, once.
func testProofs(t *testing.T, s *stack, between *between, app string) {
	t.Helper()
	user, latchkey := s.browser(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, phone)
	proofFor := func(audience, nonce string) string {
		t.Helper()
		proof := s.anyone().proofFor(t, phone, map[string]string{"audience": audience, "nonce": nonce})
		remember("proof", proof)
		return proof
	}
	nonce := func() string {
		t.Helper()
		got := caller{app, nil}.do(t, http.MethodPost, "/nonce", nil)
		got.want(t, http.StatusOK, nil)
		return string(got.body)
	}
	send := func(method, path, proof string) answer {
		t.Helper()
		return caller{app, http.Header{"Authorization": {"Bearer " + proof}}}.do(t, method, path, nil)
	}
	refused := func(name string, got answer) {
		t.Helper()
		if challenge := got.header.Get("WWW-Authenticate"); got.status != http.StatusUnauthorized || challenge != `Bearer error="invalid_token"` || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s %s", name, got.status, challenge, got.body)
		}
	}
	before := between.count()
	proof := proofFor(app, nonce())
	if got := send(http.MethodPost, "/transfer", proof); got.status != http.StatusOK || string(got.body) != "Transferred for "+user.IdentityID.String()+" at aal2\n" {
		t.Errorf("with a proof: %d %s", got.status, got.body)
	}
	refused("the same proof again", send(http.MethodPost, "/transfer", proof))
	refused("the same proof at another route", send(http.MethodGet, "/", proof))
	refused("a nonce of an earlier proof", send(http.MethodGet, "/", proofFor(app, readProof(t, proof).Nonce)))
	refused("a proof for another service", send(http.MethodGet, "/", proofFor(serviceB, nonce())))
	refused("a nonce of the client's own", send(http.MethodGet, "/", proofFor(app, "my own")))
	altered := []byte(nonce())
	altered[12] ^= 1
	refused("an altered nonce", send(http.MethodGet, "/", proofFor(app, string(altered))))
	refused("a proof without a nonce", send(http.MethodGet, "/", s.anyone().proofFor(t, phone, map[string]string{"audience": app})))
	parts := strings.Split(proofFor(app, nonce()), ".")
	refused("unsigned", send(http.MethodGet, "/", parts[0]+"."+parts[1]+"."))
	refused("of two parts", send(http.MethodGet, "/", parts[0]+"."+parts[1]))
	refused("with another's signature", send(http.MethodGet, "/", parts[0]+"."+parts[1]+"."+strings.Split(proof, ".")[2]))
	// Whose cookie the browser adds does not matter.
	_, stranger := s.browser(t)
	header := http.Header{"Authorization": {"Bearer " + proof}, "Cookie": stranger.header["Cookie"]}
	refused("a used proof beside a session", caller{app, header}.do(t, http.MethodGet, "/", nil))

	phone.UserVerified = false
	present := proofFor(app, nonce())
	got := send(http.MethodPost, "/transfer", present)
	want := `Bearer error="insufficient_user_authentication", acr_values="urn:latchkey:acr:passkey:uv", max_age="300"`
	if challenge := got.header.Get("WWW-Authenticate"); got.status != http.StatusUnauthorized || challenge != want {
		t.Errorf("without user verification: %d %s", got.status, challenge)
	}
	want = `Bearer error="insufficient_user_authentication", acr_values="urn:latchkey:acr:passkey:uv"` // no level means two factors, as the policy does not count
	if got := send(http.MethodGet, "/", present); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != want {
		t.Errorf("where any session suffices: %d %s", got.status, got.header.Get("WWW-Authenticate"))
	}
	phone.UserVerified = true
	if got := send(http.MethodGet, "/", proofFor(app, nonce())); got.status != http.StatusOK || string(got.body) != "Hello "+user.IdentityID.String()+"\n" {
		t.Errorf("where it suffices: %d %s", got.status, got.body)
	}
	if asked := between.count() - before; asked != 0 {
		t.Errorf("Latchkey was asked %d times about sessions", asked)
	}
}

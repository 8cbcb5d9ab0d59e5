package e2e_test

import (
	"net/http"
	"net/url"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// redeemAtGate redeems a code at the gate, for the login that waits in the browser.
func (b *browserAt) redeemAtGate(t *testing.T, s *stack, email, code string) {
	t.Helper()
	address, err := url.Parse(b.submit(t, email).stepUpURL(t))
	must(t, err)
	got := s.page().do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"gate": address.Query().Get("gate"), "code": code})
	got.want(t, http.StatusOK, nil)
	b.kratos.keepCookies(got)
}

// newCodes is a new set, which takes a fresh session.
func (c caller) newCodes(t *testing.T) []string {
	t.Helper()
	var made struct{ Codes []string }
	c.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &made)
	return made.Codes
}

// at is the browser at Latchkey, with the session that Kratos gave it.
func (b *browserAt) at(s *stack) caller {
	return caller{s.latchkey.PublicURL, http.Header{"Cookie": {b.kratos.header.Get("Cookie")}, "Origin": {s.latchkey.PublicURL}}}
}

// testGrantRace: the owner has lost a key without a PIN and uses a recovery code at the gate. The attacker with the stolen key
// signs in with it before and after the owner's login, and gets nothing that the code granted.
func testGrantRace(t *testing.T, s *stack) {
	victim, person := s.app(t)
	key := s.securityKey()
	person.register(t, key)
	person.stepUp(t, key)
	codes := person.newCodes(t)

	b := openLogin(t, s, "")
	b.redeemAtGate(t, s, victim.Email, codes[0])
	var attackers []caller
	gainNothing := func() {
		t.Helper()
		attacker, _ := s.signIn(t, key)
		attackers = append(attackers, attacker)
		for _, attacker := range attackers {
			if level := attacker.level(t); level != "aal1" {
				t.Errorf("the attacker with the stolen key is at %s", level)
			}
			attacker.notFresh(t)
		}
	}
	gainNothing()
	in := b.submit(t, victim.Email)
	if !sessionIn(in) {
		t.Fatalf("the owner is not signed in: %d %s", in.status, in.body)
	}
	b.kratos.keepCookies(in)
	gainNothing()
	owner := b.at(s)
	owner.register(t, webauthntest.New(s.latchkey.PublicURL))
	gainNothing()
}

// testCodesOutlived: an attacker with the password and one code has a pass at the gate. The owner answers the mail
// that it was not them, and the pass is invalid.
func testCodesOutlived(t *testing.T, s *stack) {
	victim, person, device := s.customer(t)
	person.stepUp(t, device)
	codes := person.newCodes(t)
	strange := person.register(t, webauthntest.New(s.latchkey.PublicURL))

	b := openLogin(t, s, "")
	b.redeemAtGate(t, s, victim.Email, codes[0])
	person.do(t, http.MethodPost, "/v1/passkeys/"+strange.ID.String()+"/disown", struct{}{}).want(t, http.StatusOK, nil)
	if in := b.submit(t, victim.Email); sessionIn(in) {
		t.Error("what the old code earned outlives the new set")
	}
}

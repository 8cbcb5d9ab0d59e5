package e2e_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// The audiences that services of these tests take proofs for.
const (
	serviceA = "https://a.example.test"
	serviceB = "https://b.example.test"
)

// trustSecret is secrets.cipher of TestTrust, for an attacker who has stolen it.
var trustSecret = demo.RandomSecret()

// TestTrust performs attacks, each against its own user, on one stack.
func TestTrust(t *testing.T) {
	t.Parallel()
	performAll(t, attacks)
}

// TestTrustAtVolume performs the attacks that take thousands of calls, on a stack of its own, in parallel with the
// others.
func TestTrustAtVolume(t *testing.T) {
	t.Parallel()
	performAll(t, voluminous)
}

type attack struct {
	name    string
	perform func(*testing.T, *stack)
}

// performAll performs attacks on a Kratos with all of its own factors and with Latchkey as its provider, and a public console.
func performAll(t *testing.T, attacks []attack) {
	t.Helper()
	remember("cipher secret", trustSecret)
	admin := freePort(t)
	gate := newGatekeeper(t, admin)
	s := startStack(t, demo.KratosOptions{
		AdminPort: admin,
		Login:     &demo.KratosLogin{},
		UserNames: true,
		Passkeys:  &demo.KratosPasskeys{RPID: "localhost", Origins: []string{kratosOrigin}},
	}, demo.LatchkeyOptions{Binary: raced.path(t), Env: []string{
		"LATCHKEY_SECRETS_CIPHER=" + trustSecret, "LATCHKEY_KRATOS_ADMIN_URL=" + gate.url,
		"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_LIMITS_ADMIN_FAILURES_PER_MINUTE=0",
		"LATCHKEY_WEBAUTHN_CLONE=suspend",
		"LATCHKEY_PROOF_AUDIENCE=" + serviceA + "," + serviceB,
	}})
	s.gate = gate
	var err error
	s.key, err = s.latchkey.CreateKey(allScopes...)
	must(t, err)
	remember("admin key", s.key)
	for _, attack := range attacks {
		t.Run(attack.name, func(t *testing.T) { attack.perform(t, s) })
	}
}

// attacks do not change the stack for the others.
var attacks = []attack{
	{"Takeover", testTakeover},
	{"Provenance", testProvenance},
	{"UnlinkedFactor", testUnlinkedFactor},
	{"UseOfAnEarlierFactor", testUseOfAnEarlierFactor},
	{"VouchEndsWithItsPasskey", testVouchEndsWithItsPasskey},
	{"OwnPasskey", testOwnPasskey},
	{"OwnPasskeyWithRole", testOwnPasskeyWithRole},
	{"UnknownKind", testUnknownKind},
	{"Ending", testEnding},
	{"HeldBackCode", testHeldBackCode},
	{"HeldBackLogin", testHeldBackLogin},
	{"SealedCode", testSealedCode},
	{"FirstUV", testFirstUV},
	{"KeyWithoutPIN", testKeyWithoutPIN},
	{"WeakWaysToRole", testWeakWaysToRole},
	{"SupportAgainstAdmin", testSupportAgainstAdmin},
	{"Export", testExport},
	{"AdminKeys", testAdminKeys},
	{"Approvals", testApprovals},
	{"RequestID", testRequestID},
	{"Readiness", testReadiness},
	{"Proof", testProof},
	{"LinkNameTaken", testLinkNameTaken},
	{"Unlink", testUnlink},
	{"UnverifiedAddress", testUnverifiedAddress},
	{"TwoCookies", testTwoCookies},
	{"RemovedPasskeyDisowned", testRemovedPasskeyDisowned},
}

var voluminous = []attack{
	{"Flood", testFlood},
	{"FactorFlood", testFactorFlood},
	{"Enumeration", testEnumeration},
	{"Text", testText},
}

// signIn creates a new session at Kratos with the passkey.
func (s *stack) signIn(t testing.TB, device *webauthntest.Authenticator) (person caller, session uuid.UUID) {
	t.Helper()
	var got minted
	s.anyone().loginWith(t, "token", device).want(t, http.StatusOK, &got)
	if got.Session == nil {
		t.Fatal("the login made no session")
	}
	remember("session token", got.Session.Token)
	return caller{s.latchkey.PublicURL, http.Header{"X-Session-Token": {got.Session.Token}}}, got.Session.ID
}

// shut requires a response without access: the session has ended, or its evidence has.
func (a answer) shut(t testing.TB, what string) {
	t.Helper()
	if a.status != http.StatusUnauthorized && a.status != http.StatusForbidden {
		t.Errorf("%s: %d, want 401 or 403: %s", what, a.status, a.body)
	}
}

// notFresh requires each request that needs a fresh session to be refused, although the session exists.
func (c caller) notFresh(t testing.TB) {
	t.Helper()
	for path, method := range map[string]string{"/v1/registration/begin": http.MethodPost, "/v1/recovery-codes": http.MethodPost} {
		c.do(t, method, path, struct{}{}).shut(t, path)
	}
}

// level is the level of the session in forward-auth.
func (c caller) level(t testing.TB) string {
	t.Helper()
	return c.do(t, http.MethodGet, "/v1/authz", nil).header.Get("X-Latchkey-Level")
}

// change makes a request to the admin API that requires a reason.
func (s *stack) change(t testing.TB, passkey uuid.UUID, verb string) {
	t.Helper()
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+passkey.String()+"/"+verb, map[string]any{"reason": "the phone was stolen"}).
		want(t, http.StatusOK, nil)
}

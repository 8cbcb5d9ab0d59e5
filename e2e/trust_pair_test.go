package e2e_test

import (
	"testing"

	"latchkey/demo"
	"latchkey/store/migrated"
	"latchkey/webauthnsvc/webauthntest"
)

// pair is two replicas on one PostgreSQL with the Kratos of the shared stack, behind one origin.
type pair struct {
	origin   string
	replicas [2]*stack
}

// startPair starts both while their secret is being changed: each has the other's secret second. The limits of env are per
// replica.
func startPair(t *testing.T, kratos *demo.Kratos, env ...string) *pair {
	t.Helper()
	p := &pair{origin: localhost(freePort(t))}
	dsn := migrated.Postgres(t)
	former, next := demo.RandomSecret(), demo.RandomSecret()
	remember("cipher secret", former)
	remember("cipher secret", next)
	for i, secrets := range []string{former + "," + next, next + "," + former} {
		l := startLatchkey(t, demo.LatchkeyOptions{Kratos: kratos, DSN: dsn, Env: append([]string{
			"LATCHKEY_SECRETS_CIPHER=" + secrets, "LATCHKEY_SERVE_PUBLIC_BASE_URL=" + p.origin, relyingParty(t, p.origin),
		}, env...)})
		p.replicas[i] = &stack{kratos: kratos, latchkey: l}
	}
	key, err := p.replicas[0].latchkey.CreateKey(allScopes...)
	must(t, err)
	remember("admin key", key)
	for _, s := range p.replicas {
		s.key = key
	}
	return p
}

// person is a new user with a native app, who calls each replica in the same session.
func (p *pair) person(t *testing.T) (*demo.KratosUser, [2]caller) {
	t.Helper()
	user, first := p.replicas[0].app(t)
	return user, [2]caller{first, p.replicas[1].withToken(user)}
}

// customer is a user with a passkey.
func (p *pair) customer(t *testing.T) (*demo.KratosUser, [2]caller, *webauthntest.Authenticator) {
	t.Helper()
	user, callers := p.person(t)
	device := webauthntest.New(p.origin)
	callers[0].register(t, device)
	return user, callers, device
}

// restart stops both replicas cleanly, and starts them again.
func (p *pair) restart(t *testing.T) {
	t.Helper()
	for _, s := range p.replicas {
		must(t, s.latchkey.Stop())
	}
	for _, s := range p.replicas {
		must(t, s.latchkey.Start(t.Context()))
	}
}

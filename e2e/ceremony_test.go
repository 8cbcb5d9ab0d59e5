package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// begun is the answer to a begin.
type begun struct {
	Ceremony  string          `json:"ceremony"`
	PublicKey json.RawMessage `json:"publicKey"`
}

// finish is the body of a finish.
type finish struct {
	Ceremony   string          `json:"ceremony"`
	Credential json.RawMessage `json:"credential"`
}

type passkey struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	Suspended bool      `json:"suspended"`
	Synced    bool      `json:"synced"`
	SignCount uint32    `json:"sign_count"` // admins only
}

type login struct {
	IdentityID uuid.UUID `json:"identity_id"`
	Passkey    passkey   `json:"passkey"`
	Assurance  struct {
		Level string `json:"level"`
	} `json:"assurance"`
}

// begin begins a registration, login or step-up.
func (c caller) begin(t testing.TB, kind string) begun {
	t.Helper()
	var b begun
	c.do(t, http.MethodPost, "/v1/"+kind+"/begin", struct{}{}).want(t, http.StatusOK, &b)
	return b
}

// created is an authenticator's response to a registration.
func (b begun) created(t testing.TB, a *webauthntest.Authenticator) finish {
	t.Helper()
	credential, err := a.Create(b.PublicKey)
	must(t, err)
	return finish{b.Ceremony, credential}
}

// signed is the answer of an authenticator that uses one.
func (b begun) signed(t testing.TB, a *webauthntest.Authenticator) finish {
	t.Helper()
	credential, err := a.Get(b.PublicKey)
	must(t, err)
	return finish{b.Ceremony, credential}
}

func (c caller) finish(t testing.TB, kind string, f finish) answer {
	t.Helper()
	return c.do(t, http.MethodPost, "/v1/"+kind+"/finish", f)
}

// register registers a passkey for the caller's identity.
func (c caller) register(t testing.TB, a *webauthntest.Authenticator) passkey {
	t.Helper()
	var made passkey
	c.finish(t, "registration", c.begin(t, "registration").created(t, a)).want(t, http.StatusCreated, &made)
	return made
}

// login signs in by the passkey that the authenticator holds.
func (c caller) login(t testing.TB, a *webauthntest.Authenticator) answer {
	t.Helper()
	return c.finish(t, "login", c.begin(t, "login").signed(t, a))
}

func (c caller) stepUp(t testing.TB, a *webauthntest.Authenticator) {
	t.Helper()
	c.finish(t, "step-up", c.begin(t, "step-up").signed(t, a)).want(t, http.StatusOK, nil)
}

// passkeys are the caller's own.
func (c caller) passkeys(t testing.TB) []passkey {
	t.Helper()
	var list struct {
		Passkeys []passkey `json:"passkeys"`
	}
	c.do(t, http.MethodGet, "/v1/passkeys", nil).want(t, http.StatusOK, &list)
	return list.Passkeys
}

// events are the types of the audit events that a query finds, oldest first.
func (c caller) events(t testing.TB, query string) []string {
	t.Helper()
	var list struct {
		Events []struct {
			Type string `json:"type"`
		} `json:"events"`
	}
	c.do(t, http.MethodGet, "/admin/v1/audit-events?"+query, nil).want(t, http.StatusOK, &list)
	var types []string
	for _, event := range list.Events {
		types = append([]string{event.Type}, types...)
	}
	return types
}

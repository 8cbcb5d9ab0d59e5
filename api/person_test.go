package api_test

import (
	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// person is a user with an identity and a session by password, in a browser at origin.
type person struct {
	*caller
	id    uuid.UUID
	email string
	token string
}

func (h *harness) person(login string) *person {
	h.t.Helper()
	id := h.kratos.newIdentity(login)
	return h.signIn(id, login)
}

func (h *harness) signIn(id uuid.UUID, login string) *person {
	token := h.kratos.signIn(id, h.clock.Now())
	c := h.browser()
	c.cookies[sessionCookie] = token
	return &person{caller: c, id: id, email: login, token: token}
}

func (p *person) sessionID(h *harness) uuid.UUID { return h.kratos.sessions[p.token].ID }

// device is an authenticator at origin.
func device(edits ...func(*webauthntest.Authenticator)) *webauthntest.Authenticator {
	a := webauthntest.New(origin)
	for _, edit := range edits {
		edit(a)
	}
	return a
}

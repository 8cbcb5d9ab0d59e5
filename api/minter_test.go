package api_test

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// fakeMinter makes sessions in the Kratos in memory; end-to-end tests mint in the real one.
type fakeMinter struct {
	kratos *fakeKratos

	mu     sync.Mutex
	linked []uuid.UUID
}

// minting switches on logins that end in Kratos sessions.
func minting(h *house) {
	h.rules.Minter, h.rules.Provider = &fakeMinter{kratos: h.kratos}, "passkey"
}

func (h *house) links() []uuid.UUID {
	minter := h.rules.Minter.(*fakeMinter)
	minter.mu.Lock()
	defer minter.mu.Unlock()
	return slices.Clone(minter.linked)
}

func (m *fakeMinter) Link(ctx context.Context, id uuid.UUID) (webauthnsvc.Identity, error) {
	identity, err := m.kratos.Identity(ctx, id)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil && identity.Active && !slices.Contains(m.linked, id) {
		m.linked = append(m.linked, id)
	}
	return identity, err
}

func (m *fakeMinter) Unlink(_ context.Context, id uuid.UUID) (webauthnsvc.Removal, error) {
	if err := m.kratos.question(); err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.linked, id) {
		return webauthnsvc.RemovalAbsent, nil
	}
	m.linked = slices.DeleteFunc(m.linked, func(linked uuid.UUID) bool { return linked == id })
	return webauthnsvc.RemovalDone, nil
}

func (m *fakeMinter) Mint(_ context.Context, kind string, who webauthnsvc.SignedIn) (webauthnsvc.MintedSession, error) {
	if err := m.kratos.question(); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	token := m.kratos.signIn(who.IdentityID, who.At)
	m.kratos.editSession(token, func(s *webauthnsvc.Session) {
		s.Methods = []webauthnsvc.Method{{Name: "oidc", AAL: webauthnsvc.AAL1, CompletedAt: who.At, Provider: "passkey"}}
	})
	minted := webauthnsvc.MintedSession{Kind: kind, Session: m.kratos.sessions[token]}
	if kind == webauthnsvc.SessionToken {
		minted.Token = token
	} else {
		minted.Cookie = &http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true}
	}
	return minted, nil
}

func (m *fakeMinter) EndSession(_ context.Context, sessionID uuid.UUID) error {
	if err := m.kratos.question(); err != nil {
		return err
	}
	m.kratos.mu.Lock()
	defer m.kratos.mu.Unlock()
	for token, session := range m.kratos.sessions {
		if session.ID == sessionID {
			delete(m.kratos.sessions, token)
		}
	}
	return nil
}

// minted signs in with a passkey and calls with the session that this made.
func (h *house) minted(d interface {
	Get([]byte) ([]byte, error)
}) *person {
	h.t.Helper()
	c := h.app()
	b := c.begin("login", object{"session": "token"})
	credential, err := d.Get(b.PublicKey)
	if err != nil {
		h.t.Fatal(err)
	}
	done := c.finish("login", b, credential).want(200).object()
	token := done["session"].(object)["token"].(string)
	browser := h.browser()
	browser.cookies[sessionCookie] = token
	return &person{caller: browser, id: uuid.MustParse(done["identity_id"].(string)), token: token}
}

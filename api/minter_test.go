package api_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/oidc"
	"latchkey/webauthnsvc"
)

// fakeMinter creates sessions in the Kratos in memory; end-to-end tests use a real one.
type fakeMinter struct {
	kratos  *fakeKratos
	harness *harness
	// meanwhile runs after the login's commit, and afterwards once Kratos has created the session; either may be nil.
	meanwhile, afterwards func()
	// unlinked is how many logins fail because the identity is unlinked before their code is redeemed.
	unlinked int
	redeemed func() // runs after such a redemption, if set
	// refusedBegin and refusedEnd are how each login at Kratos fails, before its commit or after it; lastRefusal is what the
	// minter remembers. Each may be nil.
	refusedBegin, refusedEnd, lastRefusal error
	// unclear: Kratos has created the session, and its response is lost.
	unclear bool
	// raise is set if Kratos refuses the new session until it is raised there; anonymous, if its ID is not known before.
	raise     *account.AAL2Required
	anonymous bool

	mu     sync.Mutex
	linked []uuid.UUID
}

// minting enables logins that create Kratos sessions.
func minting(h *harness) {
	minter := &fakeMinter{kratos: h.kratos, harness: h}
	h.rules.Minter, h.rules.Provider = minter, "passkey"
	h.oidc.Link = func(ctx context.Context, id uuid.UUID) error {
		_, err := minter.Link(ctx, id)
		return err
	}
	h.oidc.Client = &oidc.Client{ID: "kratos client", Secret: kratosSecret, RedirectURIs: []string{kratosAt}}
}

func (h *harness) links() []uuid.UUID {
	minter := h.rules.Minter.(*fakeMinter)
	minter.mu.Lock()
	defer minter.mu.Unlock()
	return slices.Clone(minter.linked)
}

func (m *fakeMinter) Link(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	identity, err := m.kratos.Identity(ctx, id)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil && identity.Active && !slices.Contains(m.linked, id) {
		m.linked = append(m.linked, id)
	}
	return identity, err
}

func (m *fakeMinter) Unlink(_ context.Context, id uuid.UUID) (account.Removal, error) {
	if err := m.kratos.question(); err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.linked, id) {
		return account.RemovalAbsent, nil
	}
	m.linked = slices.DeleteFunc(m.linked, func(linked uuid.UUID) bool { return linked == id })
	return account.RemovalDone, nil
}

// Begin acts as Kratos up to the authorization request that it would send a browser to.
func (m *fakeMinter) Begin(_ context.Context, kind string, who webauthnsvc.SignedIn) (webauthnsvc.Minting, error) {
	if err := m.kratos.question(); err != nil {
		return nil, err
	}
	return &fakeMinting{m, kind, who}, m.refusedBegin
}

func (m *fakeMinter) LastRefusal(uuid.UUID) error { return m.lastRefusal }

type fakeMinting struct {
	*fakeMinter
	kind string
	who  webauthnsvc.SignedIn
}

func (m *fakeMinting) AuthorizeURL() string {
	return baseURL + "/oauth2/authorize?" + authorizeQuery().Encode()
}

// Finish redeems the code at our token endpoint, as Kratos does, and creates a session from the response.
func (m *fakeMinting) Finish(_ context.Context, callbackURL string) (webauthnsvc.MintedSession, error) {
	if m.meanwhile != nil {
		m.meanwhile()
	}
	if err := m.kratos.question(); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	callback, err := url.Parse(callbackURL)
	if err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	answer := m.harness.kratosItself().form("/oauth2/token", tokenForm(callback.Query().Get("code")))
	if answer.status != http.StatusOK {
		return webauthnsvc.MintedSession{}, fault.ErrKratosUnavailable
	}
	if m.refusedEnd != nil {
		return webauthnsvc.MintedSession{}, m.refusedEnd
	}
	if m.unlinked > 0 {
		m.unlinked--
		if m.redeemed != nil {
			m.redeemed()
		}
		return webauthnsvc.MintedSession{}, webauthnsvc.ErrUnlinked
	}
	token := m.kratos.signIn(m.who.IdentityID, m.who.At)
	m.kratos.editSession(token, func(s *account.Session) {
		s.Methods = []account.Method{{Name: "oidc", AAL: account.AAL1, CompletedAt: m.who.At, Provider: "passkey"}}
	})
	m.kratos.mu.Lock()
	session := m.kratos.sessions[token]
	m.kratos.mu.Unlock()
	if m.afterwards != nil {
		m.afterwards()
	}
	if m.unclear {
		return webauthnsvc.MintedSession{}, fault.ErrKratosUnavailable
	}
	minted := webauthnsvc.MintedSession{Kind: m.kind, Session: session, Raise: m.raise}
	if m.anonymous {
		minted.Session = account.Session{}
	}
	if m.kind == webauthnsvc.SessionToken {
		minted.Token = token
	} else {
		minted.Cookie = &http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true}
	}
	return minted, nil
}

// Leftovers returns all sessions of our provider, as if all were of the same second and device.
func (m *fakeMinting) Leftovers(context.Context) (left []uuid.UUID, certain bool, err error) {
	m.kratos.mu.Lock()
	defer m.kratos.mu.Unlock()
	for _, session := range m.kratos.sessions {
		if session.Identity.ID == m.who.IdentityID && session.Methods[0].Provider != "" {
			left = append(left, session.ID)
		}
	}
	return left, false, nil
}

// minted signs in with a passkey and returns the user with the session that this created.
func (h *harness) minted(d interface {
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

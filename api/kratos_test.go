package api_test

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/webauthnsvc"
)

const sessionCookie = "ory_kratos_session"

// fakeKratos answers from memory what package kratos would ask Kratos; end-to-end tests run a real one.
type fakeKratos struct {
	mu           sync.Mutex
	down         bool
	endingFails  bool
	removalFails bool
	ending       func()      // runs before sessions are ended, if set
	endedOnes    []uuid.UUID // the sessions that were ended by themselves
	aal2         string      // where SessionOf redirects every session; "" nowhere
	sessions     map[string]account.Session
	stale        map[string]account.Session // what CachedSessionOf has cached
	identities   map[uuid.UUID]*kratosIdentity
	asked        int           // calls about identities, so that tests see which are made
	ended        []uuid.UUID   // whose sessions were ended
	downAfter    int           // calls until it fails; 0: it does not
	slow         time.Duration // how long FindIdentity takes, and how much longer for a known identity
	slowKnown    time.Duration
	meanwhile    func()        // runs within the next call about an identity, once
	refreshes    []refreshWish // the arguments of RefreshURL
}

type kratosIdentity struct {
	account.Identity
	factors kratosFactors
	passkey bool // one of Kratos' own, which it does not remove
	// Another text is another password, or another address.
	password, address     string
	passwordAt, addressAt time.Time
	factorsAt             time.Time // when the other factors changed; zero: Kratos does not say
	codes, app            string    // another text is another set of lookup codes, or another authenticator app
}

// kratosFactors are what an identity holds at Kratos besides a first factor.
type kratosFactors struct{ TOTP, LookupSecret, WebAuthn, Others bool }

func (f kratosFactors) Any() bool { return f != kratosFactors{} }

type refreshWish struct{ aal2, refresh bool }

var (
	_ webauthnsvc.Kratos = (*fakeKratos)(nil)
	_ standing.Pages     = (*fakeKratos)(nil)
)

func newKratos() *fakeKratos {
	return &fakeKratos{sessions: map[string]account.Session{}, identities: map[uuid.UUID]*kratosIdentity{}}
}

// token returns the one credential that counts, in Kratos' own order.
func (k *fakeKratos) token(r *http.Request) (token string, cookie bool) {
	if token := r.Header.Get("X-Session-Token"); token != "" {
		return token, false
	}
	if c, err := r.Cookie(sessionCookie); err == nil && c.Value != "" {
		return c.Value, true
	}
	token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return token, false
}

func (k *fakeKratos) UsesCookie(r *http.Request) bool {
	_, cookie := k.token(r)
	return cookie
}

func (k *fakeKratos) SessionOf(r *http.Request) (account.Session, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	token, _ := k.token(r)
	session, ok := k.sessions[token]
	switch {
	case token == "":
		return account.Session{}, fault.ErrUnauthenticated
	case k.down:
		return account.Session{}, fault.ErrKratosUnavailable
	case !ok:
		return account.Session{}, fault.ErrUnauthenticated
	case k.aal2 != "":
		return account.Session{}, &account.AAL2Required{RedirectTo: k.aal2}
	}
	if now, ok := k.identities[session.Identity.ID]; ok {
		session.Identity.Addresses = now.Addresses
	}
	return session, nil
}

// CachedSessionOf returns stale sessions that a test has set, as a cache would.
func (k *fakeKratos) CachedSessionOf(r *http.Request) (account.Session, bool, error) {
	token, _ := k.token(r)
	k.mu.Lock()
	session, cached := k.stale[token]
	k.mu.Unlock()
	if cached {
		return session, true, nil
	}
	session, err := k.SessionOf(r)
	return session, false, err
}

// question counts a call, runs meanwhile, and reports whether Kratos answers.
func (k *fakeKratos) question() error {
	k.mu.Lock()
	k.asked++
	meanwhile, down := k.meanwhile, k.down
	k.meanwhile = nil
	if k.downAfter > 0 {
		k.downAfter--
		k.down = k.down || k.downAfter == 0
	}
	k.mu.Unlock()
	if meanwhile != nil {
		meanwhile()
	}
	if down {
		return fault.ErrKratosUnavailable
	}
	return nil
}

func (k *fakeKratos) Identity(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	identity, _, err := k.Holdings(ctx, id, nil)
	return identity, err
}

func (k *fakeKratos) Active(ctx context.Context, id uuid.UUID) (bool, error) {
	identity, err := k.Identity(ctx, id)
	return identity.Active, err
}

func (k *fakeKratos) Holdings(_ context.Context, id uuid.UUID, _ account.CodeOffer) (account.Identity, assurance.Held, error) {
	if err := k.question(); err != nil {
		return account.Identity{}, nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	found, ok := k.identities[id]
	if !ok {
		return account.Identity{}, nil, fault.ErrIdentityNotFound
	}
	identity := found.Identity
	identity.First = found.firstHeld()
	return identity, found.held(), nil
}

// firstHeld returns a password, and the address for recoveries. Both are older than any passkey until a test changes
// them.
func (i *kratosIdentity) firstHeld() assurance.Held {
	since := func(at time.Time) time.Time {
		if at.IsZero() {
			return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return at
	}
	return assurance.Held{
		{Kind: assurance.KindPassword, Material: assurance.NewMaterial("hash " + i.password + i.ID.String()), ChangedAt: since(i.passwordAt)},
		{Kind: assurance.KindAddress, Material: assurance.NewMaterial("address " + i.address + i.ID.String()), ChangedAt: since(i.addressAt)},
	}
}

func (i *kratosIdentity) held() assurance.Held {
	var held assurance.Held
	for _, one := range []struct {
		held bool
		kind string
	}{
		{i.factors.TOTP, assurance.KindTOTP}, {i.factors.LookupSecret, assurance.KindLookupSecret},
		{i.factors.WebAuthn, assurance.KindWebAuthn}, {i.passkey, assurance.KindPasskey}, {i.factors.Others, "unknown"},
	} {
		if one.held {
			held = append(held, assurance.HeldFactor{Kind: one.kind, Material: assurance.NewMaterial(one.kind + i.ID.String() + map[string]string{assurance.KindLookupSecret: i.codes, assurance.KindTOTP: i.app}[one.kind]), ChangedAt: i.factorsAt})
		}
	}
	return held
}

// FindIdentity matches exactly except for case, as Kratos does: spaces count.
func (k *fakeKratos) FindIdentity(_ context.Context, identifier string) (account.Identity, error) {
	time.Sleep(k.slow)
	if err := k.question(); err != nil {
		return account.Identity{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, found := range k.identities {
		if strings.EqualFold(found.Login, identifier) {
			time.Sleep(k.slowKnown)
			return found.Identity, nil
		}
	}
	return account.Identity{}, fault.ErrIdentityNotFound
}

func (k *fakeKratos) Sessions(_ context.Context, id uuid.UUID) iter.Seq2[account.Session, error] {
	return func(yield func(account.Session, error) bool) {
		if err := k.question(); err != nil {
			yield(account.Session{}, err)
			return
		}
		for _, session := range k.sessionsOf(id) {
			if !yield(session, nil) {
				return
			}
		}
	}
}

// sessionsOf returns an identity's sessions, the most recently authenticated first.
func (k *fakeKratos) sessionsOf(id uuid.UUID) []account.Session {
	k.mu.Lock()
	defer k.mu.Unlock()
	var list []account.Session
	for _, session := range k.sessions {
		if session.Identity.ID == id {
			list = append(list, session)
		}
	}
	slices.SortFunc(list, func(a, b account.Session) int { return b.AuthenticatedAt.Compare(a.AuthenticatedAt) })
	return list
}

func (k *fakeKratos) SessionByID(_ context.Context, identityID, sessionID uuid.UUID) (account.Session, bool, error) {
	if err := k.question(); err != nil {
		return account.Session{}, false, err
	}
	for _, session := range k.sessionsOf(identityID) {
		if session.ID == sessionID {
			return session, true, nil
		}
	}
	return account.Session{}, false, nil
}

// ends is question for calls that end sessions.
func (k *fakeKratos) ends() error {
	k.mu.Lock()
	ending, fails := k.ending, k.endingFails
	k.mu.Unlock()
	if ending != nil {
		ending()
	}
	if err := k.question(); err != nil || !fails {
		return err
	}
	return fault.ErrKratosUnavailable
}

func (k *fakeKratos) EndSessions(_ context.Context, id uuid.UUID) error {
	if err := k.ends(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = append(k.ended, id)
	for token, session := range k.sessions {
		if session.Identity.ID == id {
			delete(k.sessions, token)
		}
	}
	return nil
}

func (k *fakeKratos) EndSessionsBut(_ context.Context, id, except uuid.UUID, begunBy time.Time) error {
	if err := k.ends(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for token, session := range k.sessions {
		if session.Identity.ID == id && session.ID != except && !session.AuthenticatedAt.After(begunBy) {
			delete(k.sessions, token)
		}
	}
	return nil
}

// failEnding makes Kratos refuse to end sessions.
func (k *fakeKratos) failEnding(fails bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.endingFails = fails
}

// failRemoval makes Kratos refuse to remove factors.
func (k *fakeKratos) failRemoval(fails bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.removalFails = fails
}

func (k *fakeKratos) EndSession(_ context.Context, sessionID uuid.UUID) error {
	if err := k.ends(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.endedOnes = append(k.endedOnes, sessionID)
	for token, session := range k.sessions {
		if session.ID == sessionID {
			delete(k.sessions, token)
		}
	}
	return nil
}

func (k *fakeKratos) RemoveFactor(_ context.Context, id uuid.UUID, kind, _ string) (account.Removal, error) {
	if err := k.question(); err != nil {
		return "", err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.removalFails {
		return "", fault.ErrKratosUnavailable
	}
	found, ok := k.identities[id]
	if !ok {
		return "", fault.ErrIdentityNotFound
	}
	if (kind == assurance.KindPasskey && found.passkey) || (kind == "unknown" && found.factors.Others) {
		return account.RemovalKept, nil
	}
	held := map[string]*bool{"totp": &found.factors.TOTP, "lookup_secret": &found.factors.LookupSecret, "webauthn": &found.factors.WebAuthn}[kind]
	if held == nil || !*held {
		return account.RemovalAbsent, nil
	}
	*held = false
	return account.RemovalDone, nil
}

func (k *fakeKratos) VerificationURL(returnTo string) string {
	return "http://kratos.test/self-service/verification/browser?return_to=" + returnTo
}

func (k *fakeKratos) RefreshURL(aal2, refresh bool, returnTo string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.refreshes = append(k.refreshes, refreshWish{aal2, refresh})
	level := "aal1"
	if aal2 {
		level = "aal2"
	}
	return "http://kratos.test/self-service/login/browser?aal=" + level + "&return_to=" + returnTo
}

// change edits an identity.
func (k *fakeKratos) change(id uuid.UUID, edit func(*kratosIdentity)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	edit(k.identities[id])
}

func (k *fakeKratos) role(id uuid.UUID) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.identities[id].Role
}

func (k *fakeKratos) remove(id uuid.UUID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.identities, id)
}

func (k *fakeKratos) goDown(down bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down = down
}

// editSession changes the session behind a token.
func (k *fakeKratos) editSession(token string, edit func(*account.Session)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	session := k.sessions[token]
	edit(&session)
	k.sessions[token] = session
}

// newIdentity creates an active identity.
func (k *fakeKratos) newIdentity(login string) uuid.UUID {
	k.mu.Lock()
	defer k.mu.Unlock()
	id := uuid.New()
	k.identities[id] = &kratosIdentity{Identity: account.Identity{
		ID: id, Active: true, Login: login, DisplayName: "The one called " + login, ChangedAt: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
	}}
	return id
}

// signIn creates a session by password.
func (k *fakeKratos) signIn(id uuid.UUID, at time.Time) (token string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	token = "ory_st_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	identity := k.identities[id].Identity
	identity.ChangedAt = time.Time{} // whoami names no credentials
	k.sessions[token] = account.Session{
		ID: uuid.New(), Identity: identity, AAL: account.AAL1,
		AuthenticatedAt: at, ExpiresAt: at.Add(24 * time.Hour),
		Methods: []account.Method{{Name: "password", AAL: account.AAL1, CompletedAt: at}},
	}
	return token
}

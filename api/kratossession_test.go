package api_test

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

const sessionCookie = "ory_kratos_session"

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

func (k *fakeKratos) failEnding(fails bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.endingFails = fails
}

func (k *fakeKratos) EndSession(_ context.Context, sessionID uuid.UUID) error {
	if err := k.ends(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.endedSessions = append(k.endedSessions, sessionID)
	for token, session := range k.sessions {
		if session.ID == sessionID {
			delete(k.sessions, token)
		}
	}
	return nil
}

func (k *fakeKratos) editSession(token string, edit func(*account.Session)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	session := k.sessions[token]
	edit(&session)
	k.sessions[token] = session
}

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
		Devices: []account.Device{{IP: "192.0.2.1", UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}, {UserAgent: "curl/8"}},
	}
	return token
}

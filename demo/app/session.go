package app

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
	"time"
)

// sessionLife is short, because such a session is the application's own: ending the person's sessions at Kratos does not
// end it. home.go asks Kratos each time whether the identity is still active; a real application should as well.
const sessionLife = time.Hour

// session is what the application remembers of a sign-in with a passkey.
type session struct {
	IdentityID string // whose passkey it was, at Kratos
	Passkey    string // the name the person gave it
	Level      string // aal1 or aal2
	At         time.Time
}

// sessions are kept in memory here; a real application has its own place for them.
type sessions struct {
	mu      sync.Mutex
	byToken map[string]session
}

func newSessions() *sessions { return &sessions{byToken: map[string]session{}} }

// add returns the new session's token: always a new one, so that nobody can prepare it for somebody else.
func (s *sessions) add(new session) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, old := range s.byToken {
		if time.Since(old.At) > sessionLife {
			delete(s.byToken, token)
		}
	}
	token := rand.Text() + rand.Text()
	s.byToken[token] = new
	return token
}

func (s *sessions) get(token string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.byToken[token]
	return found, ok && time.Since(found.At) <= sessionLife
}

func (s *sessions) remove(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byToken, token)
}

const (
	sessionCookie = "sample_app_session"
	browserCookie = "sample_app_browser"
)

// setCookie sets one that scripts cannot read. A life of 0 lasts until the browser closes, a negative one deletes it. On
// https the cookie has the __Host- prefix, so that no other host of the domain can set it.
func (a *App) setCookie(w http.ResponseWriter, name, value string, sameSite http.SameSite, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookieName(name), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: a.secure(), SameSite: sameSite,
	})
}

func (a *App) cookie(r *http.Request, name string) string {
	cookie, err := r.Cookie(a.cookieName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (a *App) cookieName(name string) string {
	if a.secure() {
		return "__Host-" + name
	}
	return name
}

func (a *App) secure() bool { return strings.HasPrefix(a.cfg.URL, "https://") }

package kratos_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

// TestSeveralCookies: any page of a neighbouring host can set a second session cookie. Several sessions of one user are
// accepted, sessions of two users are refused, and cookies that Kratos rejects do not count.
func TestSeveralCookies(t *testing.T) {
	const other = "5c1a7d10-1f9b-4a0e-9d0b-0d2f6c0f5a11"
	var asked atomic.Int32
	handler := func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		status, body := 401, refused401
		switch name, value, more := strings.Cut(r.Header.Get("Cookie"), "="); {
		case !more || name != "ory_kratos_session" || strings.Contains(value, ";"):
			t.Errorf("sent on: %q", r.Header.Get("Cookie"))
		case value == "ada1":
			status, body = 200, session
		case value == "ada2":
			status, body = 200, strings.Replace(session, sessionID, other, 1)
		case value == "eve":
			status, body = 200, strings.ReplaceAll(session, identityID, other)
		case value == "sleepy":
			status, body = 200, strings.ReplaceAll(strings.Replace(session, `"state":"active"`, `"state":"inactive"`, 1), identityID, other)
		case value == "over":
			status, body = 200, strings.Replace(session, "2126-", "2016-", 1)
		case value == "aal2":
			status, body = 403, refused403
		case value == "down":
			status, body = 502, `{}`
		}
		w.Header().Set("Content-Type", asJSON)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
	server := httptest.NewServer(http.HandlerFunc(handler))
	t.Cleanup(server.Close)
	fresh := func() *kratos.Client {
		c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, LoginTraits: []string{"email"}, Timeout: 30 * time.Second, SessionCache: 10 * time.Second})
		must(t, err)
		return c
	}
	var aal2 *account.AAL2Required
	for _, test := range []struct {
		cookies string
		want    string // a session, or the error
		asked   int32
	}{
		{"ada1", sessionID, 1},
		{"ada1 ada1 ada1 ada1 ada1 ada1", sessionID, 1},
		{"ada1 ada2", sessionID, 2},
		{"ada2 ada1", other, 2},
		{"old ada1", sessionID, 2},
		{"ada1 old older oldest", sessionID, 4},
		{"1 2 3 4 5 6 7 ada1", sessionID, 8},
		{"sleepy", "inactive", 1},
		{"old sleepy", "inactive", 2},
		{"sleepy ada1", "conflict", 2},
		{"over ada1", sessionID, 2},
		{"over", "unauthenticated", 1},
		{"old older", "unauthenticated", 2},
		{"ada1 eve", "conflict", 2},
		{"eve ada1", "conflict", 2},
		{"old ada1 ada2 eve", "conflict", 4},
		{"1 2 3 4 5 6 7 8 ada1", "conflict", 0},
		{"aal2", "aal2", 1},
		{"old aal2", "aal2", 2},
		{"aal2 ada1", "conflict", 2},
		{"ada1 down", "unavailable", 2},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		for _, value := range strings.Fields(test.cookies) {
			r.AddCookie(&http.Cookie{Name: "ory_kratos_session", Value: value})
		}
		outcome := func(s account.Session, err error) string {
			switch {
			case errors.Is(err, fault.ErrCookieConflict):
				return "conflict"
			case errors.Is(err, fault.ErrUnauthenticated):
				return "unauthenticated"
			case errors.Is(err, fault.ErrIdentityInactive):
				return "inactive"
			case errors.Is(err, fault.ErrKratosUnavailable):
				return "unavailable"
			case errors.As(err, &aal2):
				return "aal2"
			case err != nil:
				return err.Error()
			}
			return s.ID.String()
		}
		asked.Store(0)
		if got := outcome(fresh().SessionOf(r)); got != test.want || asked.Load() != test.asked {
			t.Errorf("%s: %s after %d questions, want %s after %d", test.cookies, got, asked.Load(), test.want, test.asked)
		}
		c := fresh()
		for again := range 2 {
			asked.Store(0)
			s, cached, err := c.CachedSessionOf(r)
			wantCached, wantAsked := again > 0 && err == nil, test.asked
			if wantCached {
				wantAsked = 0
			}
			if got := outcome(s, err); got != test.want || cached != wantCached || asked.Load() != wantAsked {
				t.Errorf("%s, cached %t: %s after %d questions, want %s", test.cookies, cached, got, asked.Load(), test.want)
			}
		}
	}
	// Other credentials take precedence over cookies, and only one is checked.
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", "ory_kratos_session=ada1; ory_kratos_session=eve")
	r.Header.Set("X-Session-Token", "t")
	if found, ok := fresh().CredentialFrom(r); !ok || found.Kind != kratos.Token {
		t.Errorf("took %v", found)
	}
}

// TestRealCookieTossing: the attacker's own valid cookie next to the victim's is refused, in either order; without it,
// or next to an invalid one, the victim's session counts.
func TestRealCookieTossing(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	ada, again, eve := k.Browser(), k.Browser(), k.Browser()
	must(t, ada.Register(ctx, "ada@example.com", password, ""))
	must(t, again.Login(ctx, "ada@example.com", password))
	must(t, eve.Register(ctx, "eve@example.com", password, ""))
	ask := func(cookies ...string) (uuid.UUID, error) {
		r := httptest.NewRequest("GET", "/", nil)
		for _, value := range cookies {
			r.AddCookie(&http.Cookie{Name: "ory_kratos_session", Value: value})
		}
		s, err := c.SessionOf(r)
		return s.ID, err
	}
	a, a2, e := ada.Cookie().Value, again.Cookie().Value, eve.Cookie().Value
	for _, tossed := range [][]string{{a, e}, {e, a}, {"rubbish", e, a}} {
		if id, err := ask(tossed...); !errors.Is(err, fault.ErrCookieConflict) {
			t.Errorf("two people: %s, %v", id, err)
		}
	}
	for _, own := range [][]string{{a}, {a, a2}, {"rubbish", a}, {a, "rubbish"}} {
		if id, err := ask(own...); err != nil || id != ada.SessionID {
			t.Errorf("one person: %s, %v", id, err)
		}
	}
}

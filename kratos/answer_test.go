package kratos_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/kratos"
	"latchkey/webauthnsvc"
)

// everyCall is each call to Kratos, by its name.
func everyCall(t *testing.T, c *kratos.Client) map[string]func(context.Context) error {
	id := uuid.MustParse(identityID)
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	session := credential(t, c, "X-Session-Token", "ory_st_secret")
	return map[string]func(context.Context) error{
		"session":       func(ctx context.Context) error { _, err := c.Session(ctx, session); return err },
		"identity":      func(ctx context.Context) error { _, err := c.Identity(ctx, id); return err },
		"active":        func(ctx context.Context) error { _, err := c.Active(ctx, id); return err },
		"holdings":      func(ctx context.Context) error { _, _, err := c.Holdings(ctx, id, nil); return err },
		"contact":       func(ctx context.Context) error { _, _, err := c.Contact(ctx, id); return err },
		"find":          func(ctx context.Context) error { _, err := c.FindIdentity(ctx, "ada@example.com"); return err },
		"sessions":      func(ctx context.Context) error { _, err := sessionsOf(ctx, c, id); return err },
		"session by ID": func(ctx context.Context) error { _, _, err := c.SessionByID(ctx, id, id); return err },
		"end session":   func(ctx context.Context) error { return c.EndSession(ctx, id) },
		"end sessions":  func(ctx context.Context) error { return c.EndSessions(ctx, id) },
		"end others":    func(ctx context.Context) error { return c.EndSessionsBut(ctx, id, id, time.Now()) },
		"remove factor": func(ctx context.Context) error { _, err := c.RemoveFactor(ctx, id, "totp", ""); return err },
		"ready":         c.Ready,
		"link":          func(ctx context.Context) error { _, err := m.Link(ctx, id); return err },
		"unlink":        func(ctx context.Context) error { _, err := m.Unlink(ctx, id); return err },
		"begin a login": func(ctx context.Context) error {
			_, err := m.Begin(ctx, webauthnsvc.SessionToken, webauthnsvc.SignedIn{IdentityID: id})
			return err
		},
	}
}

// TestAnswersThatSayNothing is the table of the responses that no call expects: some may pass by themselves, and the
// others need an operator. None says anything about the user. The one error names the setting.
func TestAnswersThatSayNothing(t *testing.T) {
	const page = "text/html; charset=utf-8"
	oathkeeper := func(status int) string {
		return fmt.Sprintf(`{"error":{"code":%d,"message":"Access is denied"}}`, status)
	}
	for _, test := range []struct {
		name      string
		status    int
		header    http.Header
		body      string
		permanent bool
		wait      int
	}{
		{"a proxy's page with 200", 200, http.Header{"Content-Type": {page}}, "<html>Sign in</html>", true, 0},
		{"a page without a type", 200, http.Header{"Content-Type": nil}, "hello", true, 0},
		{"JSON that is cut short", 200, http.Header{"Content-Type": {asJSON}}, `{"id":"` + identityID, true, 0},
		{"JSON of another service", 200, http.Header{"Content-Type": {asJSON}}, `{"version":"7.1"}`, true, 0},
		{"more than is read", 200, http.Header{"Content-Type": {asJSON}}, `{"id":"` + strings.Repeat("x", 1<<20) + `"}`, true, 0},
		{"301", 301, http.Header{"Location": {"https://elsewhere.example/"}}, "", true, 0},
		{"302 to a login page", 302, http.Header{"Location": {"https://sso.example/"}}, "", true, 0},
		{"307 from the public to the admin API", 307, http.Header{"Location": {"http://127.0.0.1/admin"}}, "", true, 0},
		{"400 of a TLS port", 400, http.Header{"Content-Type": {"text/plain"}}, "Client sent an HTTP request to an HTTPS server.", true, 0},
		{"401 of a proxy", 401, http.Header{"Content-Type": {asJSON}}, `{"message":"invalid API key"}`, true, 0},
		{"403 of a proxy", 403, http.Header{"Content-Type": {page}}, "<html>403</html>", true, 0},
		{"403 of Oathkeeper", 403, http.Header{"Content-Type": {asJSON}}, oathkeeper(403), true, 0},
		{"404 of a proxy", 404, http.Header{"Content-Type": {"text/plain"}}, "404 page not found", true, 0},
		{"405", 405, http.Header{"Content-Type": {asJSON}}, oathkeeper(405), true, 0},
		{"408", 408, nil, "", false, 0},
		{"413", 413, http.Header{"Content-Type": {page}}, "<html>413</html>", true, 0},
		{"425", 425, nil, "", false, 0},
		{"429", 429, http.Header{"Retry-After": {"7"}}, "", false, 7},
		{"429 with a date", 429, http.Header{"Retry-After": {time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat)}}, "", false, 1},
		{"429 without an hour", 429, http.Header{"Retry-After": {"soon"}}, "", false, 1},
		{"429 for a year", 429, http.Header{"Retry-After": {"31536000"}}, "", false, 3600},
		{"500", 500, http.Header{"Content-Type": {asJSON}}, oathkeeper(500), false, 0},
		{"502 of a proxy", 502, http.Header{"Content-Type": {page}}, "<html>502</html>", false, 0},
		{"503", 503, http.Header{"Retry-After": {"7"}}, "", false, 0},
		{"504", 504, nil, "", false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				for name, values := range test.header {
					w.Header()[name] = values
				}
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			})
			for name, call := range everyCall(t, c) {
				err := call(t.Context())
				unclear(t, err)
				if got := errors.Is(err, fault.ErrKratosMisconfigured); got != test.permanent {
					t.Errorf("%s: permanent %t, want %t: %v", name, got, test.permanent, err)
				}
				busy, _ := errors.AsType[*fault.KratosBusy](err)
				if got := busy != nil; got != (test.wait > 0) || got && busy.Seconds != test.wait {
					t.Errorf("%s: busy %+v, want %d s", name, busy, test.wait)
				}
				if !strings.Contains(err.Error(), "kratos.admin_url") && !strings.Contains(err.Error(), "kratos.public_url") {
					t.Errorf("%s: the error does not name the setting: %v", name, err)
				}
			}
		})
	}
}

// TestNoAnswer: without a response, only what an operator has to change is permanent.
func TestNoAnswer(t *testing.T) {
	encrypted := httptest.NewTLSServer(http.NotFoundHandler()) // with a certificate that no one trusts
	encrypted.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer encrypted.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for _, test := range []struct {
		name, address string
		permanent     bool
	}{
		{"refused", "http://127.0.0.1:1", false},
		{"a certificate of an unknown authority", encrypted.URL, true},
		{"no TLS", strings.Replace(plain.URL, "http:", "https:", 1), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := kratos.New(kratos.Config{PublicURL: test.address, AdminURL: test.address})
			must(t, err)
			for name, call := range everyCall(t, c) {
				err := call(t.Context())
				unclear(t, err)
				if got := errors.Is(err, fault.ErrKratosMisconfigured); got != test.permanent {
					t.Errorf("%s: permanent %t, want %t: %v", name, got, test.permanent, err)
				}
			}
		})
	}
}

// TestLinkConflicts: a conflict that no other request explains is permanent.
func TestLinkConflicts(t *testing.T) {
	puts := 0
	c := answeringWithin(t, 20*time.Second, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		switch {
		case r.Method == http.MethodPut:
			puts++
			w.WriteHeader(http.StatusConflict)
			_, _ = io.WriteString(w, `{"error":{"code":409,"message":"Unable to insert or update resource because a resource with that value exists already"}}`)
		case strings.HasSuffix(r.URL.Path, identityID):
			_, _ = io.WriteString(w, identity)
		default:
			_, _ = io.WriteString(w, `[]`)
		}
	})
	_, err := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c).Link(t.Context(), uuid.MustParse(identityID))
	if !errors.Is(err, fault.ErrKratosRefused) || errors.Is(err, fault.ErrKratosUnavailable) || puts != 3 {
		t.Errorf("after %d writes: %v, want ErrKratosRefused after 3", puts, err)
	}
}

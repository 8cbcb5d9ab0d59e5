package kratos_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos"
)

func TestSessionRead(t *testing.T) {
	whoami := func(t *testing.T, body string) account.Session {
		t.Helper()
		c := saying(t, 200, asJSON, body)
		s, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
		must(t, err)
		return s
	}
	t.Run("as recorded", func(t *testing.T) {
		s := whoami(t, session)
		if s.ID.String() != sessionID || !named(s.Identity, account.Identity{ID: uuid.MustParse(identityID), Active: true, Login: "ada@example.com", DisplayName: "Ada Lovelace"}) {
			t.Errorf("session %+v", s)
		}
		if s.AAL != account.AAL1 || len(s.Methods) != 1 || s.Methods[0].Name != "password" || !s.ExpiresAt.Equal(time.Date(2126, 11, 23, 17, 38, 13, 840630995, time.UTC)) {
			t.Errorf("session %+v", s)
		}
		if want := time.Date(2026, 11, 22, 17, 38, 13, 840729902, time.UTC); !s.AuthenticatedAt.Equal(want) {
			t.Errorf("authenticated at %s", s.AuthenticatedAt)
		}
	})
	t.Run("inactive identity", func(t *testing.T) {
		for _, state := range []string{"inactive", "hibernating"} {
			if s := whoami(t, edit(t, session, `"state":"active"`, `"state":"`+state+`"`)); s.Identity.Active {
				t.Errorf("an identity that is %s reads as active", state)
			}
		}
	})
	t.Run("metadata that is no object", func(t *testing.T) {
		for _, metadata := range []string{`["a"]`, `"x"`, `7`, `true`} {
			whoami(t, edit(t, session, `"metadata_public":null`, `"metadata_public":`+metadata))
		}
	})
	t.Run("odd but honest", func(t *testing.T) {
		for old, odd := range map[string]string{
			`"devices":[{"id":"24b3e8f0-7bec-4cef-ace8-e50bd93b3b59","ip_address":"127.0.0.1:58780","user_agent":"Go-http-client/1.1","location":""}]`: `"devices":null`,
			`"issued_at":"2026-11-22T17:38:13.840630995Z",`:              ``,
			`"authenticated_at":"2026-11-22T17:38:13.840729902Z"`:        `"authenticated_at":"2026-11-22T18:38:13+01:00"`,
			`"completed_at":"2026-11-22T17:38:13.840630424Z"`:            `"completed_at":null`,
			`"traits":{"email":"ada@example.com","name":"Ada Lovelace"}`: `"traits":null`,
		} {
			if s := whoami(t, edit(t, session, old, odd)); s.ID.String() != sessionID || s.AAL != account.AAL1 {
				t.Errorf("%s: %+v", odd, s)
			}
		}
	})
	t.Run("levels and methods of other versions", func(t *testing.T) {
		body := edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal9"`)
		body = edit(t, body, `"method":"password"`, `"method":"retina"`)
		if s := whoami(t, body); s.AAL != account.AAL1 || s.Methods[0].Name != "retina" {
			t.Errorf("session %+v", s)
		}
		body = edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal2"`)
		body = edit(t, body, `"authentication_methods":[`, `"authentication_methods":[{"method":"oidc","aal":"aal2","completed_at":"2026-11-22T18:00:00Z","provider":"passkey","upstream_acr":"urn:x"},`)
		s := whoami(t, body)
		want := account.Method{Name: "oidc", AAL: "aal2", CompletedAt: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC), Provider: "passkey", ACR: "urn:x"}
		if s.AAL != account.AAL2 || len(s.Methods) != 2 || s.Methods[0].Name != "password" || s.Methods[1] != want {
			t.Errorf("session %+v", s)
		}
	})
}

// TestSessionUnclear: none of these authenticates, and none reads as signed out.
func TestSessionUnclear(t *testing.T) {
	const html = "text/html; charset=utf-8"
	for _, test := range []struct {
		name        string
		status      int
		contentType string
		body        string
	}{
		{"HTML with 200", 200, html, "<html>Sign in to the proxy</html>"},
		{"a session called HTML", 200, html, session},
		{"a session without a type", 200, "", session},
		{"nothing", 200, asJSON, ""},
		{"an empty object", 200, asJSON, `{}`},
		{"null", 200, asJSON, `null`},
		{"a list", 200, asJSON, `[` + session + `]`},
		{"half a session", 200, asJSON, session[:len(session)/2]},
		{"a session and more", 200, asJSON, session + `{}`},
		{"ID and active only", 200, asJSON, `{"id":"` + sessionID + `","active":true}`},
		{"active is null", 200, asJSON, edit(t, session, `"active":true`, `"active":null`)},
		{"active is text", 200, asJSON, edit(t, session, `"active":true`, `"active":"true"`)},
		{"without active", 200, asJSON, edit(t, session, `"active":true,`, ``)},
		{"without ID", 200, asJSON, edit(t, session, `"id":"`+sessionID+`",`, ``)},
		{"ID that is no UUID", 200, asJSON, edit(t, session, sessionID, "1234")},
		{"nil ID", 200, asJSON, edit(t, session, sessionID, uuid.Nil.String())},
		{"identity ID that is no UUID", 200, asJSON, edit(t, session, identityID, "../admin")},
		{"without identity", 200, asJSON, edit(t, session, `"identity":`+identity+`,`, ``)},
		{"without identity state", 200, asJSON, edit(t, session, `"state":"active",`, ``)},
		{"without authenticated_at", 200, asJSON, edit(t, session, `"authenticated_at"`, `"x"`)},
		{"authenticated_at is null", 200, asJSON, edit(t, session, `"authenticated_at":"2026-11-22T17:38:13.840729902Z"`, `"authenticated_at":null`)},
		{"expires_at is null", 200, asJSON, edit(t, session, `"expires_at":"2126-11-23T17:38:13.840630995Z"`, `"expires_at":null`)},
		{"identity is null", 200, asJSON, edit(t, session, `"identity":`+identity, `"identity":null`)},
		{"methods are null", 200, asJSON, edit(t, session, `"authentication_methods":[{"method":"password","aal":"aal1","completed_at":"2026-11-22T17:38:13.840630424Z"}]`, `"authentication_methods":null`)},
		{"no methods", 200, asJSON, edit(t, session, `"authentication_methods":[{"method":"password","aal":"aal1","completed_at":"2026-11-22T17:38:13.840630424Z"}]`, `"authentication_methods":[]`)},
		{"without expires_at", 200, asJSON, edit(t, session, `"expires_at"`, `"x"`)},
		{"a time that is none", 200, asJSON, edit(t, session, `"2026-11-22T17:38:13.840729902Z"`, `"yesterday"`)},
		{"without level", 200, asJSON, edit(t, session, `"authenticator_assurance_level":"aal1",`, ``)},
		{"unknown level", 200, asJSON, edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal0"`)},
		{"without methods", 200, asJSON, edit(t, session, `"authentication_methods"`, `"x"`)},
		{"huge", 200, asJSON, session + strings.Repeat(" ", 1<<20)},
		{"201", 201, asJSON, session},
		{"204", 204, "", ""},
		{"a proxy's 401", 401, html, "<html>401</html>"},
		{"a 401 of another shape", 401, asJSON, `{"message":"invalid API key"}`},
		{"an empty 401", 401, "", ""},
		{"a 401 that says 403", 401, asJSON, refused403},
		{"a proxy's 403", 403, html, "<html>403</html>"},
		{"another 403", 403, asJSON, edit(t, refused403, "session_aal2_required", "security_csrf_violation")},
		{"404", 404, asJSON, refused404},
		{"429", 429, asJSON, `{"error":{"code":429}}`},
		{"500", 500, asJSON, `{"error":{"code":500}}`},
		{"502", 502, html, "<html>Bad Gateway</html>"},
		{"503 with a session", 503, asJSON, session},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := saying(t, test.status, test.contentType, test.body)
			s, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
			unclear(t, err)
			if s.ID != uuid.Nil || s.Identity.ID != uuid.Nil {
				t.Errorf("session %+v beside the error", s)
			}
		})
	}
}

// TestSessionEnded: Kratos answers 401 to a session that has ended. If something else answers 200, it does not count.
func TestSessionEnded(t *testing.T) {
	expires := func(at time.Time) string {
		return edit(t, session, "2126-11-23T17:38:13.840630995Z", at.UTC().Format(time.RFC3339Nano))
	}
	for name, body := range map[string]string{
		"inactive":             edit(t, session, `"active":true`, `"active":false`),
		"expired just now":     expires(time.Now()),
		"expired":              expires(time.Now().Add(-time.Hour)),
		"expired in year 1":    expires(time.Time{}.Add(time.Second)),
		"inactive and expired": edit(t, expires(time.Now().Add(-time.Hour)), `"active":true`, `"active":false`),
		"expired elsewhere":    edit(t, session, "2126-11-23T17:38:13.840630995Z", time.Now().In(time.FixedZone("", 14*60*60)).Add(-time.Minute).Format(time.RFC3339)),
	} {
		c := saying(t, 200, asJSON, body)
		if s, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x")); err != fault.ErrUnauthenticated || s.ID != uuid.Nil {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	c := saying(t, 200, asJSON, expires(time.Now().Add(time.Minute)))
	_, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
	must(t, err)
}

func TestSessionRefused(t *testing.T) {
	session := func(t *testing.T, status int, body string) error {
		c := saying(t, status, asJSON, body)
		_, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
		return err
	}
	if err := session(t, 401, refused401); err != fault.ErrUnauthenticated {
		t.Errorf("401: %v", err)
	}
	for body, want := range map[string]string{
		refused403: "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "session_aal2_required", "session_aal2_enrollment_required"):    "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "https://id.example.com/self", "https://elsewhere.test/self"):   "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "https://id.example.com/self", "https://id.example.com.x/self"): "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "https://id.example.com/self", "javascript://x/self"):           "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "redirect_browser_to", "x"):                                     "https://id.example.com/self-service/login/browser?aal=aal2",
	} {
		refused, ok := errors.AsType[*account.AAL2Required](session(t, 403, body))
		if !ok || refused.RedirectTo != want {
			t.Errorf("%s: %+v", body, refused)
		}
	}
	c := saying(t, 200, asJSON, "")
	if _, err := c.Session(t.Context(), kratos.Credential{Kind: kratos.Token}); err != fault.ErrUnauthenticated {
		t.Errorf("a credential that was never read: %v", err)
	}
}

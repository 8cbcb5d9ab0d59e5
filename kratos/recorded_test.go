package kratos_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos"
	"latchkey/webauthnsvc"
)

// What Kratos v1.3.1 answered, recorded.
const (
	identityID = "bd57d883-2e8f-45ff-842f-8d86aaedd3c9"
	sessionID  = "ea85b822-da38-4ae0-a431-b91f4ae5c741"
	identity   = `{"id":"` + identityID + `","schema_id":"default","schema_url":"http://localhost:40991/schemas/ZGVmYXVsdA","state":"active","state_changed_at":"2026-11-22T17:38:13.838763112Z","traits":{"email":"ada@example.com","name":"Ada Lovelace"},"metadata_public":null,"created_at":"2026-11-22T17:38:13.839575Z","updated_at":"2026-11-22T17:38:13.839575Z","organization_id":null}`
	session    = `{"id":"` + sessionID + `","active":true,"expires_at":"2026-11-23T17:38:13.840630995Z","authenticated_at":"2026-11-22T17:38:13.840729902Z","authenticator_assurance_level":"aal1","authentication_methods":[{"method":"password","aal":"aal1","completed_at":"2026-11-22T17:38:13.840630424Z"}],"issued_at":"2026-11-22T17:38:13.840630995Z","identity":` + identity + `,"devices":[{"id":"24b3e8f0-7bec-4cef-ace8-e50bd93b3b59","ip_address":"127.0.0.1:58780","user_agent":"Go-http-client/1.1","location":""}]}`
	refused401 = `{"error":{"code":401,"status":"Unauthorized","reason":"No valid session credentials found in the request.","message":"The request could not be authorized"}}`
	refused403 = `{"error":{"id":"session_aal2_required","code":403,"status":"Forbidden","reason":"An active session was found but it does not fulfil the Authenticator Assurance Level","message":"Session does not fulfill the requested Authenticator Assurance Level"},"redirect_browser_to":"https://id.example.com/self-service/login/browser?aal=aal2"}`
	refused404 = `{"error":{"code":404,"status":"Not Found","message":"Unable to locate the resource"}}`

	asJSON = "application/json; charset=utf-8"
)

// answering is a client of a Kratos that answers every request the same way.
func answering(t *testing.T, handler http.HandlerFunc) *kratos.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := kratos.New(kratos.Config{
		PublicURL: server.URL, AdminURL: server.URL + "/", BrowserURL: "https://id.example.com/",
		LoginTrait: "email", DisplayNameTrait: "name", Timeout: time.Second,
	})
	must(t, err)
	return c
}

// serving is the address of a Kratos that has one answer.
func serving(t *testing.T, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func saying(t *testing.T, status int, contentType, body string) *kratos.Client {
	return answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// edit replaces a part that must be there.
func edit(t *testing.T, body, old, new string) string {
	t.Helper()
	if !strings.Contains(body, old) {
		t.Fatalf("no %q in %s", old, body)
	}
	return strings.Replace(body, old, new, 1)
}

func TestSessionRead(t *testing.T) {
	whoami := func(t *testing.T, body string) webauthnsvc.Session {
		t.Helper()
		c := saying(t, 200, asJSON, body)
		s, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
		must(t, err)
		return s
	}
	t.Run("as recorded", func(t *testing.T) {
		s := whoami(t, session)
		if s.ID.String() != sessionID || s.Identity != (webauthnsvc.Identity{ID: uuid.MustParse(identityID), Active: true, Login: "ada@example.com", DisplayName: "Ada Lovelace"}) {
			t.Errorf("session %+v", s)
		}
		if s.AAL != webauthnsvc.AAL1 || len(s.Methods) != 1 || s.Methods[0].Name != "password" || !s.ExpiresAt.Equal(s.Methods[0].CompletedAt.Add(24*time.Hour+571*time.Nanosecond)) {
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
	t.Run("levels and methods of other versions", func(t *testing.T) {
		body := edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal9"`)
		body = edit(t, body, `"method":"password"`, `"method":"retina"`)
		if s := whoami(t, body); s.AAL != webauthnsvc.AAL1 || s.Methods[0].Name != "retina" {
			t.Errorf("session %+v", s)
		}
		body = edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal2"`)
		body = edit(t, body, `"authentication_methods":[`, `"authentication_methods":[{"method":"oidc","aal":"aal2","completed_at":"2026-11-22T18:00:00Z","provider":"passkey","upstream_acr":"urn:x"},`)
		s := whoami(t, body)
		want := webauthnsvc.Method{Name: "oidc", AAL: "aal2", CompletedAt: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC), Provider: "passkey", ACR: "urn:x"}
		if s.AAL != webauthnsvc.AAL2 || len(s.Methods) != 2 || s.Methods[0].Name != "password" || s.Methods[1] != want {
			t.Errorf("session %+v", s)
		}
	})
}

// TestSessionUnclear: nothing of this authenticates, and nothing of it reads as logged out.
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
		{"inactive", 200, asJSON, edit(t, session, `"active":true`, `"active":false`)},
		{"without active", 200, asJSON, edit(t, session, `"active":true,`, ``)},
		{"without ID", 200, asJSON, edit(t, session, `"id":"`+sessionID+`",`, ``)},
		{"ID that is no UUID", 200, asJSON, edit(t, session, sessionID, "1234")},
		{"nil ID", 200, asJSON, edit(t, session, sessionID, uuid.Nil.String())},
		{"identity ID that is no UUID", 200, asJSON, edit(t, session, identityID, "../admin")},
		{"without identity", 200, asJSON, edit(t, session, `"identity":`+identity+`,`, ``)},
		{"without identity state", 200, asJSON, edit(t, session, `"state":"active",`, ``)},
		{"without authenticated_at", 200, asJSON, edit(t, session, `"authenticated_at"`, `"x"`)},
		{"without expires_at", 200, asJSON, edit(t, session, `"expires_at"`, `"x"`)},
		{"a time that is none", 200, asJSON, edit(t, session, `"2026-11-22T17:38:13.840729902Z"`, `"yesterday"`)},
		{"without level", 200, asJSON, edit(t, session, `"authenticator_assurance_level":"aal1",`, ``)},
		{"level of nobody", 200, asJSON, edit(t, session, `"authenticator_assurance_level":"aal1"`, `"authenticator_assurance_level":"aal0"`)},
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

// unclear: the error is that one sentinel, and holds nothing of what was sent or came back.
func unclear(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, webauthnsvc.ErrKratosUnavailable) || errors.Is(err, webauthnsvc.ErrUnauthenticated) || errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
		t.Fatalf("error %v", err)
	}
	if _, ok := errors.AsType[*webauthnsvc.AAL2Required](err); ok {
		t.Fatalf("error %v", err)
	}
	for _, hidden := range []string{"ory_st_secret", "ada@", "ada%40", "<html>"} {
		if strings.Contains(err.Error(), hidden) {
			t.Errorf("error tells %q: %v", hidden, err)
		}
	}
}

func TestSessionRefused(t *testing.T) {
	session := func(t *testing.T, status int, body string) error {
		c := saying(t, status, asJSON, body)
		_, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
		return err
	}
	if err := session(t, 401, refused401); err != webauthnsvc.ErrUnauthenticated {
		t.Errorf("401: %v", err)
	}
	for body, want := range map[string]string{
		refused403: "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "session_aal2_required", "session_aal2_enrollment_required"):  "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "https://id.example.com/self", "https://elsewhere.test/self"): "https://elsewhere.test/self-service/login/browser?aal=aal2",
		edit(t, refused403, "https://id.example.com/self", "javascript://x/self"):         "https://id.example.com/self-service/login/browser?aal=aal2",
		edit(t, refused403, "redirect_browser_to", "x"):                                   "https://id.example.com/self-service/login/browser?aal=aal2",
	} {
		refused, ok := errors.AsType[*webauthnsvc.AAL2Required](session(t, 403, body))
		if !ok || refused.RedirectTo != want {
			t.Errorf("%s: %+v", body, refused)
		}
	}
	c := saying(t, 200, asJSON, "")
	if _, err := c.Session(t.Context(), kratos.Credential{Kind: kratos.Token}); err != webauthnsvc.ErrUnauthenticated {
		t.Errorf("a credential that was never read: %v", err)
	}
}

// TestRedirectsAreNotFollowed: a person's session goes nowhere but to the configured address.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere.Add(1)
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := answering(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) })
		_, err := c.Session(t.Context(), credential(t, c, "Cookie", "ory_kratos_session=ory_st_secret"))
		unclear(t, err)
		_, err = c.Identity(t.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		unclear(t, c.Ready(t.Context()))
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

// TestSlowAnswers: one that never begins, one that drips, one that breaks off.
func TestSlowAnswers(t *testing.T) {
	wait := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"slow": func(w http.ResponseWriter, r *http.Request) { wait(r) },
		"dripping": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			_, _ = io.WriteString(w, session)
			for range 100 { // the session is whole, but the answer does not end
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(50 * time.Millisecond):
				}
			}
		},
		"broken off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			w.Header().Set("Content-Length", "100000")
			_, _ = io.WriteString(w, session)
		},
		"not HTTP": func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "220 mail.example.com ESMTP\r\n")
				conn.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(t, handler)
			began := time.Now()
			_, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
			unclear(t, err)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %s with a timeout of one second", took)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		address := "http://" + listener.Addr().String()
		must(t, listener.Close())
		c, err := kratos.New(kratos.Config{PublicURL: address, AdminURL: address})
		must(t, err)
		_, err = c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
		unclear(t, err)
		_, err = c.FindIdentity(t.Context(), "ada@example.com")
		unclear(t, err)
	})
}

func TestIdentityUnclear(t *testing.T) {
	id := uuid.MustParse(identityID)
	for _, test := range []struct {
		name   string
		status int
		body   string
	}{
		{"empty object", 200, `{}`},
		{"another identity", 200, edit(t, identity, identityID, sessionID)},
		{"without state", 200, edit(t, identity, `"state":"active",`, ``)},
		{"500", 500, `{"error":{"code":500}}`},
		{"401 of a proxy before the admin API", 401, refused401},
		{"404 of another shape", 404, `{"message":"no Route matched"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := saying(t, test.status, asJSON, test.body)
			_, err := c.Identity(t.Context(), id)
			unclear(t, err)
			_, _, err = c.IdentityWithFactors(t.Context(), id)
			unclear(t, err)
			_, err = c.FindIdentity(t.Context(), "ada@example.com")
			unclear(t, err)
		})
	}
	c := saying(t, 404, "text/html", "<html>404</html>")
	_, err := c.Identity(t.Context(), id)
	unclear(t, err)
	unclear(t, c.EndSessions(t.Context(), id))
	_, err = c.Sessions(t.Context(), id)
	unclear(t, err)

	unclear(t, saying(t, 200, asJSON, session).EndSessions(t.Context(), id))
	unclear(t, saying(t, 200, asJSON, `{"errors":{"database":"down"}}`).Ready(t.Context()))
	unclear(t, saying(t, 503, asJSON, `{"status":"ok"}`).Ready(t.Context()))
	must(t, saying(t, 200, asJSON, `{"status":"ok"}`).Ready(t.Context()))
}

func TestFindIdentityList(t *testing.T) {
	for body, found := range map[string]bool{
		`[` + identity + `]`:                  true,
		`[` + identity + `,` + identity + `]`: true, // found by two credentials
		`[]`:                                  false,
		`[` + identity + `,` + edit(t, identity, identityID, sessionID) + `]`: false,
	} {
		got, err := saying(t, 200, asJSON, body).FindIdentity(t.Context(), "ada@example.com")
		if found && (err != nil || got.ID.String() != identityID) || !found && !errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	_, err := saying(t, 200, asJSON, `null`).FindIdentity(t.Context(), "ada@example.com")
	unclear(t, err)
}

// TestUnsearchable: what is no identifier is not asked for.
func TestUnsearchable(t *testing.T) {
	c := answering(t, func(http.ResponseWriter, *http.Request) { t.Error("Kratos was asked") })
	for _, identifier := range []string{"", " \t ", "a\x00b", "a\nb", "\xff", strings.Repeat("a", 1025)} {
		if _, err := c.FindIdentity(t.Context(), identifier); err != webauthnsvc.ErrIdentityNotFound {
			t.Errorf("%q: %v", identifier, err)
		}
	}
}

// TestFactorsRead: the forms that the real Kratos of the other tests does not take.
func TestFactorsRead(t *testing.T) {
	with := func(credentials string) string {
		return edit(t, identity, `{"id":`, `{"credentials":{`+credentials+`},"id":`)
	}
	for body, want := range map[string]webauthnsvc.SecondFactors{
		identity: {},
		with(`"password":{"type":"password","identifiers":["a"]}`):                              {},
		with(`"totp":{"type":"totp","config":{"totp_url":""}}`):                                 {},
		with(`"totp":{"type":"totp","config":{"totp_url":"otpauth://x"}}`):                      {TOTP: true},
		with(`"totp":{"type":"totp","identifiers":["a"]}`):                                      {TOTP: true}, // withheld
		with(`"lookup_secret":{"config":null}`):                                                 {LookupSecret: true},
		with(`"webauthn":{"config":{}}`):                                                        {},
		with(`"webauthn":{"config":{"credentials":[{"is_passwordless":true},{}]}}`):             {WebAuthn: true},
		with(`"webauthn":{"config":{"credentials":null}},"oidc":{"config":["of other shape"]}`): {},
	} {
		_, got, err := saying(t, 200, asJSON, body).IdentityWithFactors(t.Context(), uuid.MustParse(identityID))
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	_, _, err := saying(t, 200, asJSON, with(`"totp":{"config":["odd"]}`)).IdentityWithFactors(t.Context(), uuid.MustParse(identityID))
	unclear(t, err)
}

func TestBudget(t *testing.T) {
	var calls atomic.Int32
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) > 1 {
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
			return
		}
		time.Sleep(400 * time.Millisecond)
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	})
	c.Budget(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		time.Sleep(1100 * time.Millisecond) // a slow upload is not Kratos' fault
		began := time.Now()
		if _, err := c.Session(r.Context(), credential(t, c, "X-Session-Token", "ory_st_x")); err != nil {
			t.Errorf("first call: %v", err)
		}
		_, err := c.Identity(r.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		if took := time.Since(began); took < 900*time.Millisecond || took > 1350*time.Millisecond {
			t.Errorf("both calls took %s of one second", took)
		}
		_, err = c.Identity(r.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		if n := calls.Load(); n != 2 {
			t.Errorf("%d calls went out, the last without budget", n)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))

	// The next request has a budget of its own, and its own end still counts.
	c.Budget(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := c.Identity(ctx, uuid.MustParse(identityID))
		unclear(t, err)
		if took := time.Since(began); calls.Load() != 3 || took > 600*time.Millisecond {
			t.Errorf("call %d took %s", calls.Load(), took)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}

// TestConnectionsAreKept: as many side by side as a busy server has, one after another over the same connections.
func TestConnectionsAreKept(t *testing.T) {
	const sideBySide, rounds = 32, 10
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Millisecond)
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Timeout: 10 * time.Second})
	must(t, err)
	cred := credential(t, c, "X-Session-Token", "ory_st_x")
	for range rounds {
		failures := make(chan error, sideBySide)
		for range sideBySide {
			go func() {
				_, err := c.Session(t.Context(), cred)
				failures <- err
			}()
		}
		for range sideBySide {
			must(t, <-failures)
		}
	}
	if n := opened.Load(); n > 2*sideBySide {
		t.Errorf("%d connections for %d calls, %d at a time", n, sideBySide*rounds, sideBySide)
	}
}

func BenchmarkSession(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	defer server.Close()
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Session-Token", "ory_st_x")
	cred, _ := c.CredentialFrom(r)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Session(b.Context(), cred); err != nil {
			b.Fatal(err)
		}
	}
}

package kratos_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/kratos"
	"latchkey/webauthnsvc"
)

const password = "correct horse battery"

// start runs a real Kratos for one test, and a client of it.
func start(t *testing.T, options demo.KratosOptions) (*demo.Kratos, *kratos.Client) {
	t.Helper()
	options.Progress = t.Output()
	k, err := demo.StartKratos(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k, client(t, k)
}

func client(t *testing.T, k *demo.Kratos) *kratos.Client {
	t.Helper()
	c, err := kratos.New(kratos.Config{
		PublicURL: k.PublicURL, BrowserURL: k.BrowserURL, AdminURL: k.AdminURL,
		LoginTrait: "email", DisplayNameTrait: "name", Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// must ends the test at the first thing that went wrong while it was prepared.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func credential(t *testing.T, c *kratos.Client, header ...string) kratos.Credential {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	found, ok := c.CredentialFrom(r)
	if !ok {
		t.Fatal("no credential in the request")
	}
	return found
}

func TestRealCredentials(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	app, browser := k.App(), k.Browser()
	must(t, app.Register(ctx, "ada@example.com", password, "Ada Lovelace"))
	must(t, browser.Register(ctx, "bob@example.com", password, ""))
	cookie := browser.Cookie().String()

	for _, test := range []struct {
		name   string
		header []string
		kind   kratos.CredentialKind
		owner  *demo.Visitor
	}{
		{"token", []string{"X-Session-Token", app.Token()}, kratos.Token, app},
		{"cookie", []string{"Cookie", "other=1; " + cookie}, kratos.Cookie, browser},
		{"bearer", []string{"Authorization", "bEaReR " + app.Token()}, kratos.Bearer, app},
		{"token before cookie", []string{"Cookie", cookie, "X-Session-Token", app.Token()}, kratos.Token, app},
		{"cookie before bearer", []string{"Authorization", "Bearer " + app.Token(), "Cookie", cookie}, kratos.Cookie, browser},
		{"empty token is none", []string{"X-Session-Token", "", "Cookie", cookie}, kratos.Cookie, browser},
	} {
		t.Run(test.name, func(t *testing.T) {
			cred := credential(t, c, test.header...)
			if cred.Kind != test.kind {
				t.Errorf("kind %s, want %s", cred.Kind, test.kind)
			}
			s, err := c.Session(ctx, cred)
			must(t, err)
			if s.ID != test.owner.SessionID || s.Identity.ID != test.owner.IdentityID || !s.Identity.Active {
				t.Errorf("session %+v", s)
			}
			if s.Identity.Login != test.owner.Email || s.AAL != webauthnsvc.AAL1 {
				t.Errorf("login %q, aal %q", s.Identity.Login, s.AAL)
			}
			if len(s.Methods) != 1 || s.Methods[0].Name != "password" || s.Methods[0].AAL != webauthnsvc.AAL1 {
				t.Errorf("methods %+v", s.Methods)
			}
			if age := time.Since(s.AuthenticatedAt); age < -time.Minute || age > time.Minute || !s.ExpiresAt.After(s.AuthenticatedAt) {
				t.Errorf("authenticated at %s, expires at %s", s.AuthenticatedAt, s.ExpiresAt)
			}
		})
	}

	// Only one credential is sent on: a bad one that counts is not saved by a good one that does not.
	_, err := c.Session(ctx, credential(t, c, "X-Session-Token", "ory_st_nonsense", "Cookie", cookie, "Authorization", "Bearer "+app.Token()))
	if !errors.Is(err, webauthnsvc.ErrUnauthenticated) {
		t.Errorf("a bad token beside a good cookie: %v", err)
	}
	if s, err := c.Session(ctx, credential(t, c, "X-Session-Token", app.Token())); err != nil || s.Identity.DisplayName != "Ada Lovelace" {
		t.Errorf("display name %q, %v", s.Identity.DisplayName, err)
	}
	if s, err := c.Session(ctx, credential(t, c, "Cookie", cookie)); err != nil || s.Identity.DisplayName != "bob@example.com" {
		t.Errorf("display name of a person without a name %q, %v", s.Identity.DisplayName, err)
	}
}

func TestRealLifecycle(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	register := func(t *testing.T, email string) (*demo.Visitor, kratos.Credential) {
		app := k.App()
		must(t, app.Register(ctx, email, password, ""))
		cred := credential(t, c, "X-Session-Token", app.Token())
		_, err := c.Session(ctx, cred)
		must(t, err)
		return app, cred
	}
	unauthenticated := func(t *testing.T, cred kratos.Credential) {
		t.Helper()
		if _, err := c.Session(ctx, cred); !errors.Is(err, webauthnsvc.ErrUnauthenticated) {
			t.Errorf("session: %v", err)
		}
	}

	t.Run("revoked", func(t *testing.T) {
		app, cred := register(t, "revoked@example.com")
		must(t, k.RevokeSessions(ctx, app.IdentityID))
		unauthenticated(t, cred)
	})
	t.Run("inactive", func(t *testing.T) {
		app, cred := register(t, "inactive@example.com")
		must(t, k.SetState(ctx, app.IdentityID, "inactive"))
		unauthenticated(t, cred)
		if found, err := c.Identity(ctx, app.IdentityID); err != nil || found.Active {
			t.Errorf("identity %+v, %v", found, err)
		}
		must(t, k.SetState(ctx, app.IdentityID, "active"))
		if found, err := c.Identity(ctx, app.IdentityID); err != nil || !found.Active {
			t.Errorf("active again: %+v, %v", found, err)
		}
	})
	t.Run("deleted", func(t *testing.T) {
		app, cred := register(t, "deleted@example.com")
		must(t, k.DeleteIdentity(ctx, app.IdentityID))
		unauthenticated(t, cred)
		if _, err := c.Identity(ctx, app.IdentityID); !errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
			t.Errorf("identity: %v", err)
		}
		if _, _, err := c.IdentityWithFactors(ctx, app.IdentityID); !errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
			t.Errorf("identity with factors: %v", err)
		}
		if list, err := c.Sessions(ctx, app.IdentityID); err != nil || len(list) != 0 {
			t.Errorf("sessions %v, %v", list, err)
		}
		must(t, c.EndSessions(ctx, app.IdentityID))
	})
	t.Run("sessions", func(t *testing.T) {
		app, cred := register(t, "sessions@example.com")
		other := k.Browser()
		must(t, other.Login(ctx, app.Email, password))
		list, err := c.Sessions(ctx, app.IdentityID)
		must(t, err)
		ids := map[uuid.UUID]bool{}
		for _, s := range list {
			ids[s.ID] = s.Identity.ID == app.IdentityID && s.AAL == webauthnsvc.AAL1 && len(s.Methods) == 1 && !s.ExpiresAt.IsZero()
		}
		if len(list) != 2 || !ids[app.SessionID] || !ids[other.SessionID] {
			t.Errorf("sessions %+v", list)
		}
		must(t, c.EndSessions(ctx, app.IdentityID))
		unauthenticated(t, cred)
		if list, err := c.Sessions(ctx, app.IdentityID); err != nil || len(list) != 0 {
			t.Errorf("sessions after the end %v, %v", list, err)
		}
		must(t, c.EndSessions(ctx, app.IdentityID)) // there are none
	})
	t.Run("metadata of any shape", func(t *testing.T) {
		for i, metadata := range []any{[]string{"a"}, "x", map[string]any{"role": "admin"}} {
			email := fmt.Sprintf("metadata%d@example.com", i)
			id, err := k.CreateIdentity(ctx, map[string]any{"email": email}, password, metadata)
			must(t, err)
			app := k.App()
			must(t, app.Login(ctx, email, password))
			s, err := c.Session(ctx, credential(t, c, "X-Session-Token", app.Token()))
			if err != nil || s.Identity.ID != id || s.Identity.Login != email {
				t.Errorf("metadata %v locks out: %+v, %v", metadata, s, err)
			}
			if found, _, err := c.IdentityWithFactors(ctx, id); err != nil || found.Login != email {
				t.Errorf("metadata %v: identity %+v, %v", metadata, found, err)
			}
			if found, err := c.FindIdentity(ctx, email); err != nil || found.ID != id {
				t.Errorf("metadata %v: found %+v, %v", metadata, found, err)
			}
		}
	})
}

func TestRealFindIdentity(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com", "name": "Ada"}, password, nil)
	must(t, err)
	_, err = k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com.au"}, password, nil)
	must(t, err)
	for _, identifier := range []string{"ada@example.com", "ADA@Example.com", " ada@example.com "} {
		found, err := c.FindIdentity(ctx, identifier)
		if err != nil || found != (webauthnsvc.Identity{ID: id, Active: true, Login: "ada@example.com", DisplayName: "Ada"}) {
			t.Errorf("%q: %+v, %v", identifier, found, err)
		}
	}
	for _, identifier := range []string{
		"", "  ", "ada", "ada@example", "%", "ada@example.co_", "a\x00b", "\xff", "nobody@example.com", "a&page_size=1", strings.Repeat("a", 2000),
	} {
		if found, err := c.FindIdentity(ctx, identifier); !errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
			t.Errorf("%q: %+v, %v", identifier, found, err)
		}
	}
	if _, err := c.Identity(ctx, uuid.New()); !errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
		t.Errorf("nobody's ID: %v", err)
	}
}

func TestRealSecondFactors(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{
		RequiredAAL: "highest_available",
		Passkeys:    &demo.KratosPasskeys{RPID: "localhost", Origins: []string{"http://localhost:4455"}},
	})
	factors := func(t *testing.T, id uuid.UUID) webauthnsvc.SecondFactors {
		t.Helper()
		found, factors, err := c.IdentityWithFactors(ctx, id)
		must(t, err)
		if found.ID != id || !found.Active {
			t.Errorf("identity %+v", found)
		}
		return factors
	}
	browser := k.Browser()
	must(t, browser.Register(ctx, "ada@example.com", password, ""))
	if got := factors(t, browser.IdentityID); got.Any() {
		t.Errorf("factors before any: %+v", got)
	}
	secret, err := browser.EnrolTOTP(ctx)
	must(t, err)
	if got := factors(t, browser.IdentityID); got != (webauthnsvc.SecondFactors{TOTP: true}) {
		t.Errorf("factors with TOTP: %+v", got)
	}

	for name, visitor := range map[string]*demo.Visitor{"cookie": k.Browser(), "token": k.App()} {
		t.Run("aal2 required, "+name, func(t *testing.T) {
			err := visitor.Login(ctx, "ada@example.com", password)
			if refused, ok := errors.AsType[*demo.KratosError](err); !ok || refused.ID != "browser_location_change_required" {
				must(t, err) // a browser is signed in and told to go on to the second factor
			}
			proof := []string{"X-Session-Token", visitor.Token()}
			if cookie := visitor.Cookie(); cookie != nil {
				proof = []string{"Cookie", cookie.String()}
			}
			_, err = c.Session(ctx, credential(t, c, proof...))
			refused, ok := errors.AsType[*webauthnsvc.AAL2Required](err)
			if !ok || refused.RedirectTo != k.BrowserURL+"/self-service/login/browser?aal=aal2" {
				t.Fatalf("session at aal1: %v, %+v", err, refused)
			}
			if refused.RedirectTo != c.RefreshURL(true, false, "") {
				t.Errorf("Kratos sends to %s, we to %s", refused.RedirectTo, c.RefreshURL(true, false, ""))
			}
			must(t, visitor.StepUp(ctx, secret))
			s, err := c.Session(ctx, credential(t, c, proof...))
			must(t, err)
			if s.AAL != webauthnsvc.AAL2 || len(s.Methods) != 2 || s.Methods[1].Name != "totp" || s.Methods[1].AAL != webauthnsvc.AAL2 {
				t.Errorf("stepped up: %+v", s)
			}
		})
	}

	t.Run("lookup secrets and keys", func(t *testing.T) {
		id, err := k.CreateIdentity(ctx, map[string]any{"email": "bob@example.com"}, password, nil)
		must(t, err)
		set := func(kind string, config map[string]any) webauthnsvc.SecondFactors {
			must(t, k.PatchIdentity(ctx, id, "add", "/credentials/"+kind, map[string]any{
				"type": kind, "identifiers": []string{kind + id.String()}, "config": config,
			}))
			return factors(t, id)
		}
		if got := set("webauthn", map[string]any{"user_handle": "AAAA"}); got.Any() {
			t.Errorf("a handle without keys: %+v", got)
		}
		key := map[string]any{"id": "AQ==", "public_key": "AQ==", "is_passwordless": true}
		if got := set("webauthn", map[string]any{"credentials": []any{key}}); got.Any() {
			t.Errorf("a passwordless key: %+v", got)
		}
		key["is_passwordless"] = false
		if got := set("webauthn", map[string]any{"credentials": []any{key}}); got != (webauthnsvc.SecondFactors{WebAuthn: true}) {
			t.Errorf("a key: %+v", got)
		}
		if got := set("lookup_secret", map[string]any{"recovery_codes": []any{}}); got.LookupSecret {
			t.Errorf("no codes: %+v", got)
		}
		codes := map[string]any{"recovery_codes": []any{map[string]any{"code": "a1b2c3d4"}}}
		if got := set("lookup_secret", codes); got != (webauthnsvc.SecondFactors{WebAuthn: true, LookupSecret: true}) {
			t.Errorf("codes: %+v", got)
		}
	})
}

// TestRealRefreshURL: a browser whose session is at aal2 is asked again only with refresh, and else sent straight back.
func TestRealRefreshURL(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{ReturnURLs: []string{"http://localhost:4477/"}})
	browser := k.Browser()
	must(t, browser.Register(ctx, "ada@example.com", password, ""))
	_, err := browser.EnrolTOTP(ctx)
	must(t, err)
	const back = "http://localhost:4477/setup?x=1&y=%C3%BC"
	for _, test := range []struct {
		aal2, refresh bool
		want          string
	}{
		{false, false, back}, {true, false, back}, {false, true, "http://localhost:4455/login?flow="}, {true, true, "http://localhost:4455/login?flow="},
	} {
		req, err := http.NewRequestWithContext(ctx, "GET", c.RefreshURL(test.aal2, test.refresh, back), nil)
		must(t, err)
		req.AddCookie(browser.Cookie())
		resp, err := http.DefaultTransport.RoundTrip(req)
		must(t, err)
		resp.Body.Close()
		if target := resp.Header.Get("Location"); resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(target, test.want) {
			t.Errorf("aal2 %t, refresh %t: %d to %s, want %s", test.aal2, test.refresh, resp.StatusCode, target, test.want)
		}
	}
}

// TestRealOutage: Kratos going away never reads as logged out, and the same client works on when it is back.
func TestRealOutage(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	app := k.App()
	must(t, app.Register(ctx, "ada@example.com", password, ""))
	cred := credential(t, c, "X-Session-Token", app.Token())
	calls := map[string]func() error{
		"session":       func() error { _, err := c.Session(ctx, cred); return err },
		"identity":      func() error { _, err := c.Identity(ctx, app.IdentityID); return err },
		"factors":       func() error { _, _, err := c.IdentityWithFactors(ctx, app.IdentityID); return err },
		"find identity": func() error { _, err := c.FindIdentity(ctx, app.Email); return err },
		"sessions":      func() error { _, err := c.Sessions(ctx, app.IdentityID); return err },
		"ready":         func() error { return c.Ready(ctx) },
	}
	for round := range 2 {
		for name, call := range calls {
			if err := call(); err != nil {
				t.Errorf("round %d, %s: %v", round, name, err)
			}
		}
		must(t, k.Stop())
		for name, call := range calls {
			if err := call(); !errors.Is(err, webauthnsvc.ErrKratosUnavailable) || errors.Is(err, webauthnsvc.ErrUnauthenticated) || strings.Contains(err.Error(), app.Email) {
				t.Errorf("round %d, stopped, %s: %v", round, name, err)
			}
		}
		if err := c.EndSessions(ctx, app.IdentityID); !errors.Is(err, webauthnsvc.ErrKratosUnavailable) {
			t.Errorf("round %d, stopped, end sessions: %v", round, err)
		}
		must(t, k.Start(ctx))
	}
}

// TestRealLoad: many at once, over connections that are kept.
func TestRealLoad(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	app := k.App()
	must(t, app.Register(ctx, "ada@example.com", password, ""))
	cred := credential(t, c, "X-Session-Token", app.Token())
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for range 10 {
				if s, err := c.Session(ctx, cred); err != nil || s.ID != app.SessionID {
					t.Errorf("session %s, %v", s.ID, err)
				}
				if found, err := c.Identity(ctx, app.IdentityID); err != nil || found.ID != app.IdentityID {
					t.Errorf("identity %s, %v", found.ID, err)
				}
			}
		})
	}
	workers.Wait()
}

package kratos_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

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
		owner  *demo.KratosUser
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
			if s.Identity.Login != test.owner.Email || s.AAL != account.AAL1 {
				t.Errorf("login %q, aal %q", s.Identity.Login, s.AAL)
			}
			if len(s.Methods) != 1 || s.Methods[0].Name != "password" || s.Methods[0].AAL != account.AAL1 {
				t.Errorf("methods %+v", s.Methods)
			}
			if age := time.Since(s.AuthenticatedAt); age < -time.Minute || age > time.Minute || !s.ExpiresAt.After(s.AuthenticatedAt) {
				t.Errorf("authenticated at %s, expires at %s", s.AuthenticatedAt, s.ExpiresAt)
			}
		})
	}

	// Only one credential is sent: an invalid one that counts is not replaced by a valid one that does not.
	_, err := c.Session(ctx, credential(t, c, "X-Session-Token", "ory_st_nonsense", "Cookie", cookie, "Authorization", "Bearer "+app.Token()))
	if !errors.Is(err, fault.ErrUnauthenticated) {
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
	register := func(t *testing.T, email string) (*demo.KratosUser, kratos.Credential) {
		app := k.App()
		must(t, app.Register(ctx, email, password, ""))
		cred := credential(t, c, "X-Session-Token", app.Token())
		_, err := c.Session(ctx, cred)
		must(t, err)
		return app, cred
	}
	unauthenticated := func(t *testing.T, cred kratos.Credential) {
		t.Helper()
		if _, err := c.Session(ctx, cred); !errors.Is(err, fault.ErrUnauthenticated) {
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
		if active, err := c.Active(ctx, app.IdentityID); err != nil || active {
			t.Errorf("active %t, %v", active, err)
		}
		must(t, k.SetState(ctx, app.IdentityID, "active"))
		if active, err := c.Active(ctx, app.IdentityID); err != nil || !active {
			t.Errorf("active again: %t, %v", active, err)
		}
		if found, err := c.Identity(ctx, app.IdentityID); err != nil || !found.Active {
			t.Errorf("active again: %+v, %v", found, err)
		}
	})
	t.Run("deleted", func(t *testing.T) {
		app, cred := register(t, "deleted@example.com")
		must(t, k.DeleteIdentity(ctx, app.IdentityID))
		unauthenticated(t, cred)
		if _, err := c.Identity(ctx, app.IdentityID); !errors.Is(err, fault.ErrIdentityNotFound) {
			t.Errorf("identity: %v", err)
		}
		if _, err := c.Active(ctx, app.IdentityID); !errors.Is(err, fault.ErrIdentityNotFound) {
			t.Errorf("active: %v", err)
		}
		if _, _, err := c.Holdings(ctx, app.IdentityID, nil); !errors.Is(err, fault.ErrIdentityNotFound) {
			t.Errorf("identity with factors: %v", err)
		}
		if list, err := sessionsOf(ctx, c, app.IdentityID); err != nil || len(list) != 0 {
			t.Errorf("sessions %v, %v", list, err)
		}
		must(t, c.EndSessions(ctx, app.IdentityID))
	})
	t.Run("sessions", func(t *testing.T) {
		app, cred := register(t, "sessions@example.com")
		other := k.Browser()
		must(t, other.Login(ctx, app.Email, password))
		list, err := sessionsOf(ctx, c, app.IdentityID)
		must(t, err)
		ids := map[uuid.UUID]bool{}
		for _, s := range list {
			ids[s.ID] = s.Identity.ID == app.IdentityID && s.AAL == account.AAL1 && len(s.Methods) == 1 && !s.ExpiresAt.IsZero()
		}
		if len(list) != 2 || !ids[app.SessionID] || !ids[other.SessionID] {
			t.Errorf("sessions %+v", list)
		}
		byID := func(identity, session uuid.UUID, want bool) {
			t.Helper()
			got, known, err := c.SessionByID(ctx, identity, session)
			if err != nil || known != want || known && (got.ID != session || got.Identity.ID != identity || len(got.Methods) != 1 || got.AuthenticatedAt.IsZero()) {
				t.Errorf("by ID: %+v, known %t, %v", got, known, err)
			}
		}
		byID(app.IdentityID, other.SessionID, true)
		byID(uuid.New(), other.SessionID, false)
		byID(app.IdentityID, uuid.New(), false)
		must(t, c.EndSession(ctx, other.SessionID))
		byID(app.IdentityID, other.SessionID, false)
		must(t, c.EndSessions(ctx, app.IdentityID))
		byID(app.IdentityID, app.SessionID, false)
		unauthenticated(t, cred)
		if list, err := sessionsOf(ctx, c, app.IdentityID); err != nil || len(list) != 0 {
			t.Errorf("sessions after the end %v, %v", list, err)
		}
		must(t, c.EndSessions(ctx, app.IdentityID)) // there are none
	})
	t.Run("more sessions than a page", func(t *testing.T) {
		app, cred := register(t, "many@example.com")
		for range 260 {
			must(t, k.App().Login(ctx, app.Email, password))
		}
		count := func(want int) []account.Session {
			t.Helper()
			list, err := sessionsOf(ctx, c, app.IdentityID)
			must(t, err)
			if len(list) != want {
				t.Fatalf("%d sessions are listed, want %d", len(list), want)
			}
			return list
		}
		count(261)
		must(t, c.EndSessionsBut(ctx, app.IdentityID, app.SessionID, time.Now().Add(-time.Hour)))
		count(261) // none is an hour old
		must(t, c.EndSessionsBut(ctx, app.IdentityID, app.SessionID, time.Now()))
		if list := count(1); list[0].ID != app.SessionID {
			t.Errorf("another session lives on: %v", list)
		}
		_, err := c.Session(ctx, cred)
		must(t, err)
		must(t, c.EndSessionsBut(ctx, app.IdentityID, uuid.Nil, time.Now()))
		unauthenticated(t, cred)
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
			if found, _, err := c.Holdings(ctx, id, nil); err != nil || found.Login != email {
				t.Errorf("metadata %v: identity %+v, %v", metadata, found, err)
			}
			if found, err := c.FindIdentity(ctx, email); err != nil || found.ID != id {
				t.Errorf("metadata %v: found %+v, %v", metadata, found, err)
			}
		}
	})
}

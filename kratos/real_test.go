package kratos_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

const password = "correct horse battery"

// start runs a real Kratos for one test, and returns it with a client.
func start(t *testing.T, options demo.KratosOptions) (*demo.Kratos, *kratos.Client) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
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
		LoginTraits: []string{"email"}, DisplayNameTraits: []string{"name"}, Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// must fails the test if its preparation failed.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// named compares identities without their addresses, and without what rules of the policy read (TestRealSubject).
func named(got, want account.Identity) bool {
	got.Addresses, got.ChangedAt = nil, time.Time{}
	got.Schema, got.Organization, got.Metadata = "", "", nil
	return reflect.DeepEqual(got, want)
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

// TestRealRefreshURL: a browser with a session at aal2 has to authenticate again only with refresh; otherwise it is
// redirected straight back.
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

// TestRealOutage: while Kratos is down no session reads as signed out, and the same client works when it is back.
func TestRealOutage(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	app := k.App()
	must(t, app.Register(ctx, "ada@example.com", password, ""))
	cred := credential(t, c, "X-Session-Token", app.Token())
	calls := map[string]func() error{
		"session":       func() error { _, err := c.Session(ctx, cred); return err },
		"identity":      func() error { _, err := c.Identity(ctx, app.IdentityID); return err },
		"factors":       func() error { _, _, err := c.Holdings(ctx, app.IdentityID, nil); return err },
		"find identity": func() error { _, err := c.FindIdentity(ctx, app.Email); return err },
		"sessions":      func() error { _, err := sessionsOf(ctx, c, app.IdentityID); return err },
		"ready":         func() error { return c.Ready(ctx) },
		"schemas":       func() error { _, err := kratos.TraitFaults(ctx, c); return err },
	}
	for round := range 2 {
		for name, call := range calls {
			if err := call(); err != nil {
				t.Errorf("round %d, %s: %v", round, name, err)
			}
		}
		must(t, k.Stop())
		for name, call := range calls {
			if err := call(); !errors.Is(err, fault.ErrKratosUnavailable) || errors.Is(err, fault.ErrUnauthenticated) || strings.Contains(err.Error(), app.Email) {
				t.Errorf("round %d, stopped, %s: %v", round, name, err)
			}
		}
		if err := c.EndSessions(ctx, app.IdentityID); !errors.Is(err, fault.ErrKratosUnavailable) {
			t.Errorf("round %d, stopped, end sessions: %v", round, err)
		}
		must(t, k.Start(ctx))
	}
}

// TestRealLoad: many concurrent calls over kept connections.
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

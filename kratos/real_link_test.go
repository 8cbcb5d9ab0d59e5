package kratos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

// linking runs a real Kratos that knows our provider. Linking makes no request to the provider.
func linking(t *testing.T) (*demo.Kratos, *kratos.Client, *kratos.Minter) {
	t.Helper()
	k, c := start(t, demo.KratosOptions{Login: &demo.KratosLogin{Issuer: "http://127.0.0.1:9", ClientSecret: demo.RandomSecret()}})
	return k, c, kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
}

// record is an identity as the admin API returns it, without what every write changes.
func record(t *testing.T, k *demo.Kratos, id uuid.UUID) (fields map[string]string, oidc []string) {
	t.Helper()
	var received map[string]json.RawMessage
	adminCall(t, k, http.MethodGet, "/admin/identities/"+id.String()+"?include_credential=oidc", nil, &received)
	var credentials map[string]struct {
		Identifiers []string `json:"identifiers"`
	}
	must(t, json.Unmarshal(received["credentials"], &credentials))
	fields = map[string]string{}
	for name, value := range received {
		if name != "credentials" && name != "updated_at" {
			fields[name] = string(value)
		}
	}
	return fields, credentials["oidc"].Identifiers
}

func adminCall(t *testing.T, k *demo.Kratos, method, path string, body, into any) {
	t.Helper()
	encoded, err := json.Marshal(body)
	must(t, err)
	req, err := http.NewRequestWithContext(t.Context(), method, k.AdminURL+path, bytes.NewReader(encoded))
	must(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	must(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	if resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, text)
	}
	must(t, json.Unmarshal(text, into))
}

// TestRealLink: everything that an identity had is unchanged, whatever its metadata, and its password works.
func TestRealLink(t *testing.T) {
	ctx := t.Context()
	k, _, m := linking(t)
	for i, metadata := range []string{
		``, `,"metadata_public":null,"metadata_admin":null`, `,"metadata_admin":{"plan":"gold","n":12345678901234567890}`,
		`,"metadata_public":["a",1.50],"metadata_admin":"text"`, `,"metadata_public":{"role":"x"},"metadata_admin":{"deep":{"a":[1.0]}}`, `,"metadata_public":{},"metadata_admin":[]`,
	} {
		t.Run(metadata, func(t *testing.T) {
			email := fmt.Sprintf("person%d@example.com", i)
			var created struct {
				ID uuid.UUID `json:"id"`
			}
			adminCall(t, k, http.MethodPost, "/admin/identities", json.RawMessage(`{"schema_id":"default","traits":{"email":"`+email+`","name":"Zoë <&>"},
				"credentials":{"password":{"config":{"password":"`+password+`"}}}`+metadata+`}`), &created)
			before, _ := record(t, k, created.ID)
			for range 3 {
				found, err := m.Link(ctx, created.ID)
				if err != nil || !named(found, account.Identity{ID: created.ID, Active: true, Login: email, DisplayName: "Zoë <&>"}) {
					t.Fatalf("%+v, %v", found, err)
				}
			}
			after, links := record(t, k, created.ID)
			if len(links) != 1 || links[0] != "passkey:"+created.ID.String() {
				t.Errorf("links %q", links)
			}
			for name, value := range before {
				if after[name] != value {
					t.Errorf("%s was %s, is %s", name, value, after[name])
				}
			}
			must(t, k.App().Login(ctx, email, password))

			for range 2 {
				must(t, unlink(m, created.ID))
			}
			if after, links := record(t, k, created.ID); len(links) != 0 || after["traits"] != before["traits"] {
				t.Errorf("unlinked: links %q, %v", links, after)
			}
			_, err := m.Link(ctx, created.ID)
			must(t, err)
			if _, links := record(t, k, created.ID); len(links) != 1 {
				t.Errorf("linked again: %q", links)
			}
			must(t, k.App().Login(ctx, email, password))
		})
	}
}

// TestRealLinkRefusals: an identity that is inactive, unknown, or whose subject belongs to another one, is not linked.
func TestRealLinkRefusals(t *testing.T) {
	ctx := t.Context()
	k, _, m := linking(t)
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	must(t, k.SetState(ctx, id, "inactive"))
	if found, err := m.Link(ctx, id); err != nil || found.Active {
		t.Errorf("inactive: %+v, %v", found, err)
	}
	if err := m.LinkActive(ctx, id); !errors.Is(err, fault.ErrIdentityInactive) {
		t.Errorf("inactive: %v", err)
	}
	if _, links := record(t, k, id); len(links) != 0 {
		t.Errorf("an inactive identity is linked: %q", links)
	}
	unknown := uuid.New()
	if _, err := m.Link(ctx, unknown); !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("unknown identity: %v", err)
	}
	must(t, unlink(m, unknown))

	// Eve's settings flow linked Ada's subject to Eve.
	must(t, k.SetState(ctx, id, "active"))
	var eve struct {
		ID uuid.UUID `json:"id"`
	}
	adminCall(t, k, http.MethodPost, "/admin/identities", json.RawMessage(`{"schema_id":"default","traits":{"email":"eve@example.com"},
		"credentials":{"oidc":{"config":{"providers":[{"provider":"passkey","subject":"`+id.String()+`"}]}}}}`), &eve)
	_, err = m.Link(ctx, id)
	if !errors.Is(err, fault.ErrKratosRefused) || errors.Is(err, fault.ErrKratosUnavailable) || !strings.Contains(err.Error(), "linked to another identity") {
		t.Errorf("linked elsewhere: %v", err)
	}
	if _, links := record(t, k, id); len(links) != 0 {
		t.Errorf("linked all the same: %q", links)
	}
	// Eve's own subject is free, and her other link stays.
	_, err = m.Link(ctx, eve.ID)
	must(t, err)
	if _, links := record(t, k, eve.ID); len(links) != 2 {
		t.Errorf("links of Eve: %q", links)
	}
}

// TestRealLinkNameTaken: a user name that equals another user's subject does not prevent that user from signing in by
// passkey, and gives its owner nothing.
func TestRealLinkNameTaken(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{
		UserNames: true, Login: &demo.KratosLogin{Issuer: "http://127.0.0.1:9", ClientSecret: demo.RandomSecret()},
	})
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	eve, err := k.CreateIdentity(ctx, map[string]any{"email": "eve@example.com", "username": "passkey:" + id.String()}, password, nil)
	must(t, err)
	if found, err := c.FindIdentity(ctx, "passkey:"+id.String()); err != nil || found.ID != eve {
		t.Fatalf("the name is not Eve's: %+v, %v", found, err)
	}
	for _, who := range []uuid.UUID{id, eve} {
		_, err := m.Link(ctx, who)
		must(t, err)
		if _, links := record(t, k, who); len(links) != 1 || links[0] != "passkey:"+who.String() {
			t.Errorf("links %q", links)
		}
	}
}

// TestRealLinkEdits: an admin's changes between our last read and the write. A deactivation persists and no code is
// issued. An edit right after the write is detected.
func TestRealLinkEdits(t *testing.T) {
	ctx := t.Context()
	k, _, _ := linking(t)
	target, err := url.Parse(k.AdminURL)
	must(t, err)
	var before, after func() error // around the next PUT
	forward := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			forward.ServeHTTP(w, r)
			return
		}
		if err := before(); err != nil {
			t.Error(err)
		}
		answered := httptest.NewRecorder()
		forward.ServeHTTP(answered, r)
		if err := after(); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answered.Code)
		_, _ = w.Write(answered.Body.Bytes())
	}))
	defer proxy.Close()
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: proxy.URL, LoginTraits: []string{"email"}, Timeout: 10 * time.Second})
	must(t, err)
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	none := func() error { return nil }

	person := func(email string) uuid.UUID {
		id, err := k.CreateIdentity(ctx, map[string]any{"email": email}, password, map[string]any{"latchkey_role": "admin"})
		must(t, err)
		return id
	}
	t.Run("deactivated before the write", func(t *testing.T) {
		id := person("before@example.com")
		before, after = func() error { return k.SetState(ctx, id, "inactive") }, none
		found, err := m.Link(ctx, id)
		if err != nil || found.Active {
			t.Errorf("%+v, %v", found, err)
		}
		if fields, _ := record(t, k, id); fields["state"] != `"inactive"` {
			t.Errorf("the state is %s", fields["state"])
		}
	})
	t.Run("a role taken away after the write", func(t *testing.T) {
		id := person("after@example.com")
		before, after = none, func() error { return k.PatchIdentity(ctx, id, "replace", "/metadata_public", map[string]any{}) }
		if found, err := m.Link(ctx, id); err != nil || found.Role != "" {
			t.Errorf("%+v, %v", found, err)
		}
		if fields, links := record(t, k, id); fields["metadata_public"] != "{}" || len(links) != 1 {
			t.Errorf("metadata %s, links %q", fields["metadata_public"], links)
		}
	})
}

// TestRealLinkRace: two replicas link the same identity at once; both report that it is linked, and it is linked once.
func TestRealLinkRace(t *testing.T) {
	ctx := t.Context()
	k, _, m := linking(t)
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	var replicas sync.WaitGroup
	for range 4 {
		replicas.Go(func() {
			// The loser may report that the caller should retry, but never success without a link.
			if _, err := m.Link(ctx, id); err != nil && !errors.Is(err, fault.ErrKratosUnavailable) {
				t.Error(err)
			}
		})
	}
	replicas.Wait()
	if _, links := record(t, k, id); len(links) != 1 {
		t.Errorf("links %q", links)
	}
	must(t, k.Stop())
	if _, err := m.Link(ctx, id); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("stopped: %v", err)
	}
	if err := unlink(m, id); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("stopped: %v", err)
	}
	must(t, k.Start(ctx))
	must(t, unlink(m, id))
}

func unlink(m *kratos.Minter, id uuid.UUID) error {
	_, err := m.Unlink(context.Background(), id)
	return err
}

package kratos_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/demo"
	"latchkey/kratos"
)

// TestRealFirstFactors: a password stays the same factor through logins and through changes of everything else,
// although Kratos updates its time in each such change. Another password, or another address, is another factor.
func TestRealFirstFactors(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	person := k.Browser()
	must(t, person.Register(ctx, "ada@example.com", password, "Ada"))
	id := person.IdentityID
	before := firstOf(t, c, id)
	if got := before.Kinds(); len(got) != 2 || !before.Has(assurance.KindPassword) || !before.Has(assurance.KindAddress) {
		t.Fatalf("holds %v", got)
	}
	for name, act := range map[string]func() error{
		"a login":                  func() error { return k.App().Login(ctx, "ada@example.com", password) },
		"an authenticator app":     func() error { _, err := person.EnrolTOTP(ctx); return err },
		"a change of the metadata": func() error { return k.PatchIdentity(ctx, id, "add", "/metadata_public", map[string]any{"a": 1}) },
	} {
		must(t, act())
		after := firstOf(t, c, id)
		if !same(one(t, before, assurance.KindPassword), one(t, after, assurance.KindPassword)) || !same(one(t, before, assurance.KindAddress), one(t, after, assurance.KindAddress)) {
			t.Errorf("%s changes the first factors", name)
		}
		if one(t, after, assurance.KindPassword).ChangedAt.Before(one(t, before, assurance.KindPassword).ChangedAt) {
			t.Errorf("%s: the password has become older", name)
		}
	}
	must(t, person.ChangeSettings(ctx, map[string]any{"method": "password", "password": "another " + password}))
	after := firstOf(t, c, id)
	if same(one(t, before, assurance.KindPassword), one(t, after, assurance.KindPassword)) || !one(t, after, assurance.KindPassword).ChangedAt.After(one(t, before, assurance.KindPassword).ChangedAt) {
		t.Error("another password is the same factor")
	}
	must(t, person.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]string{"email": "eve@example.com", "name": "Ada"}}))
	moved := firstOf(t, c, id)
	if same(one(t, before, assurance.KindAddress), one(t, moved, assurance.KindAddress)) || !one(t, moved, assurance.KindAddress).ChangedAt.After(one(t, before, assurance.KindAddress).ChangedAt) {
		t.Error("another address is the same factor")
	}
	if !same(one(t, after, assurance.KindPassword), one(t, moved, assurance.KindPassword)) {
		t.Error("with another address, the password is another factor")
	}
}

// TestRealFirstFactorsOfOthers: Kratos keeps the identifiers of users without a password, and our own link is not a
// first factor, while that of another provider is.
func TestRealFirstFactorsOfOthers(t *testing.T) {
	k, c, m := linking(t)
	var bob struct{ ID uuid.UUID }
	adminCall(t, k, http.MethodPost, "/admin/identities", json.RawMessage(`{"schema_id":"default","traits":{"email":"bob@example.com"},
		"credentials":{"oidc":{"config":{"providers":[{"provider":"google","subject":"7"}]}}}}`), &bob)
	must(t, m.LinkActive(t.Context(), bob.ID))
	if _, links := record(t, k, bob.ID); len(links) != 2 {
		t.Fatalf("linked to %v", links)
	}
	held := firstOf(t, c, bob.ID)
	if held.Has(assurance.KindPassword) || len(held) != 2 || one(t, held, assurance.KindOIDC).Provider != "google" {
		t.Errorf("holds %+v, want the link to google and the address", held)
	}
}

// TestRealRehash: at a login, Kratos hashes a password again if the algorithm of its hash is not the configured one,
// and does so only once.
func TestRealRehash(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	// The PBKDF2 hash of "test".
	body, err := json.Marshal(map[string]any{"schema_id": "default", "traits": map[string]any{"email": "cyd@example.com"}, "credentials": map[string]any{
		"password": map[string]any{"config": map[string]any{"hashed_password": "$pbkdf2-sha256$i=100000,l=32$1jP+5Zxpxgtee/iPxGgOz0RfE9/KJuDElP1ley4VxXc$QJxzfvdbHYBpydCbHoFg3GJEqMFULwskiuqiJctoYpI"}}}})
	must(t, err)
	resp, err := http.Post(k.AdminURL+"/admin/identities", asJSON, bytes.NewReader(body))
	must(t, err)
	defer func() { must(t, resp.Body.Close()) }()
	var made struct{ ID uuid.UUID }
	must(t, json.NewDecoder(resp.Body).Decode(&made))
	before := one(t, firstOf(t, c, made.ID), assurance.KindPassword)
	must(t, k.App().Login(ctx, "cyd@example.com", "test"))
	rehashed := one(t, firstOf(t, c, made.ID), assurance.KindPassword)
	if same(before, rehashed) {
		t.Error("Kratos has not hashed it again, as the documentation says")
	}
	must(t, k.App().Login(ctx, "cyd@example.com", "test"))
	if !same(rehashed, one(t, firstOf(t, c, made.ID), assurance.KindPassword)) {
		t.Error("Kratos hashes it again at every login")
	}
}

func firstOf(t *testing.T, c *kratos.Client, id uuid.UUID) assurance.Held {
	t.Helper()
	found, _, err := c.Holdings(t.Context(), id, nil)
	must(t, err)
	return found.First
}

func one(t *testing.T, held assurance.Held, kind string) assurance.HeldFactor {
	t.Helper()
	for _, f := range held {
		if f.Kind == kind {
			return f
		}
	}
	t.Fatalf("no %s among %v", kind, held.Kinds())
	return assurance.HeldFactor{}
}

func same(a, b assurance.HeldFactor) bool { return a.Material.Equal(b.Material) }

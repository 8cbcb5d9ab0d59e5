package kratos_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
)

// TestRealRemoveFactor: removed factors are gone, others are reported as kept, and the rest of the identity is
// unchanged. Kratos 1.3.1 keeps its passkeys.
func TestRealRemoveFactor(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	browser := k.Browser()
	must(t, browser.Register(ctx, "ada@example.com", password, "Ada"))
	_, err := browser.EnrolTOTP(ctx)
	must(t, err)
	must(t, browser.EnrolLookupSecrets(ctx))
	id := browser.IdentityID
	must(t, k.PatchIdentity(ctx, id, "add", "/metadata_public", map[string]any{"latchkey_role": "support", "more": []int{1}}))
	add := func(kind string, keys ...any) {
		must(t, k.PatchIdentity(ctx, id, "add", "/credentials/"+kind, map[string]any{
			"type": kind, "identifiers": []string{kind + id.String()}, "config": map[string]any{"user_handle": "AAAA", "credentials": keys},
		}))
	}
	key := func(n string, passwordless bool) any {
		return map[string]any{"id": n, "public_key": "AQ==", "is_passwordless": passwordless}
	}
	before := rawIdentity(t, k, id)
	ofPasskey, left := []account.Removal{account.RemovalKept}, "passkey webauthn"
	if k.Has(demo.RemovesPasskeys) {
		ofPasskey, left = []account.Removal{account.RemovalDone, account.RemovalAbsent}, "webauthn"
	}
	for _, test := range []struct {
		kind  string
		setUp func()
		want  []account.Removal
	}{
		{"totp", func() {}, []account.Removal{account.RemovalDone, account.RemovalAbsent}},
		{"lookup_secret", func() {}, []account.Removal{account.RemovalDone, account.RemovalAbsent}},
		{"webauthn", func() {}, []account.Removal{account.RemovalAbsent}},
		{"webauthn", func() { add("webauthn", key("AQ==", false)) }, []account.Removal{account.RemovalDone, account.RemovalAbsent}},
		{"webauthn", func() { add("webauthn", key("AQ==", false), key("Ag==", true)) }, []account.Removal{account.RemovalKept, account.RemovalKept}},
		{"passkey", func() {}, []account.Removal{account.RemovalAbsent}},
		{"passkey", func() { add("passkey", key("Aw==", true)) }, ofPasskey},
	} {
		test.setUp()
		for i, want := range test.want {
			if got, err := c.RemoveFactor(ctx, id, test.kind, ""); err != nil || got != want {
				t.Errorf("%s, time %d: %s, %v, want %s", test.kind, i+1, got, err, want)
			}
		}
	}
	_, held, err := c.Holdings(ctx, id, nil)
	if err != nil || strings.Join(held.Kinds(), " ") != left {
		t.Errorf("left: %+v, %v", held, err)
	}
	if after := rawIdentity(t, k, id); after != before {
		t.Errorf("it was %s\nand is %s", before, after)
	}
	found, err := c.Identity(ctx, id)
	if err != nil || found.Role != "support" {
		t.Errorf("role %q, %v", found.Role, err)
	}
	must(t, k.App().Login(ctx, "ada@example.com", password))
	if _, err := c.RemoveFactor(ctx, uuid.New(), "totp", ""); !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("of an unknown identity: %v", err)
	}
	must(t, k.Stop())
	if _, err := c.RemoveFactor(ctx, id, "totp", ""); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("while it is down: %v", err)
	}
}

// TestRealRemoveOneKey: of several keys, exactly one is removed. 1.3.1 can do that only for a second-factor key that is the only
// one; of two it removes neither, and it never takes a passwordless one for one.
func TestRealRemoveOneKey(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	key := func(n string, passwordless bool) any {
		return map[string]any{"id": n, "public_key": n, "is_passwordless": passwordless}
	}
	ofSeveral, leftOfKinds, leftOfTwo := account.RemovalKept, "Ag AQ", "AQ Ag"
	if k.Has(demo.RemovesPasskeys) {
		ofSeveral, leftOfKinds, leftOfTwo = account.RemovalDone, "AQ", "Ag"
	}
	for _, test := range []struct {
		name, ref string
		keys      []any
		want      account.Removal
		left      string
	}{
		{"the only one", "AQ", []any{key("AQ==", false)}, account.RemovalDone, ""},
		{"beside a passwordless one", "AQ", []any{key("Ag==", true), key("AQ==", false)}, account.RemovalDone, "Ag"},
		{"a passwordless one", "Ag", []any{key("Ag==", true), key("AQ==", false)}, ofSeveral, leftOfKinds},
		{"one of two", "AQ", []any{key("AQ==", false), key("Ag==", false)}, ofSeveral, leftOfTwo},
		{"another", "Aw", []any{key("AQ==", false)}, account.RemovalAbsent, "AQ"},
	} {
		must(t, k.PatchIdentity(ctx, id, "add", "/credentials/webauthn", map[string]any{
			"type": "webauthn", "identifiers": []string{id.String()}, "config": map[string]any{"credentials": test.keys},
		}))
		if got, err := c.RemoveFactor(ctx, id, "webauthn", test.ref); err != nil || got != test.want {
			t.Errorf("%s: %s, %v, want %s", test.name, got, err, test.want)
		}
		_, held, err := c.Holdings(ctx, id, nil)
		must(t, err)
		var refs []string
		for _, f := range held {
			refs = append(refs, f.Ref)
		}
		if got := strings.Join(refs, " "); got != test.left {
			t.Errorf("%s: left %q, want %q", test.name, got, test.left)
		}
	}
	if got, err := c.RemoveFactor(ctx, id, "password", ""); err != nil || got != account.RemovalKept {
		t.Errorf("a kind that is not for us to remove: %s, %v", got, err)
	}
}

// rawIdentity is what a removal must not change.
func rawIdentity(t *testing.T, k *demo.Kratos, id uuid.UUID) string {
	t.Helper()
	resp, err := http.Get(k.AdminURL + "/admin/identities/" + id.String())
	must(t, err)
	defer resp.Body.Close()
	var all map[string]json.RawMessage
	must(t, json.NewDecoder(resp.Body).Decode(&all))
	kept, err := json.Marshal([]json.RawMessage{all["traits"], all["state"], all["schema_id"], all["metadata_public"], all["created_at"]})
	must(t, err)
	return string(kept)
}

// A role is a member of an object; metadata may be any JSON.
func TestRealRoles(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	for i, test := range []struct {
		metadata any
		want     string
	}{
		{nil, ""}, {"admin", ""}, {[]string{"latchkey_role", "admin"}, ""}, {map[string]any{"latchkey_role": []string{"admin"}}, ""},
		{map[string]any{"role": "admin"}, ""}, {map[string]any{"latchkey": map[string]any{"latchkey_role": "admin"}}, ""},
		{map[string]any{"latchkey_role": "admin"}, "admin"},
	} {
		email := string(rune('a'+i)) + "@example.com"
		// As a trait it has no effect.
		id, err := k.CreateIdentity(ctx, map[string]any{"email": email, "name": `{"latchkey_role":"admin"}`}, password, test.metadata)
		must(t, err)
		if found, err := c.Identity(ctx, id); err != nil || found.Role != test.want {
			t.Errorf("%v: role %q, %v", test.metadata, found.Role, err)
		}
		app := k.App()
		must(t, app.Login(ctx, email, password))
		if s, err := c.Session(ctx, credential(t, c, "X-Session-Token", app.Token())); err != nil || s.Identity.Role != test.want {
			t.Errorf("%v: role of the session %q, %v", test.metadata, s.Identity.Role, err)
		}
		if sessions, err := sessionsOf(ctx, c, id); err != nil || len(sessions) != 1 || len(sessions[0].Devices) != 1 || sessions[0].Devices[0].IP == "" {
			t.Errorf("sessions: %+v, %v", sessions, err)
		}
	}
}

package kratos_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

func TestRealFindIdentity(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com", "name": "Ada"}, password, nil)
	must(t, err)
	_, err = k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com.au"}, password, nil)
	must(t, err)
	for _, identifier := range []string{"ada@example.com", "ADA@Example.com", " ada@example.com "} {
		found, err := c.FindIdentity(ctx, identifier)
		if err != nil || !named(found, account.Identity{ID: id, Active: true, Login: "ada@example.com", DisplayName: "Ada"}) {
			t.Errorf("%q: %+v, %v", identifier, found, err)
		}
	}
	for _, identifier := range []string{
		"", "  ", "ada", "ada@example", "%", "ada@example.co_", "a\x00b", "\xff", "nobody@example.com", "a&page_size=1", strings.Repeat("a", 2000),
	} {
		if found, err := c.FindIdentity(ctx, identifier); !errors.Is(err, fault.ErrIdentityNotFound) {
			t.Errorf("%q: %+v, %v", identifier, found, err)
		}
	}
	if n, known, err := (kratos.Directory{Client: c}).CountIdentities(ctx); n != 2 || !known || err != nil {
		t.Errorf("%d identities, %t, %v, want 2", n, known, err)
	}
	if _, err := c.Identity(ctx, uuid.New()); !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("unknown ID: %v", err)
	}
}

func TestRealSecondFactors(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{
		WhoamiAAL: "highest_available",
		Passkeys:  &demo.KratosPasskeys{RPID: "localhost", Origins: []string{"http://localhost:4455"}},
	})
	factors := func(t *testing.T, id uuid.UUID) string {
		t.Helper()
		found, held, err := c.Holdings(ctx, id, nil)
		must(t, err)
		if found.ID != id || !found.Active {
			t.Errorf("identity %+v", found)
		}
		return strings.Join(held.Kinds(), " ")
	}
	browser := k.Browser()
	must(t, browser.Register(ctx, "ada@example.com", password, ""))
	if got := factors(t, browser.IdentityID); got != "" {
		t.Errorf("factors before any: %s", got)
	}
	secret, err := browser.EnrolTOTP(ctx)
	must(t, err)
	if got := factors(t, browser.IdentityID); got != "totp" {
		t.Errorf("factors with TOTP: %s", got)
	}

	for name, user := range map[string]*demo.KratosUser{"cookie": k.Browser(), "token": k.App()} {
		t.Run("aal2 required, "+name, func(t *testing.T) {
			err := user.Login(ctx, "ada@example.com", password)
			if refused, ok := errors.AsType[*demo.KratosError](err); !ok || refused.ID != "browser_location_change_required" {
				must(t, err) // the browser is signed in and redirected to the second factor
			}
			proof := []string{"X-Session-Token", user.Token()}
			if cookie := user.Cookie(); cookie != nil {
				proof = []string{"Cookie", cookie.String()}
			}
			_, err = c.Session(ctx, credential(t, c, proof...))
			refused, ok := errors.AsType[*account.AAL2Required](err)
			if !ok || refused.RedirectTo != k.BrowserURL+"/self-service/login/browser?aal=aal2" {
				t.Fatalf("session at aal1: %v, %+v", err, refused)
			}
			if refused.RedirectTo != c.RefreshURL(true, false, "") {
				t.Errorf("Kratos sends to %s, we to %s", refused.RedirectTo, c.RefreshURL(true, false, ""))
			}
			must(t, user.StepUp(ctx, secret))
			s, err := c.Session(ctx, credential(t, c, proof...))
			must(t, err)
			if s.AAL != account.AAL2 || len(s.Methods) != 2 || s.Methods[1].Name != "totp" || s.Methods[1].AAL != account.AAL2 {
				t.Errorf("stepped up: %+v", s)
			}
		})
	}

	t.Run("lookup secrets and keys", func(t *testing.T) {
		id, err := k.CreateIdentity(ctx, map[string]any{"email": "bob@example.com"}, password, nil)
		must(t, err)
		set := func(kind string, config map[string]any) string {
			must(t, k.PatchIdentity(ctx, id, "add", "/credentials/"+kind, map[string]any{
				"type": kind, "identifiers": []string{kind + id.String()}, "config": config,
			}))
			return factors(t, id)
		}
		if got := set("webauthn", map[string]any{"user_handle": "AAAA"}); got != "" {
			t.Errorf("a handle without keys: %s", got)
		}
		key := map[string]any{"id": "AQ==", "public_key": "AQ==", "is_passwordless": true}
		if got := set("webauthn", map[string]any{"credentials": []any{key}}); got != "webauthn" {
			t.Errorf("a passwordless key: %s", got)
		}
		key["is_passwordless"] = false
		if got := set("webauthn", map[string]any{"credentials": []any{key}}); got != "webauthn" {
			t.Errorf("a key: %s", got)
		}
		if got := set("lookup_secret", map[string]any{"recovery_codes": []any{}}); got != "webauthn" {
			t.Errorf("no codes: %s", got)
		}
		codes := map[string]any{"recovery_codes": []any{map[string]any{"code": "a1b2c3d4"}}}
		if got := set("lookup_secret", codes); got != "lookup_secret webauthn" {
			t.Errorf("codes: %s", got)
		}
		if got := set("passkey", map[string]any{"credentials": []any{map[string]any{"id": "Aw==", "public_key": "Aw==", "is_passwordless": true}}}); got != "lookup_secret passkey webauthn" {
			t.Errorf("a passkey of Kratos' own: %s", got)
		}
	})
}

package kratos_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

func TestContact(t *testing.T) {
	const gmail = `{"id":"1","value":"ada@gmail.test","verified":true,"via":"email","status":"completed"}`
	addresses := func(list string) string {
		return edit(t, identity, `"state":"active",`, `"state":"active","verifiable_addresses":[`+list+`],`)
	}
	for name, test := range map[string]struct{ body, email string }{
		"none":         {identity, ""},
		"not verified": {addresses(`{"value":"ada@example.com","verified":false,"via":"email"}`), ""},
		"a telephone":  {addresses(`{"value":"+491701234567","verified":true,"via":"sms"}`), ""},
		"another one":  {addresses(gmail), "ada@gmail.test"},
		"the login's":  {addresses(gmail + `,{"value":"ada@example.com","verified":true,"via":"email"}`), "ada@example.com"},
		"older than the login's": {addresses(`{"value":"ada@example.com","verified":true,"via":"email","created_at":"2026-11-25T10:00:00Z"},` +
			`{"value":"ada@gmail.test","verified":true,"via":"email","created_at":"2026-11-24T10:00:00Z"}`), "ada@gmail.test"},
		"both of the first day": {addresses(`{"value":"ada@gmail.test","verified":true,"via":"email","created_at":"2026-11-22T17:38:13.840Z"},` +
			`{"value":"ada@example.com","verified":true,"via":"email","created_at":"2026-11-22T17:38:13.841Z"}`), "ada@example.com"},
		"login unverified": {addresses(`{"value":"ada@example.com","verified":false,"via":"email"},` + gmail), "ada@gmail.test"},
	} {
		t.Run(name, func(t *testing.T) {
			email, language, err := saying(t, 200, asJSON, test.body).Contact(t.Context(), uuid.MustParse(identityID))
			if err != nil || email != test.email || language != "" {
				t.Errorf("%q, %q, %v", email, language, err)
			}
		})
	}
	_, _, err := saying(t, 404, asJSON, `{"error":{"code":404}}`).Contact(t.Context(), uuid.MustParse(identityID))
	if !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Error(err)
	}
	_, _, err = saying(t, 502, "text/html", "").Contact(t.Context(), uuid.MustParse(identityID))
	unclear(t, err)
}

func TestRealContact(t *testing.T) {
	ctx := t.Context()
	k, _ := start(t, demo.KratosOptions{})
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: k.AdminURL, LoginTraits: []string{"email"}, LocaleTraits: []string{"locale"}})
	must(t, err)
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com", "locale": "de-AT"}, password, nil)
	must(t, err)
	if email, language, err := c.Contact(ctx, id); err != nil || email != "" || language != "de-AT" {
		t.Errorf("before she has verified it: %q, %q, %v", email, language, err)
	}
	must(t, k.VerifyAddress(ctx, id))
	if email, language, err := c.Contact(ctx, id); err != nil || email != "ada@example.com" || language != "de-AT" {
		t.Errorf("verified: %q, %q, %v", email, language, err)
	}
	must(t, k.DeleteIdentity(ctx, id))
	if _, _, err := c.Contact(ctx, id); !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("deleted: %v", err)
	}
}

// TestRealContactOfSeveral: an attacker with the password puts an address of their own before the owner's and verifies it.
// Mails go to the owner's as before.
func TestRealContactOfSeveral(t *testing.T) {
	ctx := t.Context()
	k, _ := start(t, demo.KratosOptions{Schemas: severalSchemas})
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: k.AdminURL, LoginTraits: []string{"emails.0"}})
	must(t, err)
	const owners, attackers = "zoe@example.com", "eve@example.com"
	id, err := k.CreateIdentityOf(ctx, "member", map[string]any{"emails": []string{owners}}, password)
	must(t, err)
	must(t, k.VerifyAddress(ctx, id))
	attacker := k.App()
	must(t, attacker.Login(ctx, owners, password))
	must(t, attacker.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]any{"emails": []string{attackers, owners}}}))
	for _, n := range []string{"0", "1"} {
		must(t, k.PatchIdentity(ctx, id, "replace", "/verifiable_addresses/"+n+"/status", "completed"))
		must(t, k.PatchIdentity(ctx, id, "replace", "/verifiable_addresses/"+n+"/verified", true))
	}
	if identity, err := c.Identity(ctx, id); err != nil || identity.Login != attackers || len(identity.Addresses) != 2 {
		t.Fatalf("%+v, %v: the attack needs the attacker's address first", identity, err)
	}
	if email, _, err := c.Contact(ctx, id); err != nil || email != owners {
		t.Errorf("%q, %v, want the owner's", email, err)
	}
}

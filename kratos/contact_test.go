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
		"none":             {identity, ""},
		"not verified":     {addresses(`{"value":"ada@example.com","verified":false,"via":"email"}`), ""},
		"a telephone":      {addresses(`{"value":"+491701234567","verified":true,"via":"sms"}`), ""},
		"another one":      {addresses(gmail), "ada@gmail.test"},
		"the login's":      {addresses(gmail + `,{"value":"ada@example.com","verified":true,"via":"email"}`), "ada@example.com"},
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

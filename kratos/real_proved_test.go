package kratos_test

import (
	"errors"
	"testing"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/fault"
)

// TestRealProvedIdentifier: a trait that is no identifier finds no one. What does find someone is theirs only if it is verified:
// anyone can register with the address of a person who does not use it there, or with a user name that looks like it.
func TestRealProvedIdentifier(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{UserNames: true, Code: "first", Schemas: map[string]string{"caller": `{"type":"object","properties":{"traits":{"type":"object",
		"properties":{"phone":{"type":"string","format":"tel","ory.sh/kratos":{"credentials":{"code":{"identifier":true,"via":"sms"}},"verification":{"via":"sms"}}}}}}}`}})
	thief, err := k.CreateIdentity(ctx, map[string]any{"email": "eve@example.com", "username": "ada@example.com", "name": "bob@example.com"}, password, nil)
	must(t, err)
	if found, err := c.FindIdentity(ctx, "bob@example.com"); !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("by a trait that is no identifier: %+v, %v", found, err)
	}
	proved := func(identifier string) bool {
		t.Helper()
		found, err := c.FindIdentity(ctx, identifier)
		must(t, err)
		if found.ID != thief {
			t.Errorf("%s finds %s", identifier, found.ID)
		}
		return found.Proved(identifier)
	}
	if proved("eve@example.com") || proved("ada@example.com") {
		t.Error("addresses that are not verified are taken for the user's")
	}
	must(t, k.VerifyAddress(ctx, thief))
	found, err := c.Identity(ctx, thief)
	must(t, err)
	for identifier, want := range map[string]bool{"ada@example.com": false, "bob@example.com": false, "eve@example.com": true, " EVE@Example.com": true, "eve": true} {
		if got := found.Proved(identifier); got != want {
			t.Errorf("%q is proved: %t", identifier, got)
		}
	}
	if anyone := (account.Identity{}); !anyone.Proved("eve@example.com") {
		t.Error("where Kratos verifies nothing, an address is refused")
	}

	thief, err = k.CreateIdentityOf(ctx, "caller", map[string]any{"phone": "+49 151 23456789"}, "")
	must(t, err)
	if proved("+4915123456789") {
		t.Error("a phone number that is not verified is taken for the user's, as it is written otherwise")
	}
	must(t, k.VerifyAddress(ctx, thief))
	if !proved("+4915123456789") {
		t.Error("a verified phone number is refused, as it is written otherwise")
	}
}

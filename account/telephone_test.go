package account_test

import (
	"testing"

	"latchkey/account"
	"latchkey/assurance"
)

// TestProvedNumber: however a phone number is written, it is the user's only if it is verified.
func TestProvedNumber(t *testing.T) {
	address := func(value string, verified bool) account.Address {
		return account.Address{Verified: verified, Material: assurance.NewMaterial(value)}
	}
	mail := address("eve@example.com", true)
	for _, test := range []struct {
		identifier string
		addresses  []account.Address
		want       bool
	}{
		{"+491511234567", []account.Address{address("+49 151 123-45.67", false), mail}, false},
		{"+49 (151) 1234567", []account.Address{address("+491511234567", false), mail}, false},
		{"+491511234567", []account.Address{address("+49 151 123-45.67", true)}, true},
		{"+49\u00a0151/1234567", []account.Address{address("+491511234567", true)}, true},
		{"+491511234567", []account.Address{address("+49 151 1234567", false), address("+491511234567", true)}, true},
		{"+491511234567", []account.Address{mail}, false},
		{"49151-1234567", []account.Address{mail}, false},
		{"+491511234567", []account.Address{{Unverifiable: true, Material: assurance.NewMaterial("+491511234567")}}, true},
		{"+491511234567", nil, true},
		{"ada12345", []account.Address{mail}, true},
		{"1234", []account.Address{mail}, true},
		{"1.2345@example.com", []account.Address{address("12345@example.com", true)}, false},
	} {
		if got := (account.Identity{Addresses: test.addresses}).Proved(test.identifier); got != test.want {
			t.Errorf("%q is proved: %t", test.identifier, got)
		}
	}
}

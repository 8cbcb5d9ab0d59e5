package related_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"latchkey/fault"
	"latchkey/related"
)

const shop = "https://shop.example.net"

// verifier and its binding are those of RFC 7636, appendix B.
const (
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	binding  = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func TestPageHoldsVerifier(t *testing.T) {
	for _, test := range []struct {
		origin    string
		crossSite bool
		want      bool
	}{
		{shop, true, true},
		{shop, false, false},
		{shop + ".", true, false},
		{"https://SHOP.example.net", true, false},
		{"http://shop.example.net", true, false},
		{"https://evil.example", true, false},
		{"null", true, false},
		{"", true, false},
	} {
		page := related.Page{Origin: test.origin, CrossSite: test.crossSite}
		if got := page.HoldsVerifier([]string{shop}); got != test.want {
			t.Errorf("%+v: got %v, want %v", page, got, test.want)
		}
	}
}

func TestBinding(t *testing.T) {
	bound, err := related.ParseBinding(binding)
	if err != nil {
		t.Fatal(err)
	}
	here := related.Page{Origin: shop, CrossSite: true}
	if err := bound.Check(here, []string{shop}, verifier); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"no verifier":      bound.Check(here, []string{shop}, ""),
		"another verifier": bound.Check(here, []string{shop}, verifier[1:]),
		"the binding":      bound.Check(here, []string{shop}, binding),
		"no longer listed": bound.Check(here, nil, verifier),
		"same site":        bound.Check(related.Page{Origin: shop}, []string{shop}, verifier),
		"another page":     bound.Check(related.Page{Origin: "https://evil.example", CrossSite: true}, []string{shop}, verifier),
		"never bound":      related.Binding(nil).Check(here, []string{shop}, ""),
	} {
		if !errors.Is(err, fault.ErrCeremonyInvalid) {
			t.Errorf("%s: got %v, want %v", name, err, fault.ErrCeremonyInvalid)
		}
	}
}

func TestBindingIsASHA256(t *testing.T) {
	hash := sha256.Sum256([]byte(verifier))
	for _, wrong := range []string{"", "x", binding + "=", binding[1:], binding + "AAAA", " " + binding, binding[:42] + "N", // not the last bits of 32 bytes
		strings.ReplaceAll(binding, "-", "+"), base64.RawURLEncoding.EncodeToString(hash[:31])} {
		if _, err := related.ParseBinding(wrong); !errors.Is(err, fault.ErrInvalidRequest) {
			t.Errorf("%q: got %v, want %v", wrong, err, fault.ErrInvalidRequest)
		}
	}
}

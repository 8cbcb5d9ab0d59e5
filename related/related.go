// Package related owns how a login is bound to a page of a related origin on another site (WebAuthn L3 §5.11). Browsers
// keep no SameSite=Strict cookie for such a page, so it holds a verifier instead, as in PKCE (RFC 7636 §4): begin takes its
// SHA-256, which is sealed into the ceremony, and finish the verifier. Another page, which has another origin, can neither
// use the ceremony of this one nor have this one finish its own (login CSRF).
//
// It leaves logins on the same site, with their cookie, to webauthnsvc, and the list that browsers read to wellknown.
package related

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"

	"latchkey/fault"
)

// Page is where a request comes from, as its browser reports: scripts cannot change either.
type Page struct {
	Origin    string // the Origin header, "" without one
	CrossSite bool   // by Sec-Fetch-Site: the page is on another site than Latchkey
}

// HoldsVerifier reports whether logins on this page are bound by a verifier: origins are the related ones of the login's
// relying party, compared exactly.
func (p Page) HoldsVerifier(origins []string) bool {
	return p.CrossSite && slices.Contains(origins, p.Origin)
}

// Binding is the SHA-256 of the verifier that a page holds.
type Binding []byte

// ParseBinding reads what a begin sends: 32 bytes in base64url without padding. Error: *fault.FieldError.
func ParseBinding(text string) (Binding, error) {
	if text == "" {
		return nil, &fault.FieldError{Field: "binding", Problem: "is missing, and a page on another site cannot sign in without it"}
	}
	bytes, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(bytes) != sha256.Size {
		return nil, &fault.FieldError{Field: "binding", Problem: "is not a SHA-256 in base64url without padding"}
	}
	return bytes, nil
}

// Check checks that a login is finished by the page that began it, which is of one of the origins and holds the verifier.
// Error: fault.ErrCeremonyInvalid.
func (b Binding) Check(page Page, origins []string, verifier string) error {
	if !page.HoldsVerifier(origins) {
		return fmt.Errorf("%w: begun on a page of another site", fault.ErrCeremonyInvalid)
	}
	hash := sha256.Sum256([]byte(verifier))
	if subtle.ConstantTimeCompare(hash[:], b) != 1 {
		return fmt.Errorf("%w: the page does not hold its verifier", fault.ErrCeremonyInvalid)
	}
	return nil
}

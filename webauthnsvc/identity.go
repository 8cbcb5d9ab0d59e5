package webauthnsvc

import (
	"context"

	"github.com/google/uuid"
)

// Identity is what the ceremonies need to know of a Kratos identity. Traits are never stored here.
type Identity struct {
	ID          uuid.UUID
	Active      bool
	Login       string // the configured login trait; the short ID where the identity has none
	DisplayName string // the configured display trait; Login where the identity has none
}

// SecondFactors tells which second factors an identity holds at Kratos.
type SecondFactors struct {
	TOTP         bool
	LookupSecret bool
	WebAuthn     bool // a WebAuthn key that is not passwordless
}

// Any tells whether there is one.
func (f SecondFactors) Any() bool { return f.TOTP || f.LookupSecret || f.WebAuthn }

// Identities asks Kratos, uncached, each call within the request's Kratos budget. Whatever is no clear answer
// (time-out, 5xx, HTML, an object without its members) is ErrKratosUnavailable and never "no such identity".
type Identities interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (Identity, error)
	// IdentityWithFactors is Identity and its second factors, in one call. ErrIdentityNotFound.
	IdentityWithFactors(ctx context.Context, id uuid.UUID) (Identity, SecondFactors, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (Identity, error)
}

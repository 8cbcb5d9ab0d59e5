package webauthnsvc

import (
	"context"
	"fmt"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// Codes makes the authorization codes by which logins go on to Kratos. The oidc package implements it. A code is worth
// nothing before its row is stored, which the login does in its own commit.
type Codes interface {
	// CodeForInteraction answers the request that is sealed in an interaction, in the browser that it is bound to.
	// ErrCeremonyInvalid, ErrCeremonyExpired.
	CodeForInteraction(interaction, browserNonce string, who SignedIn) (Code, error)
	// CodeForRequest answers the authorization request that Kratos would send a browser to.
	CodeForRequest(authorizeURL string, who SignedIn) (Code, error)
}

// Code is an authorization code whose row is still to be stored. RedirectTo, the address at Kratos that takes the code,
// is a secret until Kratos has redeemed it.
type Code struct {
	Row        store.AuthorizationCode
	RedirectTo string
}

// onward is how a login goes on at Kratos once it is committed: the person's browser takes the code there, or we do,
// where the login is to end in a session here. The zero value goes nowhere.
type onward struct {
	code    *Code
	minting Minting // nil where the browser takes it
	kind    string  // of the session that the minting makes
}

// row is what the login's commit stores; nil where there is no code.
func (o onward) row() *store.AuthorizationCode {
	if o.code == nil {
		return nil
	}
	return &o.code.Row
}

// prepareOnward does all that can fail at Kratos before the commit, so that a Kratos that is down costs no ceremony.
// ErrCeremonyInvalid, ErrCeremonyExpired, ErrKratosUnavailable.
func (s *Service) prepareOnward(ctx context.Context, c *ceremony, req audit.Request, who SignedIn) (onward, error) {
	if c.Interaction != "" {
		code, err := s.cfg.Codes.CodeForInteraction(c.Interaction, req.Nonce, who)
		return onward{code: &code}, err
	}
	if c.Mint == "" {
		return onward{}, nil
	}
	return s.openMinting(ctx, c.Mint, who)
}

// openMinting opens a login at Kratos and makes the code for it. ErrKratosUnavailable.
func (s *Service) openMinting(ctx context.Context, kind string, who SignedIn) (onward, error) {
	minting, err := s.cfg.Minter.Begin(ctx, kind, who)
	if err != nil {
		return onward{}, err
	}
	code, err := s.cfg.Codes.CodeForRequest(minting.AuthorizeURL(), who)
	if err != nil { // %v: it is no fault of the person who signs in
		return onward{}, fmt.Errorf("%w: its request to our provider is not the configured one: %v", fault.ErrKratosUnavailable, err)
	}
	return onward{code: &code, minting: minting, kind: kind}, nil
}

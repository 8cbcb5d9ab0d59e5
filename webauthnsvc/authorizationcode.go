package webauthnsvc

import (
	"context"
	"fmt"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// Codes creates the authorization codes with which logins continue at Kratos. Package oidc implements it. A code is
// invalid until its row is stored, which the login does in its own commit.
type Codes interface {
	// CodeForInteraction returns a code for the request sealed in an interaction, which is bound to a browser.
	// Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired.
	CodeForInteraction(interaction, browserNonce string, who SignedIn) (Code, error)
	// CodeForRequest returns a code for the authorization request to which Kratos would redirect a browser.
	CodeForRequest(authorizeURL string, who SignedIn) (Code, error)
}

// Code is an authorization code whose row has not been stored. RedirectTo, the URL at Kratos that receives the code,
// is secret until the code is redeemed.
type Code struct {
	Row        store.AuthorizationCode
	RedirectTo string
}

// handoff is how a login continues at Kratos after its commit: the browser takes the code there, or Latchkey does so
// to create the session. The zero value means that it does not continue.
type handoff struct {
	code    *Code
	minting Minting // nil if the browser takes the code
	kind    string  // of the session that the minting creates
}

// row returns the code's row for the commit, or nil.
func (o handoff) row() *store.AuthorizationCode {
	if o.code == nil {
		return nil
	}
	return &o.code.Row
}

// prepareHandoff makes all calls to Kratos that may fail before the commit, so an unavailable Kratos does not spend
// the ceremony. Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired, fault.ErrKratosUnavailable.
func (s *Service) prepareHandoff(ctx context.Context, c *ceremony, req audit.Request, who SignedIn) (handoff, error) {
	if c.Interaction != "" {
		code, err := s.cfg.Codes.CodeForInteraction(c.Interaction, req.Nonce, who)
		return handoff{code: &code}, err
	}
	if c.Mint == "" {
		return handoff{}, nil
	}
	return s.openMinting(ctx, c.Mint, who)
}

// openMinting opens a login at Kratos and creates its code. Errors: fault.ErrKratosUnavailable.
func (s *Service) openMinting(ctx context.Context, kind string, who SignedIn) (handoff, error) {
	minting, err := s.cfg.Minter.Begin(ctx, kind, who)
	if err != nil {
		return handoff{}, err
	}
	code, err := s.cfg.Codes.CodeForRequest(minting.AuthorizeURL(), who)
	if err != nil { // %v: not an error of the user's request
		return handoff{}, fmt.Errorf("%w: its request to our provider is not the configured one: %v", fault.ErrKratosUnavailable, err)
	}
	return handoff{code: &code, minting: minting, kind: kind}, nil
}

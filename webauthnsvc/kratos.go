package webauthnsvc

import (
	"context"

	"github.com/google/uuid"

	"latchkey/account"
)

// Kratos answers uncached, each call within the request's budget. An answer that is not clear (a time-out, 5xx, HTML, an object
// without its members) is ErrKratosUnavailable and never "no such identity".
type Kratos interface {
	// Active reports whether an identity is active, for callers that need no more of it. ErrIdentityNotFound.
	Active(ctx context.Context, id uuid.UUID) (bool, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)
	// EndSession ends one. It is no error when it is gone already.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
}

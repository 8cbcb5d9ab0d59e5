package webauthnsvc

import (
	"context"

	"github.com/google/uuid"

	"latchkey/account"
)

// Kratos is the part of Kratos that this package uses. Answers are not cached, and each call is within the request's
// budget. If the answer is unclear (a timeout, 5xx, HTML, missing members), the error is fault.ErrKratosUnavailable,
// never fault.ErrIdentityNotFound.
type Kratos interface {
	// Active reports whether an identity is active. Errors: fault.ErrIdentityNotFound.
	Active(ctx context.Context, id uuid.UUID) (bool, error)
	// FindIdentity returns the identity with this credential identifier, compared exactly but without case. Errors:
	// fault.ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)
	// EndSession ends a session. It is not an error if the session no longer exists.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
}

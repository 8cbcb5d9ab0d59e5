package webauthnsvc

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

// Identities asks Kratos, uncached, each call within the request's Kratos budget. Whatever is no clear answer
// (time-out, 5xx, HTML, an object without its members) is ErrKratosUnavailable and never "no such identity".
type Identities interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Active reports whether an identity is active, for callers that need no more of it. ErrIdentityNotFound.
	Active(ctx context.Context, id uuid.UUID) (bool, error)
	// Holdings is Identity and all that it holds at Kratos beside its first factors. Where it has an address for codes, code
	// tells whether they are a second factor; if that is not clear, they are. ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)

	// Sessions lists an identity's active sessions, newest first; none is an empty list.
	Sessions(ctx context.Context, id uuid.UUID) ([]account.Session, error)
	// EndSessions ends all of them; none is no error.
	EndSessions(ctx context.Context, id uuid.UUID) error
	// EndSessionsBut ends all that began by then, except one, and looks whether they are gone; zero excepts none. It has a
	// time of its own beside the request's budget.
	EndSessionsBut(ctx context.Context, id, except uuid.UUID, begunBy time.Time) error
	// EndSession ends one. It is no error when it is gone already.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	// RemoveFactor removes what an identity holds of a kind: all of it, or with a ref (see assurance.HeldFactor) that one
	// WebAuthn credential and no other. It reads back whether it is gone. ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
}

package store

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Evidence is what a change by a session rests on, as known when the change was allowed. The change checks in its
// transaction that all of it still stands, and returns EvidenceGone otherwise: until then the user may disown a factor, a
// vouch may end with its passkey, or the owner may take the account back. The zero value is a change that rests on no
// session, such as one by support, and nothing is checked.
type Evidence struct {
	IdentityID uuid.UUID // whose session it is
	// Passkeys must exist and not be suspended, or be removed and kept (Removal.Keep). Those that vouched for one of
	// Factors are among them.
	Passkeys []uuid.UUID
	// Factors must be at Kratos, as last seen, and not disowned. If the identity has a passkey that is not suspended for a
	// verification, they must be vouched, on none but Passkeys.
	Factors []uuid.UUID
	// Initializers are further factors, on which the user verification of Passkeys rests. They must not be disowned, and may
	// be gone.
	Initializers []uuid.UUID
	// RecoveredAt must be that of the identity's FirstPasskey. Nil: there is none, or the account was not taken back.
	RecoveredAt *time.Time
}

// Vouchers returns the factors on which a vouch by this evidence rests: with any of them it ends when the user disowns it.
func (e Evidence) Vouchers() []uuid.UUID { return slices.Concat(e.Factors, e.Initializers) }

// Rows returns the IDs of all passkeys and factors.
func (e Evidence) Rows() []uuid.UUID { return slices.Concat(e.Passkeys, e.Factors, e.Initializers) }

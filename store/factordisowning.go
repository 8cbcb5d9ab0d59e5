package store

import "github.com/google/uuid"

// FactorDisowning marks a factor as not the user's.
type FactorDisowning struct {
	IdentityID, FactorID uuid.UUID
	By                   Evidence
	// Ending says which sessions end, and with CodesEnded, that recovery codes end.
	Ending Ending
	Event  AuditEvent
	// KeyRevoked returns the audit event of an admin key that is revoked. It must have no side effects, since the transaction
	// may be retried. Nil: keys remain.
	KeyRevoked func(AdminKey) AuditEvent
}

// FactorDisowned is what ended with a factor.
type FactorDisowned struct {
	Sessions []SessionEnding
	Codes    bool // recovery codes were deleted
	Keys     []AdminKey
}

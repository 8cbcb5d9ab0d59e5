package store

// Disowning is the removal of a passkey that the user does not recognise. An attacker who registered it may know the recovery codes,
// so the codes are replaced in the same transaction. What codes granted is deleted in any case.
type Disowning struct {
	Removal
	Codes     []RecoveryCode // the new codes; none: the identity's codes remain
	CodesMade AuditEvent     // recorded if there are codes
	// KeyRevoked returns the audit event of an admin key that is revoked because it was made with the passkey. It must have
	// no side effects, since the transaction may be retried.
	KeyRevoked func(AdminKey) AuditEvent
}

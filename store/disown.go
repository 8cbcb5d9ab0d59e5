package store

// Disowning is the removal of a passkey that is not its owner's. Who set it up may know the recovery codes, so a new set
// takes their place with it, or nothing changes. What codes have earned ends in any case.
type Disowning struct {
	Removal
	Codes     []RecoveryCode // the new set; none: the identity's codes stay
	CodesMade AuditEvent     // with codes only
}

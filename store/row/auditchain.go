package row

import "latchkey/store"

// AuditHeadColumns are the columns of a head.
const AuditHeadColumns = `
		number,
		sealed_at,
		last_at,
		count,
		root,
		leaves,
		hash,
		signature,
		removed_at,
		removal`

// AuditHead returns the fields of AuditHeadColumns.
func AuditHead(h *store.AuditHead) []any {
	return []any{
		&h.Number,
		&h.SealedAt,
		&h.LastAt,
		&h.Count,
		Fixed(h.Root[:]),
		&h.Leaves,
		Fixed(h.Hash[:]),
		Fixed(h.Signature[:]),
		removal{h},
		removalSignature{h},
	}
}

// SealedEventColumns are the columns of an event with its place in the chain.
const SealedEventColumns = AuditEventColumns + `,
		batch,
		salt,
		personal_hash,
		erasure`

// SealedEvent returns the fields of SealedEventColumns.
func SealedEvent(e *store.SealedEvent) []any {
	return append(AuditEvent(&e.AuditEvent), &e.Batch, &e.Salt, Fixed(e.PersonalHash[:]), &e.Erasure)
}

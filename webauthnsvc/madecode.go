package webauthnsvc

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// What a removal or suspension of a passkey did to the user's recovery codes. If the passkey is an attacker's, so are
// the codes that were created in a session that depended on it.
const (
	CodesUnaffected = standing.CodesUnaffected // no unused codes were made with the passkey
	CodesKept       = "kept"                   // those made with the passkey are still valid
	CodesEnded      = standing.CodesEnded      // those made with the passkey are deleted
)

// reasonMadeWith is the reason in the audit event of codes that end with a passkey.
const reasonMadeWith = "passkey"

// CodesMadeWith prepares what a change of a passkey does to the recovery codes that were made with it: with end, they are
// deleted in its transaction, by ending.CodesEnded. It returns the outcome for the response.
func (s *Service) CodesMadeWith(ctx context.Context, row store.Passkey, end bool, ending *store.Ending, change store.AuditEvent) (string, error) {
	codes, err := s.store.RecoveryCodesOf(ctx, row.IdentityID)
	if err != nil {
		return "", fault.OfStore(err)
	}
	if end {
		event := change
		event.ID, event.Type, event.PasskeyID, event.Reason, event.Metadata = store.NewID(), audit.CodesEnded, uuid.Nil, reasonMadeWith, nil
		ending.CodesEnded = &event
	}
	switch {
	case madeWith(row.ID, codes) == 0:
		return CodesUnaffected, nil
	case end:
		return CodesEnded, nil
	}
	return CodesKept, nil
}

// madeWith counts the unused codes that were made with a passkey.
func madeWith(passkeyID uuid.UUID, codes []store.RecoveryCode) int {
	n := 0
	for _, c := range codes {
		if c.UsedAt == nil && slices.Contains(c.MadeWith, passkeyID) {
			n++
		}
	}
	return n
}

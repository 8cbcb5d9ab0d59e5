package store

import (
	"context"

	"github.com/google/uuid"
)

// IdentityFacts reads what is stored of many identities at once, for decisions about users who are not there.
type IdentityFacts interface {
	// IdentityFacts returns what SessionFacts returns of each of the identities, apart from sessions, and with
	// SessionFacts.SecondWay. Passkeys have what decisions depend on only: IDs, RPID, AAGUID, CreatedAt, suspension,
	// verification of the user, BackupFlagsAt and StepUpOnly. Identities of which nothing is stored are left out. All are read at one moment.
	// IDs in ascending order are read as the range from the first to the last, so they should be those of a listing, without many
	// others between them.
	IdentityFacts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]SessionFacts, error)
}

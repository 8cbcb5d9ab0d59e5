package storetest

import (
	"github.com/google/uuid"

	"latchkey/store"
)

// only returns the evidence of passkeys. Without any, it is zero.
func only(identityID uuid.UUID, passkeys ...uuid.UUID) store.Evidence {
	if len(passkeys) == 0 {
		return store.Evidence{}
	}
	return store.Evidence{IdentityID: identityID, Passkeys: passkeys}
}

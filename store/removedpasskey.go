package store

import (
	"time"

	"github.com/google/uuid"
)

// RemovedPasskey is the record of a removed passkey that lets its user disown it. Unlike a Tombstone, it does not end when the
// credential ID is registered again.
type RemovedPasskey struct {
	ID        uuid.UUID
	RemovedAt time.Time
	Kept      bool // what the passkey vouched for and initialised counts on (Removal.Keep)
	Disowned  bool
}

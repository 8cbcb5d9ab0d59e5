package store

import (
	"fmt"

	"github.com/google/uuid"
)

// NewID makes the UUIDv7 of a new row.
func NewID() uuid.UUID {
	id, err := uuid.NewV7()
	if err != nil {
		panic(fmt.Sprintf("the system's random source failed: %v", err)) // nothing here is safe without it
	}
	return id
}

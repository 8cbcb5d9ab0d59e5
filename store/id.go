package store

import (
	"fmt"

	"github.com/google/uuid"
)

// NewID returns a UUIDv7 for a new row.
func NewID() uuid.UUID {
	id, err := uuid.NewV7()
	if err != nil {
		panic(fmt.Sprintf("the system's random source failed: %v", err)) // no secret is safe without it
	}
	return id
}

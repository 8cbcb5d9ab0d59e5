package store

import "context"

// Keys stores the service's own keys, encrypted by the caller. The first replica to start creates them.
type Keys interface {
	// Key returns the encrypted key of that name, or ErrNotFound.
	Key(ctx context.Context, name string) ([]byte, error)
	// CreateKey stores an encrypted key unless one of that name exists, and returns the stored one. All replicas that
	// start at once get the same.
	CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error)
	// ReplaceKey replaces old by sealed, the same key encrypted again. It does nothing if old is not the stored one.
	ReplaceKey(ctx context.Context, name string, old, sealed []byte) error
}

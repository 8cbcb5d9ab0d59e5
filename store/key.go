package store

import "context"

// Keys keeps the service's own keys, sealed: the store never sees one in clear. A key is made once, by whichever
// replica starts first.
type Keys interface {
	// Key returns the sealed key of that name. ErrNotFound.
	Key(ctx context.Context, name string) ([]byte, error)
	// CreateKey stores a sealed key unless there is one of that name, and returns the one that stands: of many
	// replicas that start at once all get the same.
	CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error)
	// ReplaceKey seals anew: it swaps old for sealed if old still stands, and does nothing otherwise.
	ReplaceKey(ctx context.Context, name string, old, sealed []byte) error
}

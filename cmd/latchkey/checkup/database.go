package checkup

import (
	"context"

	"latchkey/audit"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/store"
)

// Database opens the database as `serve` does, without migrating it.
type Database interface {
	Open(ctx context.Context, loaded config.Loaded) (doctor.OpenDatabase, error)
	// Use runs f with the database and its audit log, without Kratos.
	Use(ctx context.Context, cfg config.Config, f func(store.Store, *audit.Log) error) error
}

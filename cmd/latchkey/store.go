package main

import (
	"context"
	"log/slog"

	"latchkey/config"
	"latchkey/config/value"
	"latchkey/store"
	"latchkey/store/bounded"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
)

// opening is how a command opens the database.
type opening struct {
	migrate  bool // bring the schema up to date first
	existing bool // create nothing, and return migrations.ErrNone if there is no database
	probe    bool // check that the database can be written to as Latchkey needs it
	log      *slog.Logger
}

// openStore opens the database that the configuration names. Each call has the deadline store.timeout.
func openStore(ctx context.Context, cfg config.Config, how opening) (store.Store, error) {
	database, err := cfg.DSN.Parse()
	if err != nil {
		return nil, err
	}
	limits := bounded.Options{Timeout: cfg.Store.Timeout}
	var records store.Store
	if database.Driver == value.SQLite {
		limits.Permanent = sqlite.Permanent
		records, err = sqlite.Open(ctx, database.Target, sqlite.Options{Migrate: how.migrate, Existing: how.existing})
	} else {
		limits.Permanent, limits.Queue = postgres.Permanent, true
		options := postgres.Options{Migrate: how.migrate, Existing: how.existing, Probe: how.probe, Timeout: cfg.Store.Timeout, Log: how.log}
		if cfg.Tracing.On() {
			options.Tracer = postgres.Spans{}
		}
		records, err = postgres.Open(ctx, database.Target, options)
	}
	if err != nil {
		return nil, err
	}
	return bounded.Store(records, limits), nil
}

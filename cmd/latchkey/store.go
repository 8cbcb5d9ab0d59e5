package main

import (
	"context"

	"latchkey/config"
	"latchkey/config/value"
	"latchkey/store"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
)

// openStore opens the database that the configuration names; with migrate it brings the schema up to date first.
func openStore(ctx context.Context, cfg config.Config, migrate bool) (store.Store, error) {
	database, err := cfg.DSN.Parse()
	if err != nil {
		return nil, err
	}
	if database.Driver == value.SQLite {
		return sqlite.Open(ctx, database.Target, sqlite.Options{Migrate: migrate})
	}
	return postgres.Open(ctx, database.Target, postgres.Options{Migrate: migrate})
}

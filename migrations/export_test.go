package migrations

import (
	"context"
	"database/sql"
)

// UpTo stops at a version, which is how an older schema comes about.
var UpTo = upTo

// Hold takes the lock under which migrations run and keeps it while held runs.
func Hold(ctx context.Context, dialect Dialect, db *sql.DB, held func()) error {
	if dialect == SQLite {
		unlock, err := lockSQLite(ctx, db)
		if err != nil {
			return err
		}
		defer unlock()
		held()
		return nil
	}
	unlock, err := lockPostgres(ctx, db)
	if err != nil {
		return err
	}
	held()
	return unlock()
}

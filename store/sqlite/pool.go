package sqlite

import (
	"database/sql"

	"latchkey/store"
)

// Pools returns the usage of the writing connection and of those that read.
func (s *Store) Pools() []store.Pool {
	return []store.Pool{pool("writer", s.writer), pool("reader", s.reader)}
}

func pool(name string, db *sql.DB) store.Pool {
	now := db.Stats()
	return store.Pool{
		Name:   name,
		Max:    now.MaxOpenConnections,
		Busy:   now.InUse,
		Idle:   now.Idle,
		Waits:  now.WaitCount,
		Waited: now.WaitDuration,
	}
}

package postgres

import "latchkey/store"

// Pools returns the usage of the one pool.
func (s *Store) Pools() []store.Pool {
	now := s.pool.Stat()
	return []store.Pool{{
		Name:   "postgres",
		Max:    int(now.MaxConns()),
		Busy:   int(now.AcquiredConns()),
		Idle:   int(now.IdleConns()),
		Waits:  now.EmptyAcquireCount(),
		Waited: now.EmptyAcquireWaitTime(),
	}}
}

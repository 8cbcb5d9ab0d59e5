package store

import "time"

// Pool is the usage of a connection pool: current, and since the start.
type Pool struct {
	Name       string // a driver may have several
	Max        int
	Busy, Idle int
	Waits      int64 // calls that found no idle connection
	Waited     time.Duration
}

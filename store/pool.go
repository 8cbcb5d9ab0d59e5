package store

import "time"

// Pool is how the connections of one pool are used, at this moment and since the start.
type Pool struct {
	Name       string // one driver may have several
	Max        int
	Busy, Idle int
	Waits      int64 // calls that found no idle connection
	Waited     time.Duration
}

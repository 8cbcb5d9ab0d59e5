package postgres

import (
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// resetPause is the shortest time between two resets of the pool, if the server stays read-only.
const resetPause = time.Second

// resetter closes the connections of a pool, at most once in resetPause.
type resetter struct {
	mu   sync.Mutex
	pool *pgxpool.Pool // nil until the store is open
	last time.Time
}

func (r *resetter) use(pool *pgxpool.Pool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pool = pool
}

// all returns at once. Connections in use are closed when they are released.
func (r *resetter) all() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool == nil || time.Since(r.last) < resetPause {
		return
	}
	r.last = time.Now()
	go r.pool.Reset()
}

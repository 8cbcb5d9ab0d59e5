package migrations

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// busyPause is between two attempts to lock a table that another transaction uses.
	busyPause = 2 * time.Second
	// busyPatience is how long it is attempted.
	busyPatience = 5 * time.Minute
)

// lockNotAvailable is the SQLSTATE of a statement that has waited for a lock for lock_timeout.
const lockNotAvailable = "55P03"

// patiently runs the migrations again while another transaction, such as that of a backup, uses a table that they change. A
// statement that waits for such a table lets no other one pass, so store/postgres gives their connections a lock_timeout: replicas
// that serve go on between two attempts.
func patiently(ctx context.Context, run func() error) error {
	patience, cancel := context.WithTimeout(ctx, busyPatience)
	defer cancel()
	var busy error
	for {
		err := run()
		switch {
		case isBusy(err):
			busy = err
		case busy == nil || ctx.Err() == nil:
			return err
		}
		select {
		case <-patience.Done():
			return fmt.Errorf("another transaction, such as that of a backup, uses a table that is to be changed; migrate when it has ended (pg_stat_activity names it): %w", busy)
		case <-time.After(busyPause):
		}
	}
}

func isBusy(err error) bool {
	var refused interface{ SQLState() string }
	return errors.As(err, &refused) && refused.SQLState() == lockNotAvailable
}

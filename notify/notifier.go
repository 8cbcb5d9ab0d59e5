package notify

import (
	"context"
	"time"
)

// Notifier delivers events to its sinks. Without any sink it does nothing and writes no rows.
type Notifier struct {
	cfg     Config
	records Records
	sinks   []sink
}

// pause waits for that long or until woken, and reports whether to continue.
func pause(ctx context.Context, wait time.Duration, woken <-chan struct{}) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-woken:
	}
	return ctx.Err() == nil
}

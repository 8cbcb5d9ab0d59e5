package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"latchkey/recovery"
	"latchkey/store"
)

// resetPoll is how often an open reset is looked at.
const resetPoll = 500 * time.Millisecond

// resetWaiting is embedded by the commands that open a reset.
type resetWaiting struct {
	Wait time.Duration `default:"30s" placeholder:"DURATION" help:"How long to wait until the reset is done (${default}). A running Latchkey continues it afterwards."`
}

// await returns the reset once it has ended, or as it is when the time is up, and prints what it waits for.
func (w resetWaiting) await(ctx context.Context, progress io.Writer, o operations, r *recovery.Reset) *recovery.Reset {
	timeout := time.After(w.Wait)
	ticker := time.NewTicker(resetPoll)
	defer ticker.Stop()
	for printed := ""; r.State == store.ResetOpen; {
		select {
		case <-ctx.Done():
			return r
		case <-timeout:
			return r
		case <-ticker.C:
		}
		if why := whyOpen(r); why != printed {
			fmt.Fprintf(progress, "waiting: %s\n", why)
			printed = why
		}
		now, err := o.ContinueReset(ctx, r.ID)
		if err != nil { // the reset was accepted all the same
			fmt.Fprintf(progress, "cannot wait until it is done: %v\n", err)
			return r
		}
		r = now
	}
	return r
}

// whyOpen explains what keeps an open reset from its end.
func whyOpen(r *recovery.Reset) string {
	switch {
	case r.Failure == "":
		return "another process is carrying it out"
	case r.NextTryAt == nil:
		return fmt.Sprintf("Kratos did not answer on attempt %d", r.Tries)
	}
	return fmt.Sprintf("Kratos did not answer on attempt %d; the next is at %s", r.Tries, r.NextTryAt.Local().Format(time.TimeOnly))
}

package notify

import (
	"context"
	"sync"
)

// Run delivers until the context ends, and returns when the deliveries in progress are finished, which takes no longer
// than a lease.
func (n *Notifier) Run(ctx context.Context) {
	if len(n.sinks) == 0 {
		return
	}
	var running sync.WaitGroup
	woken := make([]chan struct{}, len(n.sinks))
	for i, s := range n.sinks {
		woken[i] = make(chan struct{}, 1)
		running.Go(func() { n.work(ctx, s, woken[i]) })
	}
	running.Go(func() { n.purge(ctx) })
	n.followAll(ctx, woken)
	running.Wait()
}

func (n *Notifier) purge(ctx context.Context) {
	for pause(ctx, purgeEvery, nil) {
		now := n.cfg.Now()
		if _, err := n.records.PurgeDeliveries(ctx, now.Add(-keepEnded), now.Add(-keepDead)); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("purging old deliveries failed; next attempt in "+purgeEvery.String(), "cause", err.Error())
		}
	}
}

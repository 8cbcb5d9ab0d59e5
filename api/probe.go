package api

import (
	"context"
	"sync"
	"time"
)

const (
	// probeTimeout limits a readiness check: an orchestrator waits about a second.
	probeTimeout = time.Second
	// probeAge is how long a result is returned to all callers. Anyone may call as often as they like, and must not
	// thereby reach Kratos' admin API and the database.
	probeAge = time.Second
)

// Check checks one dependency: nil means that it is available.
type Check struct {
	Name  string
	Probe func(context.Context) error
}

// probe checks one dependency, one check at a time, for all callers.
type probe struct {
	Check
	now func() time.Time

	mu      sync.Mutex
	current *probing // in progress, or the last one
}

// probing is one check. err and at are set once done is closed.
type probing struct {
	done chan struct{}
	err  error
	at   time.Time
}

func newProbes(checks []Check, now func() time.Time) []*probe {
	var probes []*probe
	for _, check := range checks {
		probes = append(probes, &probe{Check: check, now: now})
	}
	return probes
}

// answer returns a result that is at most probeAge old. The check in progress belongs to no caller: one that
// disconnects does not end it.
func (p *probe) answer(ctx context.Context) error {
	asked := p.ask()
	select {
	case <-asked.done:
		return asked.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *probe) ask() *probing {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		select {
		case <-p.current.done:
			if age := p.now().Sub(p.current.at); age >= 0 && age < probeAge {
				return p.current
			}
		default:
			return p.current
		}
	}
	asked := &probing{done: make(chan struct{})}
	p.current = asked
	go func() {
		defer close(asked.done)
		ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
		defer cancel()
		asked.err = p.Probe(ctx)
		asked.at = p.now()
	}()
	return asked
}

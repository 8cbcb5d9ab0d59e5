// Package probe owns the checks of the services that Latchkey depends on: how long one may take, and for how long its result
// serves all callers. It leaves to the callers what is checked, and what they report.
package probe

import (
	"context"
	"sync"
	"time"
)

const (
	// timeout limits a readiness check: an orchestrator waits about a second.
	timeout = time.Second
	// maxAge is how long a result is returned to all callers. Anyone may call as often as they like, and must not
	// thereby reach Kratos' admin API and the database.
	maxAge = time.Second
)

// Check checks one dependency: nil means that it is available.
type Check struct {
	Name  string
	Probe func(context.Context) error
}

// Probe checks one dependency, one check at a time, for all callers. It is safe for concurrent use.
type Probe struct {
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

// New returns a probe for each check. It makes no calls.
func New(checks []Check, now func() time.Time) []*Probe {
	var probes []*Probe
	for _, check := range checks {
		probes = append(probes, &Probe{Check: check, now: now})
	}
	return probes
}

// Answer returns a result that is at most a second old. The check in progress belongs to no caller: one that
// disconnects does not end it.
func (p *Probe) Answer(ctx context.Context) error {
	asked := p.ask()
	select {
	case <-asked.done:
		return asked.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Probe) ask() *probing {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		select {
		case <-p.current.done:
			if age := p.now().Sub(p.current.at); age >= 0 && age < maxAge {
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
		ctx, cancel := context.WithTimeout(context.Background(), timeout)
		defer cancel()
		asked.err = p.Check.Probe(ctx)
		asked.at = p.now()
	}()
	return asked
}

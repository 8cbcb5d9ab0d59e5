package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	// probeTimeout limits a readiness check: an orchestrator waits about a second.
	probeTimeout = time.Second
	// probeAge is how long a result is returned to all callers. Anyone may call as often as they like, and must not
	// thereby reach Kratos' admin API and the database.
	probeAge = time.Second
)

func (s *Server) alive(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"status": "alive"})
}

// ready names each dependency, so that an operator sees which one is missing.
func (s *Server) ready(c echo.Context) error {
	results := make([]error, len(s.probes))
	var wait sync.WaitGroup
	for i, p := range s.probes {
		wait.Go(func() { results[i] = p.answer(c.Request().Context()) })
	}
	wait.Wait()

	status, word := http.StatusOK, "ready"
	checks := map[string]string{}
	for i, p := range s.probes {
		checks[p.Name] = "ok"
		if results[i] != nil {
			status, word = http.StatusServiceUnavailable, "not ready"
			checks[p.Name] = "failed"
			noteProblem(c, p.Name+"_unavailable", results[i])
		}
	}
	select {
	case <-s.draining:
		status, word = http.StatusServiceUnavailable, "stopping"
	default:
	}
	return writeJSON(c, status, contentJSON, map[string]any{"status": word, "checks": checks})
}

// Drain makes ready fail, so that a load balancer uses other replicas before the listeners close.
func (s *Server) Drain() { close(s.draining) }

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

package api

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"
)

func (s *Server) alive(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"status": "alive"})
}

// ready names each dependency, so that an operator sees which one is missing.
func (s *Server) ready(c echo.Context) error {
	results := make([]error, len(s.probes))
	var wait sync.WaitGroup
	for i, p := range s.probes {
		wait.Go(func() { results[i] = p.Answer(c.Request().Context()) })
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
	state := map[string]any{"status": word, "checks": checks, "kratos_clock_offset_seconds": s.clockOffset()}
	if s.cfg.Traits != nil {
		if unmatched := s.cfg.Traits(); len(unmatched) > 0 {
			state["kratos_traits_unmatched"] = unmatched
		}
	}
	if s.cfg.Aborted != nil {
		if aborted := s.cfg.Aborted(); aborted != nil {
			state["reconciliation_aborted"] = aborted
		}
	}
	return writeJSON(c, status, contentJSON, state)
}

// Drain makes ready fail, so that a load balancer uses other replicas before the listeners close.
func (s *Server) Drain() { close(s.draining) }

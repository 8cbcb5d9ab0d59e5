package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// probeTimeout bounds a readiness check: an orchestrator waits about a second.
const probeTimeout = time.Second

func (s *Server) alive(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"status": "alive"})
}

// ready names each dependency, so that an operator sees at a glance which one is missing.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), probeTimeout)
	defer cancel()
	results := make([]error, len(s.cfg.Checks))
	var wait sync.WaitGroup
	for i, check := range s.cfg.Checks {
		wait.Go(func() { results[i] = check.Probe(ctx) })
	}
	wait.Wait()

	status, word := http.StatusOK, "ready"
	checks := map[string]string{}
	for i, check := range s.cfg.Checks {
		checks[check.Name] = "ok"
		if results[i] != nil {
			status, word = http.StatusServiceUnavailable, "not ready"
			checks[check.Name] = "failed"
			noteProblem(c, check.Name+"_unavailable", results[i])
		}
	}
	select {
	case <-s.draining:
		status, word = http.StatusServiceUnavailable, "stopping"
	default:
	}
	return writeJSON(c, status, contentJSON, map[string]any{"status": word, "checks": checks})
}

// Drain makes ready say no, so that a load balancer looks elsewhere before the listeners close.
func (s *Server) Drain() { close(s.draining) }

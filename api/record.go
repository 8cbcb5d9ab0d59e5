package api

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/span"
	"latchkey/webauthnsvc"
)

const keyProblem = "problem"

// outcome is what the log line reports about a failed request.
type outcome struct {
	code  string
	cause error
}

func noteProblem(c echo.Context, code string, cause error) { c.Set(keyProblem, outcome{code, cause}) }

// logRequests logs one line per request. It logs the route's pattern instead of the address, so that nothing from a
// client is logged but its own request ID, which has a safe form and a distinct name.
func (s *Server) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := time.Since(start)
		s.meter(c, took)
		s.logRequest(c, took)
		return nil
	}
}

func (s *Server) logRequest(c echo.Context, took time.Duration) {
	status := c.Response().Status
	span.Answered(c.Request().Context(), c.Request().Method, c.Path(), status)
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("method", c.Request().Method),
		slog.String("route", c.Path()),
		slog.Int("status", status),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
		slog.String("request_id", requestID(c)),
		slog.String("ip", c.RealIP()),
	}
	if theirs := c.Request().Header.Get(headerRequestID); isRequestID(theirs) {
		attrs = append(attrs, slog.String("client_request_id", theirs))
	}
	if failed, ok := c.Get(keyProblem).(outcome); ok {
		attrs = append(attrs, slog.String("code", failed.code), slog.String("cause", failed.cause.Error()))
	}
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.cfg.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
}

// meter records the request, if it is part of a ceremony. Requests that never reached their handler count too.
func (s *Server) meter(c echo.Context, took time.Duration) {
	step, ok := ceremonySteps[c.Path()]
	if !ok || s.cfg.Meter == nil || c.Request().Method != http.MethodPost {
		return
	}
	result, reason := verdict(c)
	s.cfg.Meter.Ceremony(c.Request().Context(), step[0], step[1], result, reason, took)
}

// verdict returns outcome and reason of a request for a Meter.
func verdict(c echo.Context) (result, reason string) {
	failed, ok := c.Get(keyProblem).(outcome)
	switch {
	case !ok:
		return "succeeded", "none"
	case c.Request().Context().Err() != nil:
		return "abandoned", "none" // the failure came after the client disconnected, and may be its result
	}
	reason = failed.code
	if refusal, ok := errors.AsType[*webauthnsvc.Refusal](failed.cause); ok {
		reason = string(refusal.Reason)
	}
	if c.Response().Status >= http.StatusInternalServerError {
		return "failed", reason
	}
	return "refused", reason
}

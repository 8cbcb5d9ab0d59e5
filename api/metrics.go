package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/limit"
	"latchkey/webauthnsvc"
)

// Meter records the results of ceremonies. It must not block, and must be safe for concurrent use. All strings are from
// closed sets: none comes from a client.
type Meter interface {
	// Ceremony records one response to a route of CeremonySteps. The outcome is "succeeded"; "refused"; "failed",
	// because of Latchkey, Kratos or the database; or "abandoned", if the client disconnected. The reason is "none", a
	// problem's code, or the reason in place of passkey_rejected.
	Ceremony(kind, step, outcome, reason string, took time.Duration)
}

// ceremonySteps are the routes of the ceremonies, as kind and step.
var ceremonySteps = map[string][2]string{
	"/v1/registration/begin":    {"registration", "begin"},
	"/v1/registration/finish":   {"registration", "finish"},
	"/v1/login/begin":           {"login", "begin"},
	"/v1/login/finish":          {"login", "finish"},
	"/v1/step-up/begin":         {"step_up", "begin"},
	"/v1/step-up/finish":        {"step_up", "finish"},
	"/v1/confirmations/begin":   {"confirmation", "begin"},
	"/v1/confirmations/finish":  {"confirmation", "finish"},
	"/v1/recovery-codes/redeem": {"redeem", "finish"}, // it has no begin
}

// CeremonySteps returns all pairs of kind and step that a Meter records.
func CeremonySteps() [][2]string {
	var all [][2]string
	for _, step := range ceremonySteps {
		all = append(all, step)
	}
	return all
}

// meter records the request, if it is part of a ceremony. Requests that never reached their handler count too.
func (s *Server) meter(c echo.Context, took time.Duration) {
	step, ok := ceremonySteps[c.Path()]
	if !ok || s.cfg.Meter == nil || c.Request().Method != http.MethodPost {
		return
	}
	result, reason := verdict(c)
	s.cfg.Meter.Ceremony(step[0], step[1], result, reason, took)
}

// verdict returns outcome and reason of a request for a Meter.
func verdict(c echo.Context) (result, reason string) {
	failed, ok := c.Get(keyProblem).(outcome)
	switch {
	case !ok:
		return "succeeded", "none"
	case c.Request().Context().Err() != nil:
		return "abandoned", "none" // whatever failed, it failed after the client disconnected
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

// scrapesAtOnce limits concurrent scrapes: enough for several Prometheus servers, too few to overload the service.
const scrapesAtOnce = 4

// Metrics returns the handler of a listener that serves only the metrics, without a key.
func (s *Server) Metrics() http.Handler {
	e := s.newEcho()
	e.GET("/metrics", s.showMetrics, noStore)
	return e
}

func (s *Server) showMetrics(c echo.Context) error {
	if s.cfg.Metrics == nil {
		return fault.ErrNotFound
	}
	select {
	case s.scrapes <- struct{}{}:
		defer func() { <-s.scrapes }()
	default:
		return &limit.Limited{Seconds: 1}
	}
	s.cfg.Metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}

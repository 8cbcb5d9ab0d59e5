package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/webauthnsvc"
)

// Meter is told how ceremonies went. It must not block, and is called by many requests at once. All words are of closed
// sets: nothing that a client wrote is among them.
type Meter interface {
	// Ceremony: one request of CeremonySteps is answered. The outcome is "succeeded"; "refused"; "failed", by our fault or
	// that of Kratos or the database; or "abandoned", the client hung up before. The reason is "none", a problem's code,
	// or in place of passkey_rejected its reason.
	Ceremony(kind, step, outcome, reason string, took time.Duration)
}

// ceremonySteps are the routes that make up the ceremonies, as kind and step.
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

// CeremonySteps are all pairs of kind and step that a Meter is told of.
func CeremonySteps() [][2]string {
	var all [][2]string
	for _, step := range ceremonySteps {
		all = append(all, step)
	}
	return all
}

// meter tells of the request, if it is part of a ceremony. What never reached its handler counts too.
func (s *Server) meter(c echo.Context, took time.Duration) {
	step, ok := ceremonySteps[c.Path()]
	if !ok || s.cfg.Meter == nil || c.Request().Method != http.MethodPost {
		return
	}
	result, reason := verdict(c)
	s.cfg.Meter.Ceremony(step[0], step[1], result, reason, took)
}

// verdict puts a request that is answered into the words of a Meter.
func verdict(c echo.Context) (result, reason string) {
	failed, ok := c.Get(keyProblem).(outcome)
	switch {
	case !ok:
		return "succeeded", "none"
	case c.Request().Context().Err() != nil:
		return "abandoned", "none" // whatever broke, the hanging up did it
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

// scrapesAtOnce is how many may look at the metrics at a time: several Prometheuses, and nobody who means to keep us busy.
const scrapesAtOnce = 4

// Metrics is the handler of a listener that serves nothing but the metrics, and asks nobody for a key.
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
		return &rateLimited{seconds: 1}
	}
	s.cfg.Metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}

package api

import (
	"context"
	"time"
)

// Meter records the results of ceremonies. It must not block, and must be safe for concurrent use. All strings are from
// closed sets: none comes from a client.
type Meter interface {
	// Ceremony records one response to a route of CeremonySteps. The outcome is "succeeded"; "refused"; "failed",
	// because of Latchkey, Kratos or the database; or "abandoned", if the client disconnected. The reason is "none", a
	// problem's code, or the reason in place of passkey_rejected.
	Ceremony(ctx context.Context, kind, step, outcome, reason string, took time.Duration)
	// BrowserFailure records that a page reported a ceremony that failed in the browser.
	BrowserFailure(kind, code string)
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

package people

import (
	"slices"

	"latchkey/audit"
	"latchkey/fault"
)

// BrowserCodes are the codes of failures in the browser that the SDK reports: those of web/sdk/error.js but "network", with
// which a report does not arrive either.
var BrowserCodes = []string{
	"cancelled", "timed_out", "already_registered", "not_supported", "insecure_context", "wrong_domain", "no_authenticator",
	"user_verification_impossible", "blocked", "gesture_missing", "unknown",
}

// browserCounters are the counters of failures in the browser, by kind of ceremony.
var browserCounters = map[string]string{
	"registration": audit.CounterRegistrationFailed,
	"login":        audit.CounterLoginFailed,
	"step_up":      audit.CounterStepUpFailed,
	"confirmation": audit.CounterConfirmationFailed,
}

// BrowserFailed counts a ceremony that failed in the browser. Reports are unverified, so the counts only inform. Both
// values must be known, so that a client cannot add rows to the counts. Errors: *fault.FieldError.
func (s *Service) BrowserFailed(kind, code string) error {
	counter, ok := browserCounters[kind]
	if !ok {
		return &fault.FieldError{Field: "kind", Problem: "is not registration, login, step_up or confirmation"}
	}
	if !slices.Contains(BrowserCodes, code) {
		return &fault.FieldError{Field: "code", Problem: "is not a code of a failure in the browser"}
	}
	s.audit.CountReason(counter, code)
	return nil
}

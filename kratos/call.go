package kratos

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Meter is told how each call of Kratos went. It must not block, and is called by many at once.
type Meter interface {
	// KratosCall: operation is one of those below. The outcome is "answered", whatever the answer was; "failed", an answer
	// with a status of 500 or more, or a login that yields no session; "unreachable", no whole answer in time; or
	// "cancelled", whoever asked us has hung up.
	KratosCall(operation, outcome string, took time.Duration)
}

// The operations that a Meter is told of. A mint is a whole login, and its last question, whose session it is, counts
// for itself as well.
const (
	callSession      = "session"
	callSessions     = "sessions"
	callEndSession   = "end_session"
	callEndSessions  = "end_sessions"
	callIdentity     = "identity"
	callFindIdentity = "find_identity"
	callRemoveFactor = "remove_factor"
	callLoginFlow    = "login_flow"
	callLink         = "link"
	callUnlink       = "unlink"
	callMint         = "mint"
	callReady        = "ready"
)

const (
	outcomeAnswered    = "answered"
	outcomeFailed      = "failed"
	outcomeUnreachable = "unreachable"
	outcomeCancelled   = "cancelled"
)

// unmetered is for those who do not want to know.
type unmetered struct{}

func (unmetered) KratosCall(string, string, time.Duration) {}

// outcome of a call: ctx is that of whoever asked us, and status 0 where there is no whole answer.
func outcome(ctx context.Context, status int) string {
	switch {
	case status >= http.StatusInternalServerError:
		return outcomeFailed
	case status != 0:
		return outcomeAnswered
	case errors.Is(ctx.Err(), context.Canceled):
		return outcomeCancelled
	}
	return outcomeUnreachable
}

package kratos

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Meter records calls to Kratos. It must not block, and must be safe for concurrent use.
type Meter interface {
	// KratosCall records one call; operation is one of those below. The outcome is "answered" for any response;
	// "failed" for a status of 500 or more, or a login that yields no session; "unreachable" without a complete
	// response in time; or "cancelled" if the client disconnected.
	KratosCall(ctx context.Context, operation, outcome string, took time.Duration)
}

// The operations that a Meter records. A mint is a whole login; its last call, which asks whose session it is, is also
// recorded by itself.
const (
	callSession         = "session"
	callSessions        = "sessions"
	callEndSession      = "end_session"
	callEndSessions     = "end_sessions"
	callIdentity        = "identity"
	callFindIdentity    = "find_identity"
	callCountIdentities = "count_identities"
	callWalk            = "walk_identities"
	callRemoveFactor    = "remove_factor"
	callLoginFlow       = "login_flow"
	callLink            = "link"
	callUnlink          = "unlink"
	callMint            = "mint"
	callReady           = "ready"
	callSchemas         = "schemas"
)

const (
	outcomeAnswered    = "answered"
	outcomeFailed      = "failed"
	outcomeUnreachable = "unreachable"
	outcomeCancelled   = "cancelled"
)

// unmetered records nothing.
type unmetered struct{}

func (unmetered) KratosCall(context.Context, string, string, time.Duration) {}

// outcome classifies a call; ctx is that of the caller, and status is 0 without a complete response.
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

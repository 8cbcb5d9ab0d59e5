package webauthnsvc

import (
	"errors"
	"fmt"
	"time"
)

// The sentinels of the rules. Each has one line in the table of api/problem.go; what they wrap goes to the log.
var (
	ErrInvalidRequest  = errors.New("invalid request")
	ErrCeremonyInvalid = errors.New("ceremony token is not one of ours, or not for this request")
	ErrCeremonyExpired = errors.New("ceremony expired")
	ErrCeremonySpent   = errors.New("ceremony already finished")
	ErrUnauthenticated = errors.New("no valid session")
	ErrCookieConflict  = errors.New("session cookies of different people")
	// ErrMayBeAnothers: the passkey was suspended since it may be another person's, and is not resumed.
	ErrMayBeAnothers = errors.New("passkey is older than the verification of its owner's address")
	// ErrEnrolmentCodeRequired: a person with a role needs a code from another admin for the first passkey.
	ErrEnrolmentCodeRequired = errors.New("a person with a role needs an enrolment code")
	ErrIdentityInactive      = errors.New("identity is not active")
	ErrIdentityNotFound      = errors.New("no such identity")
	ErrNotFound              = errors.New("not found")
	ErrAlreadyRegistered     = errors.New("credential is registered already")
	ErrLimitReached          = errors.New("passkey limit reached")
	ErrLastPasskey           = errors.New("last usable passkey")
	ErrConflict              = errors.New("changed meanwhile")
	ErrRecoveryCodesOff      = errors.New("recovery codes are switched off")
	ErrCodeRejected          = errors.New("recovery code is wrong, used or expired")
	ErrLocked                = errors.New("too many wrong recovery codes")
	ErrKratosUnavailable     = errors.New("kratos unavailable")
	ErrStoreUnavailable      = errors.New("store unavailable")
)

// FieldError is an ErrInvalidRequest that names the member at fault, as the caller wrote it.
type FieldError struct{ Field, Problem string }

func (e *FieldError) Error() string        { return fmt.Sprintf("%s: %s", e.Field, e.Problem) }
func (e *FieldError) Is(target error) bool { return target == ErrInvalidRequest }

// AAL2Required: Kratos itself refuses the session until it is brought to aal2 there.
type AAL2Required struct{ RedirectTo string }

func (e *AAL2Required) Error() string { return "kratos wants aal2 for this session" }

// CodeRejected is an ErrCodeRejected that says how many tries are left before the codes are locked.
type CodeRejected struct{ TriesLeft int }

func (e *CodeRejected) Error() string        { return ErrCodeRejected.Error() }
func (e *CodeRejected) Is(target error) bool { return target == ErrCodeRejected }

// Locked is an ErrLocked that says how long to wait.
type Locked struct{ RetryAfter time.Duration }

func (e *Locked) Error() string        { return ErrLocked.Error() }
func (e *Locked) Is(target error) bool { return target == ErrLocked }

// Way is one way to be allowed what was refused. All but "recovery_code" make the session fresh.
type Way struct {
	Way string `json:"way"`           // "passkey", "recovery_code" or "kratos"
	URL string `json:"url,omitempty"` // with "kratos": where to send the browser
}

// StepUpRequired: the session may not do this until one of the ways is taken. Ways is never empty.
type StepUpRequired struct{ Ways []Way }

func (e *StepUpRequired) Error() string { return "session is not fresh" }

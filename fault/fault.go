// Package fault owns the errors that several packages share, each with one meaning; api maps them to responses in one
// table. An error that only one package returns belongs to that package.
package fault

import (
	"errors"
	"fmt"

	"latchkey/store"
)

// The sentinels of the rules. Each has one line in the table of api/problem.go; what they wrap is logged.
var (
	ErrInvalidRequest    = errors.New("invalid request")
	ErrCeremonyInvalid   = errors.New("ceremony token is not one of ours, or not for this request")
	ErrCeremonyExpired   = errors.New("ceremony expired")
	ErrCeremonySpent     = errors.New("ceremony already finished")
	ErrUnauthenticated   = errors.New("no valid session")
	ErrCookieConflict    = errors.New("session cookies of different identities")
	ErrIdentityInactive  = errors.New("identity is not active")
	ErrIdentityNotFound  = errors.New("no such identity")
	ErrNotFound          = errors.New("not found")
	ErrAlreadyRegistered = errors.New("credential is registered already")
	ErrLimitReached      = errors.New("passkey limit reached")
	// ErrAuthenticatorNotAllowed reports that policy does not allow the authenticator of a new passkey.
	ErrAuthenticatorNotAllowed = errors.New("authenticator not allowed")
	ErrLastPasskey             = errors.New("last usable passkey")
	// ErrBeingReset reports that an admin is resetting the identity.
	ErrBeingReset        = errors.New("the identity is being reset")
	ErrConflict          = errors.New("changed meanwhile")
	ErrCodesJustMade     = errors.New("codes were created a moment ago")
	ErrKratosUnavailable = errors.New("kratos unavailable")
	ErrStoreUnavailable  = errors.New("store unavailable")
	// ErrNoPasskeyHere is the ErrNotFound of a user without a usable passkey for the page's origin.
	ErrNoPasskeyHere = fmt.Errorf("%w: no usable passkey for this origin", ErrNotFound)
	// ErrKratosMisconfigured is the ErrKratosUnavailable of a call that fails until an operator changes something: an
	// address, a key, a proxy, or Kratos' provider. Workers go on trying; clients should not.
	ErrKratosMisconfigured = fmt.Errorf("%w, until an operator acts", ErrKratosUnavailable)
	// ErrKratosTooLong is the ErrKratosMisconfigured of a response that is longer than any that is read.
	ErrKratosTooLong = fmt.Errorf("%w: its response is too long", ErrKratosMisconfigured)
	// ErrIdentityDeleted is the ErrIdentityNotFound of an identity that has data here, so it existed at Kratos.
	ErrIdentityDeleted = fmt.Errorf("%w any more", ErrIdentityNotFound)
	// ErrKratosRefused reports that Kratos is available and refuses this user, as it will the next time.
	ErrKratosRefused = errors.New("kratos refuses")
)

// KratosBusy is the ErrKratosUnavailable of a call that Kratos, or a proxy in front of it, answered with 429.
type KratosBusy struct{ Seconds int } // until the next try

func (e *KratosBusy) Error() string {
	return fmt.Sprintf("kratos is called too often, by its status 429; retry after %d s", e.Seconds)
}
func (e *KratosBusy) Is(target error) bool { return target == ErrKratosUnavailable }

// KratosCall is the cause of an ErrKratosUnavailable if a call failed, at whatever is at the address.
type KratosCall struct {
	Setting   string // with the address, such as kratos.admin_url
	Operation string
	Cause     error
}

func (e *KratosCall) Error() string {
	return fmt.Sprintf("%s, call %s: %v", e.Setting, e.Operation, e.Cause)
}
func (e *KratosCall) Unwrap() error { return e.Cause }

// FieldError is an ErrInvalidRequest that names the invalid member, as the caller wrote it.
type FieldError struct{ Field, Problem string }

func (e *FieldError) Error() string        { return fmt.Sprintf("%s: %s", e.Field, e.Problem) }
func (e *FieldError) Is(target error) bool { return target == ErrInvalidRequest }

// OfStore translates the store's answers. A store.ErrFault stays without a line in the table of api/problem.go, since a
// repetition does not help. Any other error is ErrStoreUnavailable.
func OfStore(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, store.ChallengeSpent):
		return ErrCeremonySpent
	case errors.Is(err, store.CredentialTaken):
		return ErrAlreadyRegistered
	case errors.Is(err, store.PasskeyLimit):
		return ErrLimitReached
	case errors.Is(err, store.LastPasskey):
		return ErrLastPasskey
	case errors.Is(err, store.BeingReset):
		return ErrBeingReset
	case errors.Is(err, store.CodesJustMade):
		return ErrCodesJustMade
	case errors.Is(err, store.ErrConflict): // includes store.EvidenceGone: what allowed the change has ended meanwhile
		return fmt.Errorf("%w: %w", ErrConflict, err)
	default:
		return Unanswered(err)
	}
}

// Unanswered translates an error that is none of the store's answers.
func Unanswered(err error) error {
	if errors.Is(err, store.ErrFault) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrStoreUnavailable, err)
}

package webauthnsvc

import (
	"errors"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/text"
	"latchkey/webauthnsvc/signal"
)

// Reason is why an authenticator's response was refused. The set is closed: clients switch on it.
type Reason string

const (
	// Checked before any lookup, so every client may see them.
	ReasonOriginMismatch          Reason = "origin_mismatch"
	ReasonRPIDMismatch            Reason = "rp_id_mismatch"
	ReasonChallengeMismatch       Reason = "challenge_mismatch"
	ReasonTypeMismatch            Reason = "type_mismatch"
	ReasonUserPresenceMissing     Reason = "user_presence_missing"
	ReasonUserVerificationMissing Reason = "user_verification_missing"
	ReasonMalformed               Reason = "malformed"

	// At registration: Latchkey cannot verify with this public key, or it is unsafe.
	ReasonKeyUnusable Reason = "key_unusable"

	// At login: unknown, a decoy, of another user, suspended, inactive, or a bad signature. Clients cannot
	// distinguish these.
	ReasonNotAccepted Reason = "not_accepted"

	// Only after a valid signature.
	ReasonBackupFlags     Reason = "backup_flags"
	ReasonClone           Reason = "clone"
	ReasonIdentityDeleted Reason = "identity_deleted" // at Kratos; its cause is fault.ErrIdentityDeleted
)

// Refusal is the error for a response that was refused (problem code passkey_rejected).
type Refusal struct {
	Reason Reason
	// Expected and Received are set only for ReasonOriginMismatch and ReasonRPIDMismatch, the most common errors of
	// configuration, so the operator can see them.
	Expected []string
	Received string
	// Signal lets the browser delete a passkey that has been removed.
	Signal []signal.Signal

	cause error     // for the log
	mark  uuid.UUID // the passkey to mark for its backup flags; zero: none
}

func (e *Refusal) Error() string {
	text := "passkey rejected: " + string(e.Reason)
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

func (e *Refusal) Unwrap() error { return e.cause }

func refuse(reason Reason, cause error) *Refusal { return &Refusal{Reason: reason, cause: cause} }

// refuseState turns the state of an identity into a refusal, and returns any other error.
func refuseState(err error) error {
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return refuse(ReasonIdentityDeleted, fault.ErrIdentityDeleted)
	case errors.Is(err, fault.ErrIdentityInactive):
		return refuse(ReasonNotAccepted, err)
	}
	return err
}

// AuditReason implements audit.Reasoned.
func (e *Refusal) AuditReason() (string, map[string]any) {
	if e.Received == "" {
		return string(e.Reason), nil
	}
	return string(e.Reason), map[string]any{"expected": e.Expected, "received": text.Legible(e.Received)}
}

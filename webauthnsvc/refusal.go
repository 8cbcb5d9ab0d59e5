package webauthnsvc

import "latchkey/text"

// Reason says why an authenticator's response was refused. The set is closed: clients branch on it.
type Reason string

const (
	// Checked before any look-up, so that they may be named to anyone.
	ReasonOriginMismatch          Reason = "origin_mismatch"
	ReasonRPIDMismatch            Reason = "rp_id_mismatch"
	ReasonChallengeMismatch       Reason = "challenge_mismatch"
	ReasonTypeMismatch            Reason = "type_mismatch"
	ReasonUserPresenceMissing     Reason = "user_presence_missing"
	ReasonUserVerificationMissing Reason = "user_verification_missing"
	ReasonMalformed               Reason = "malformed"

	// At registration: the new public key is none that we could verify with later, or none that is safe.
	ReasonKeyUnusable Reason = "key_unusable"

	// At login: unknown, a decoy, another's, suspended, inactive, or a bad signature. It does not tell which.
	ReasonNotAccepted Reason = "not_accepted"

	// Named only after a valid signature.
	ReasonBackupFlags Reason = "backup_flags"
	ReasonClone       Reason = "clone"
)

// Refusal is the error of a response that did not pass (problem code passkey_rejected).
type Refusal struct {
	Reason Reason
	// Expected and Received are set with ReasonOriginMismatch and ReasonRPIDMismatch only: the commonest set-up
	// fault, which its operator must be able to see.
	Expected []string
	Received string
	// Signal lets the browser forget a passkey that is known to have been removed.
	Signal []Signal

	cause error // for the log
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

// AuditReason makes it an audit.Reasoned.
func (e *Refusal) AuditReason() (string, map[string]any) {
	if e.Received == "" {
		return string(e.Reason), nil
	}
	return string(e.Reason), map[string]any{"expected": e.Expected, "received": text.Legible(e.Received)}
}

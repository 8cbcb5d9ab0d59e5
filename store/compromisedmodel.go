package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
)

// ScopeCompromised are the models that FIDO's metadata reports as compromised; one replica acts on them (ClaimReconciliation).
const ScopeCompromised = "compromised"

// What happens to the passkeys of a compromised model.
const (
	ActionSuspend = "suspend"
	ActionMark    = "mark" // nothing but the record and the notifications
)

// Why a report ended.
const (
	ReportCleared  = "cleared"  // a newer list no longer reports the model
	ReportExempt   = "exempt"   // an operator has exempted the model
	ReportReplaced = "replaced" // the setting for the action, or the publisher, has changed; a new report may begin
)

// CompromisedModel is the report of a model that FIDO's metadata says is compromised.
type CompromisedModel struct {
	ID        uuid.UUID
	Model     authenticator.Model
	Name      string // in the list
	Status    string // such as REVOKED
	Action    string // ActionSuspend or ActionMark
	Publisher string // of the list
	Number    int64  // of the latest list that reports it
	Held      Held
	SeenAt    time.Time
	DueAt     time.Time  // when its passkeys are suspended or marked
	ActedAt   *time.Time // when that was done for all that there were
	EndedAt   *time.Time
	EndedFor  string // one of the constants above; empty: it is open
	Acted     int64  // passkeys that the open report has suspended or marked; some may be resumed
}

// HeldModel is a model with its passkeys.
type HeldModel struct {
	Model authenticator.Model
	Held
}

// Held counts the passkeys of a model that are usable, and their users.
type Held struct {
	Passkeys       int64 `json:"passkeys"`
	Identities     int64 `json:"identities"`
	WithoutAnother int64 `json:"without_another"` // identities that have no usable passkey of another model
}

// ModelConfirmation is what a list says about a model that has an open report.
type ModelConfirmation struct {
	Status    string
	Publisher string // of the list
	Number    int64  // of the list
}

// Resumable are these models, or with But all others.
type Resumable struct {
	Models []authenticator.Model
	But    bool
}

// CompromisedPasskey is the suspension or marking of a passkey for an open report.
type CompromisedPasskey struct {
	ReportID, PasskeyID uuid.UUID
	Suspend             bool
	Ending              Ending // with its time
	Event               AuditEvent
}

// CompromisedModels stores the reports of compromised models, and what they do to passkeys.
type CompromisedModels interface {
	// HeldModels counts the usable passkeys of those of the models that have any. Passkeys that are suspended for inactivity count
	// as usable. All of the models are left out of WithoutAnother.
	HeldModels(ctx context.Context, models []authenticator.Model) ([]HeldModel, error)
	// CompromisedModels lists the reports, newest first.
	CompromisedModels(ctx context.Context) ([]CompromisedModel, error)

	// ReportModel stores an open report. It is idempotent: if the model has one, it records nothing.
	ReportModel(ctx context.Context, m CompromisedModel, event AuditEvent) error
	// ConfirmModel sets the status, publisher and number of an open report, unless it has a higher number of the same publisher.
	ConfirmModel(ctx context.Context, id uuid.UUID, c ModelConfirmation) error
	// FinishModel records that an open report has acted on all passkeys that there were, given their number. It is idempotent.
	FinishModel(ctx context.Context, id uuid.UUID, event func(passkeys int64) AuditEvent) error
	// RepeatModel sets how many passkeys an open report that has acted concerns, and when it acts on those that were added since. It is
	// idempotent: if it acts anyway, or has ended, it records nothing.
	RepeatModel(ctx context.Context, id uuid.UUID, held Held, dueAt time.Time, event AuditEvent) error
	// EndModel ends a report because of cause, with the number of the list that caused it. It is idempotent.
	EndModel(ctx context.Context, id uuid.UUID, number int64, cause string, event AuditEvent) error

	// PasskeysToSuspend lists up to limit usable passkeys of the model of a report on which it has not acted, by ID; none if it has ended.
	PasskeysToSuspend(ctx context.Context, report CompromisedModel, limit int) ([]Passkey, error)
	// ActOnPasskey records that an open report has acted on a passkey, and with Suspend does what SuspendPasskey does, by
	// SuspendedAsCompromised. It is idempotent: for a passkey that is suspended for another cause than inactivity or is gone, that the
	// report has acted on, or if the report has ended, it records nothing.
	ActOnPasskey(ctx context.Context, p CompromisedPasskey) (ended []SessionEnding, err error)
	// PasskeysToResume lists up to limit passkeys of these models that are suspended as compromised, and of whose model no open report
	// suspends, by ID.
	PasskeysToResume(ctx context.Context, of Resumable, limit int) ([]Passkey, error)
	// ResumeCompromised resumes a passkey that is suspended as compromised, and of whose model no open report suspends. It is idempotent.
	ResumeCompromised(ctx context.Context, passkeyID uuid.UUID, event AuditEvent) error
}

package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// EndingLife is how long after its cause a session ending is tried. Kratos ends sessions by itself long before, unless it
// is configured for longer ones.
const EndingLife = 30 * 24 * time.Hour

// What a session ending is about.
const (
	EndOne    = "one"    // one session
	EndLogin  = "login"  // the session of a login by passkey that Kratos redeemed, and that is not known here
	EndOthers = "others" // all sessions of the identity that began by a time
)

// SessionEnding is the duty to end sessions at Kratos. It is stored with the change that asks for it and deleted when they
// have ended, so that neither a failure of Kratos nor a crash lets them live on.
type SessionEnding struct {
	ID         uuid.UUID // UUIDv7
	IdentityID uuid.UUID
	Kind       string
	SessionID  uuid.UUID // of EndOne
	KeptID     uuid.UUID // the session that stays, of the other kinds; zero: none
	// At is when the login's code was redeemed; of EndOthers, the time after which a session began that stays.
	At       time.Time
	CausedAt time.Time
	DueAt    time.Time // the next try; while it is claimed, the end of the claim
	Tries    int
}

// Ending is what a change asks for: the sessions that the passkey created end with it. A row of EndOthers that the identity
// has already for the same kept session becomes part of the new one.
type Ending struct {
	At    time.Time // of the change
	DueAt time.Time // when another than the caller may try
	Keep  uuid.UUID // the session that stays in any case: the caller's own; zero: none
	// Others is the ID of the row for all other sessions that began by BegunBy; zero: only those of the passkey end.
	Others  uuid.UUID
	BegunBy time.Time
}

// EndingCount is how many session endings are left to do, and since when the oldest is.
type EndingCount struct {
	Pending int64
	Oldest  *time.Time
}

// SessionEndings keeps them. They are written by what removes or suspends a passkey and by DisownFactor. A claim ends by
// itself.
type SessionEndings interface {
	// ClaimEnding takes the one that has been due longest until then, and counts a try. ErrNotFound when none is due.
	ClaimEnding(ctx context.Context, claim uuid.UUID, now, until time.Time) (SessionEnding, error)
	// DelayEnding gives a claim back, with when to try again. ErrNotFound when the claim is lost.
	DelayEnding(ctx context.Context, id, claim uuid.UUID, dueAt time.Time) error
	// AbandonEnding deletes one whose claim is held, with its event. ErrNotFound when the claim is lost.
	AbandonEnding(ctx context.Context, id, claim uuid.UUID, event AuditEvent) error
	// HastenEndings makes those due earlier that are not claimed. It is no error when some are gone.
	HastenEndings(ctx context.Context, ids []uuid.UUID, dueAt time.Time) error
	// DropEndings deletes those that are done. It is no error when some are gone.
	DropEndings(ctx context.Context, ids []uuid.UUID) error
	// CountEndings counts those that are left.
	CountEndings(ctx context.Context) (EndingCount, error)
}

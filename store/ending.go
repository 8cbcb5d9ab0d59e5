package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// EndingLife is how long a session ending is retried. By default, the sessions at Kratos expire much earlier.
const EndingLife = 30 * 24 * time.Hour

// LoginSettled is how long after the redemption of a code Kratos may still be creating its session.
const LoginSettled = 2 * time.Minute

// The kinds of session endings.
const (
	EndOne    = "one"    // one session
	EndLogin  = "login"  // the unknown session of a login by passkey at Kratos' page, or of several such logins
	EndOthers = "others" // all sessions of the identity that began up to a time
)

// How long after the event of an ending another one is the same request: of the same session, or of all sessions by the same
// actor. A session ends once, but in place of all that have ended others soon begin.
const (
	SameEnding    = time.Hour
	SameEndingAll = time.Minute
)

// Same returns the time since which an event makes that of this ending the same request.
func (e SessionEnding) Same(at time.Time) time.Time {
	if e.Kind == EndOne {
		return at.Add(-SameEnding)
	}
	return at.Add(-SameEndingAll)
}

// SessionEnding records that sessions at Kratos must be ended. It is stored with the change that requires it and deleted
// once they have ended, so that they end even if Kratos fails or the replica crashes.
type SessionEnding struct {
	ID         uuid.UUID // UUIDv7
	IdentityID uuid.UUID
	Kind       string
	SessionID  uuid.UUID // for EndOne
	KeptID     uuid.UUID // for the other kinds: the session that is kept; zero: none
	// At is when the login's code was redeemed. For EndOthers, later sessions are kept.
	At time.Time
	// Since is set for EndLogin if there were several logins: when the code of the first was redeemed. At is then that of
	// the last.
	Since    time.Time
	CausedAt time.Time
	DueAt    time.Time // the next try; when claimed: the end of the claim
	Tries    int
}

// Ending says which sessions a change ends, besides those that its passkey created. A stored EndOthers of the identity that
// keeps the same session is merged into the new one.
type Ending struct {
	At    time.Time // time of the change
	DueAt time.Time // when a worker may end the sessions; the caller may at once
	Keep  uuid.UUID // the caller's own session, which is kept; zero: none
	// Others is the ID of the row for all other sessions that began up to BegunBy. With it ends what would become a later session
	// at Kratos: all authorization codes and gate passes of the identity are deleted, and each login that was redeemed in
	// LoginSettled before At, and whose session is unknown, gets an EndLogin with the ID of its row. Zero: only the passkey's
	// sessions end.
	Others  uuid.UUID
	BegunBy time.Time
	// CodesEnded also ends the recovery codes that were made with the passkey or factor, with what codes granted; it is
	// recorded if there are any. Nil: codes remain.
	CodesEnded *AuditEvent
}

// EndingCount is the number of stored session endings, and since when the oldest exists.
type EndingCount struct {
	Pending int64
	Oldest  *time.Time
}

// SessionEndings stores the session endings. EndSessions, DisownFactor and the methods that remove or suspend
// a passkey create them. A worker claims one for a limited time.
type SessionEndings interface {
	// EndSessions stores an ending that no passkey or factor causes, and the event. EndOthers is as in Ending. The event of an
	// EndOne has the session_id in its metadata, and is not recorded if one of its type had it within SameEnding; that of an
	// EndOthers is not recorded if one of its type, actor and reason, without a session, is from SameEndingAll before. It
	// returns what is stored: an EndOthers may have been merged.
	EndSessions(ctx context.Context, e SessionEnding, event AuditEvent) ([]SessionEnding, error)
	// ClaimEnding claims the ending that has been due for the longest time, until the given time, and counts a try. It
	// returns ErrNotFound if none is due.
	ClaimEnding(ctx context.Context, claim uuid.UUID, now, until time.Time) (SessionEnding, error)
	// DelayEnding ends a claim and sets the time of the next try. It returns ErrNotFound if the claim is lost.
	DelayEnding(ctx context.Context, id, claim uuid.UUID, dueAt time.Time) error
	// AbandonEnding deletes a claimed ending and records the event. It returns ErrNotFound if the claim is lost.
	AbandonEnding(ctx context.Context, id, claim uuid.UUID, event AuditEvent) error
	// HastenEndings sets an earlier due time of endings that are not claimed. Unknown IDs are ignored.
	HastenEndings(ctx context.Context, ids []uuid.UUID, dueAt time.Time) error
	// DropEndings deletes endings that are done. Unknown IDs are ignored.
	DropEndings(ctx context.Context, ids []uuid.UUID) error
	// CountEndings counts the stored endings.
	CountEndings(ctx context.Context) (EndingCount, error)
}

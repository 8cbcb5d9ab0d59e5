package standing

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

const (
	// settleTime limits how long a request waits for its endings, apart from EndSessionsBut, which has its own limit.
	settleTime = 15 * time.Second
	// endingClaimTime is how long the claim of a replica that has failed lasts.
	endingClaimTime = time.Minute
	// The wait after the first failed attempt, which doubles with each attempt, and the longest wait.
	endingMinWait, endingMaxWait = 5 * time.Second, 5 * time.Minute
	// endingsPerRound limits one round of the worker.
	endingsPerRound = 100
)

var _ Settler = (*Endings)(nil)

// Settle ends the sessions of a change that has just been committed, and returns SessionsEnded or SessionsPending. It
// has no error, since the endings are stored and will be retried.
func (e *Endings) Settle(ctx context.Context, list []store.SessionEnding) string {
	if len(list) == 0 {
		return SessionsEnded
	}
	// Continue if the client disconnects.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	done, err := e.endAll(ctx, list)
	if len(done) > 0 {
		if err := e.store.DropEndings(ctx, done); err != nil {
			e.warn(ctx, "sessions have ended at Kratos, but this could not be stored; they will be ended again", list[0], err)
		}
	}
	if err != nil {
		e.warn(ctx, "could not end sessions at Kratos; will retry", list[0], err)
		e.handOver(ctx, list, done)
	}
	if len(done) < len(list) {
		return SessionsPending
	}
	return SessionsEnded
}

// handOver makes the endings that the request could not complete due for the worker.
func (e *Endings) handOver(ctx context.Context, list []store.SessionEnding, done []uuid.UUID) {
	var left []uuid.UUID
	for _, row := range list {
		if row.Kind != store.EndLogin && !slices.Contains(done, row.ID) {
			left = append(left, row.ID)
		}
	}
	if err := e.store.HastenEndings(context.WithoutCancel(ctx), left, e.now().UTC().Add(endingMinWait)); err != nil {
		e.warn(ctx, "could not hand over sessions to the worker; it will retry in a minute", list[0], err)
	}
}

// endAll returns the IDs of the completed endings. It continues after a failure, so one session cannot keep the
// others alive. What ends all other sessions includes those that the other endings are for, except one that Kratos is still
// creating: the worker looks for that, so that many logins at once cost the request nothing.
func (e *Endings) endAll(ctx context.Context, list []store.SessionEnding) (done []uuid.UUID, failures error) {
	var others, rest []store.SessionEnding
	for _, row := range list {
		if row.Kind == store.EndOthers {
			others = append(others, row)
		} else {
			rest = append(rest, row)
		}
	}
	swept := false
	if len(others) > 0 { // several rows belong to one change of one identity
		failures = e.endOthersNow(ctx, others[0])
		swept = failures == nil
	}
	if swept {
		done = idsOf(others)
	}
	for _, row := range rest {
		over := swept && row.Kind == store.EndOne
		if !swept {
			var err error
			over, err = e.end(ctx, row)
			failures = errors.Join(failures, err)
		}
		if over {
			done = append(done, row.ID)
		}
	}
	return done, failures
}

func idsOf(list []store.SessionEnding) (ids []uuid.UUID) {
	for _, row := range list {
		ids = append(ids, row.ID)
	}
	return ids
}

// endOthersNow ends all other sessions, even if Kratos' clock is ahead.
func (e *Endings) endOthersNow(ctx context.Context, row store.SessionEnding) error {
	if row.KeptID == uuid.Nil {
		return e.identities.EndSessions(ctx, row.IdentityID)
	}
	return e.identities.EndSessionsBut(ctx, row.IdentityID, row.KeptID, e.now().Add(clockSkew))
}

// end attempts one ending. It is over once Kratos has confirmed it. Sessions and identities that Kratos does not know
// have ended.
func (e *Endings) end(ctx context.Context, row store.SessionEnding) (over bool, err error) {
	switch row.Kind {
	case store.EndOne:
		err = e.identities.EndSession(ctx, row.SessionID)
	case store.EndOthers:
		err = e.identities.EndSessionsBut(ctx, row.IdentityID, row.KeptID, row.At)
	default:
		return e.endLogin(ctx, row)
	}
	return err == nil, err
}

// Run completes the endings that are due, for the background tasks of serve. Any number of replicas may call it at
// once. A round ends at the first failure, since Kratos is then probably unavailable.
func (e *Endings) Run(ctx context.Context) error {
	for range endingsPerRound {
		claim, now := store.NewID(), e.now().UTC()
		row, err := e.store.ClaimEnding(ctx, claim, now, now.Add(endingClaimTime))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fault.OfStore(err)
		}
		over, failure := e.end(ctx, row)
		if failure != nil {
			return e.failed(ctx, row, claim, failure)
		}
		if over {
			err = e.store.DropEndings(ctx, []uuid.UUID{row.ID})
		} else {
			err = e.store.DelayEnding(ctx, row.ID, claim, row.At.Add(store.LoginSettled))
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) { // another replica has taken over
			return fault.OfStore(err)
		}
	}
	return nil
}

// failed delays an ending, or abandons it once no session of it can exist.
func (e *Endings) failed(ctx context.Context, row store.SessionEnding, claim uuid.UUID, failure error) error {
	if ctx.Err() != nil {
		return nil // the claim expires
	}
	now := e.now().UTC()
	var err error
	if now.Before(row.CausedAt.Add(store.EndingLife)) {
		e.warn(ctx, "could not end sessions at Kratos; the worker will retry", row, failure)
		wait := endingMaxWait
		if row.Tries < 10 {
			wait = min(wait, endingMinWait<<(row.Tries-1))
		}
		err = e.store.DelayEnding(ctx, row.ID, claim, now.Add(wait))
	} else {
		e.warn(ctx, "could not end sessions at Kratos; giving up, end them there", row, failure)
		err = e.store.AbandonEnding(ctx, row.ID, claim, e.abandoned(row))
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return fault.OfStore(err)
}

func (e *Endings) abandoned(row store.SessionEnding) store.AuditEvent {
	event := e.audit.Event(audit.SessionsNotEnded, audit.Request{}, audit.System, audit.AboutIdentity(row.IdentityID))
	event.Reason = "kratos_unavailable"
	details := map[string]any{"kind": row.Kind, "since": row.CausedAt, "tries": row.Tries}
	if row.SessionID != uuid.Nil {
		details["session_id"] = row.SessionID
	}
	event.Metadata = audit.Metadata(details)
	return event
}

func (e *Endings) warn(ctx context.Context, message string, row store.SessionEnding, cause error) {
	e.log.LogAttrs(ctx, slog.LevelWarn, message, slog.String("identity_id", row.IdentityID.String()), slog.String("sessions", row.Kind),
		slog.Int("tries", row.Tries), slog.String("cause", cause.Error()))
}

package standing

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

const (
	// settleTime bounds what a request waits for its endings beside EndSessionsBut, which has a time of its own.
	settleTime = 15 * time.Second
	// endingClaim is how long the claim of a replica that has stopped responding lasts.
	endingClaim = time.Minute
	// The first wait after a failed try, which doubles, and the longest.
	endingWait, endingLongestWait = 5 * time.Second, 5 * time.Minute
	// endingsPerRound bounds one round of the worker.
	endingsPerRound = 100
	// sessionSeen is how long after the redemption of a code Kratos may still be making the session of it.
	sessionSeen = 2 * assurance.LoginWindow
	// clearlyNearer is how much nearer a session must be to another login for that to be its own: Kratos' clock differs from
	// ours.
	clearlyNearer = 2 * time.Second
)

// Endings ends sessions at Kratos, and keeps at it until Kratos has confirmed it.
type Endings struct {
	store      EndingStore
	identities SessionKratos
	policy     assurance.Policy
	audit      *audit.Log
	log        *slog.Logger
	now        func() time.Time
}

// EndingStore is what endings need of the database.
type EndingStore interface {
	store.SessionEndings
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, redeemed store.Span) (store.SessionFacts, error)
}

// SessionKratos is what ends sessions. A session that is gone already is no error.
type SessionKratos interface {
	// Sessions returns an identity's active sessions, the most recently authenticated first.
	Sessions(ctx context.Context, id uuid.UUID) iter.Seq2[account.Session, error]
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	EndSessions(ctx context.Context, id uuid.UUID) error
	EndSessionsBut(ctx context.Context, id, except uuid.UUID, begunBy time.Time) error
}

// Settle ends at once what a change has just asked for: SessionsEnded or SessionsPending. It fails nothing, since the change
// is stored and so is what is left to end.
func (e *Endings) Settle(ctx context.Context, list []store.SessionEnding) string {
	if len(list) == 0 {
		return SessionsEnded
	}
	// The caller may hang up; the sessions must not live on for that.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	done, err := e.endAll(ctx, list)
	if len(done) > 0 {
		if err := e.store.DropEndings(ctx, done); err != nil {
			e.warn(ctx, "sessions have ended at Kratos and cannot be noted as ended; they are ended again", list[0], err)
		}
	}
	if err != nil {
		e.warn(ctx, "sessions at Kratos did not end; they are ended as soon as it answers", list[0], err)
		e.hasten(ctx, list, done)
	}
	if len(done) < len(list) {
		return SessionsPending
	}
	return SessionsEnded
}

// hasten hands to the worker what the request could not end.
func (e *Endings) hasten(ctx context.Context, list []store.SessionEnding, done []uuid.UUID) {
	var left []uuid.UUID
	for _, row := range list {
		if row.Kind != store.EndLogin && !slices.Contains(done, row.ID) {
			left = append(left, row.ID)
		}
	}
	if err := e.store.HastenEndings(context.WithoutCancel(ctx), left, e.now().UTC().Add(endingWait)); err != nil {
		e.warn(ctx, "sessions that did not end at Kratos are tried again a minute later", list[0], err)
	}
}

// endAll gives the IDs of the endings that are done. After a failure it goes on: one session must not keep the others alive.
func (e *Endings) endAll(ctx context.Context, list []store.SessionEnding) (done []uuid.UUID, failures error) {
	var others, ones []store.SessionEnding
	note := func(row store.SessionEnding, over bool, err error) {
		failures = errors.Join(failures, err)
		if over && err == nil {
			done = append(done, row.ID)
		}
	}
	for _, row := range list {
		switch row.Kind {
		case store.EndOthers:
			others = append(others, row)
		case store.EndOne:
			ones = append(ones, row)
		default: // before the others, while the list of sessions still tells which it was
			over, err := e.end(ctx, row)
			note(row, over, err)
		}
	}
	swept := false
	if len(others) > 0 { // several are parts of one change, of the same identity
		err := e.endOthersNow(ctx, others[0])
		swept = err == nil
		for i, row := range others {
			if i > 0 {
				err = nil // said once
			}
			note(row, swept, err)
		}
	}
	for _, row := range ones {
		if swept {
			note(row, true, nil)
			continue
		}
		over, err := e.end(ctx, row)
		note(row, over, err)
	}
	return done, failures
}

// endOthersNow ends all that have begun, by whatever clock.
func (e *Endings) endOthersNow(ctx context.Context, row store.SessionEnding) error {
	if row.KeptID == uuid.Nil {
		return e.identities.EndSessions(ctx, row.IdentityID)
	}
	return e.identities.EndSessionsBut(ctx, row.IdentityID, row.KeptID, e.now().Add(clockSkew))
}

// end tries one ending. It is over once Kratos has confirmed it; sessions, or an identity, that Kratos does not know have
// ended.
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

// endLogin ends what a login, or several, became, by Kratos' list. It is not over while Kratos may still be making it, whatever
// is found: another login of these seconds looks the same.
func (e *Endings) endLogin(ctx context.Context, row store.SessionEnding) (over bool, err error) {
	over = !e.now().Before(row.At.Add(sessionSeen))
	var recent []account.Session // ended after the walk, since the list shifts as sessions end
	for session, err := range e.identities.Sessions(ctx, row.IdentityID) {
		if err != nil {
			return false, err
		}
		if session.AuthenticatedAt.Before(firstOf(row).Add(-2 * assurance.LoginWindow)) {
			break // and so are the others
		}
		recent = append(recent, session)
	}
	for _, session := range recent {
		came, err := e.cameOf(ctx, session, row)
		if err == nil && came {
			err = e.identities.EndSession(ctx, session.ID)
		}
		if err != nil {
			return false, err
		}
	}
	return over, nil
}

// firstOf is the time of the first of the logins that an ending is for.
func firstOf(row store.SessionEnding) time.Time {
	if row.Since.IsZero() {
		return row.At
	}
	return row.Since
}

// cameOf reports whether a session came of that login: by its time, unless it is known to come from another login, or is
// clearly nearer in time to one.
func (e *Endings) cameOf(ctx context.Context, session account.Session, row store.SessionEnding) (bool, error) {
	apart, near := e.apart(session, firstOf(row), row.At)
	if !near || session.ID == row.KeptID {
		return false, nil
	}
	span := e.policy.LoginSpan(factsSession(session), assurance.LoginWindow)
	facts, err := e.store.SessionFacts(ctx, session.ID, row.IdentityID, span)
	if err != nil {
		return false, fault.OfStore(err)
	}
	for _, login := range facts.Logins {
		if login.SessionID == session.ID {
			return false, nil
		}
		other, near := e.apart(session, login.RedeemedAt, login.RedeemedAt)
		if near && other+clearlyNearer < apart {
			return false, nil
		}
	}
	return true, nil
}

// apart is how far the session's nearest login at our provider is from a time that lasts from since to at, if it is near
// enough.
func (e *Endings) apart(session account.Session, since, at time.Time) (apart time.Duration, near bool) {
	for _, method := range session.Methods {
		d := max(since.Sub(method.CompletedAt), method.CompletedAt.Sub(at), 0)
		if e.policy.Ours(method) && d <= assurance.LoginWindow && (!near || d < apart) {
			apart, near = d, true
		}
	}
	return apart, near
}

// Run works on what is due, for the background of serve. Any number of replicas may do it at once. A round ends at the first failure: a Kratos that does not answer for one seldom does for the
// next.
func (e *Endings) Run(ctx context.Context) error {
	for range endingsPerRound {
		claim, now := store.NewID(), e.now().UTC()
		row, err := e.store.ClaimEnding(ctx, claim, now, now.Add(endingClaim))
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
			err = e.store.DelayEnding(ctx, row.ID, claim, row.At.Add(sessionSeen))
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) { // another has taken over
			return fault.OfStore(err)
		}
	}
	return nil
}

// failed puts an ending off, or gives it up when no session can be left of it.
func (e *Endings) failed(ctx context.Context, row store.SessionEnding, claim uuid.UUID, failure error) error {
	if ctx.Err() != nil {
		return nil // the claim ends by itself
	}
	now := e.now().UTC()
	var err error
	if now.Before(row.CausedAt.Add(store.EndingLife)) {
		e.warn(ctx, "sessions at Kratos did not end; they are tried again", row, failure)
		wait := endingLongestWait
		if row.Tries < 10 {
			wait = min(wait, endingWait<<(row.Tries-1))
		}
		err = e.store.DelayEnding(ctx, row.ID, claim, now.Add(wait))
	} else {
		e.warn(ctx, "sessions at Kratos did not end, and are given up; end them there", row, failure)
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

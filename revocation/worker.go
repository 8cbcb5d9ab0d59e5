package revocation

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

const (
	// claimTime is how long a claim keeps other replicas from a revocation if its holder fails. Each passkey extends it; it
	// is longer than the calls of one passkey can take.
	claimTime = time.Minute
	// chunk is how many passkeys are revoked before the admins are looked up again.
	chunk = 50
	// maxTries is how often a passkey is tried, for more than an hour in all. The wait doubles from minWait to maxWait.
	maxTries         = 20
	minWait, maxWait = 5 * time.Second, 5 * time.Minute
	// pauseAfter is how many passkeys in a row may fail before the revocation pauses: then it is probably not about them.
	pauseAfter = 3
)

// The causes of store.OutcomeSkipped.
const (
	causeNoMatch   = "no_longer_matches"
	causeOneself   = "oneself"
	causeAbove     = "role_above"
	causeDeleted   = "identity_deleted"
	causeLast      = "last_passkey"
	causeRequester = "requester_not_allowed"
	causeApprover  = "approver_not_allowed"
)

// Run carries out the revocations that are due and ends expired ones, for the background tasks of serve. Any number of
// replicas may call it at once. Errors: fault.ErrStoreUnavailable.
func (s *Service) Run(ctx context.Context) error {
	if err := s.expire(ctx); err != nil {
		return err
	}
	for {
		claim, now := store.NewID(), s.cfg.Now().UTC()
		r, err := s.store.ClaimDueRevocation(ctx, claim, now, now.Add(claimTime))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fault.OfStore(err)
		}
		if err := (&run{s, r, claim}).all(ctx); err != nil && !errors.Is(err, store.RevocationTaken) {
			return err
		}
	}
}

// run is one attempt.
type run struct {
	s     *Service
	r     store.Revocation
	claim uuid.UUID
}

// all revokes until no passkey waits, or the next one is not due yet. Errors: store.RevocationTaken, fault.ErrStoreUnavailable.
func (w *run) all(ctx context.Context) error {
	for {
		waiting, err := w.s.store.WaitingPasskeys(ctx, w.r.ID, chunk)
		if err != nil {
			return fault.OfStore(err)
		}
		if len(waiting) == 0 {
			return w.end(ctx)
		}
		admins, refused, err := w.admins(ctx)
		if err != nil {
			return w.pause(ctx, err)
		}
		failed := 0 // in a row
		for _, p := range waiting {
			if p.NextTryAt != nil && w.s.cfg.Now().Before(*p.NextTryAt) {
				return w.release(ctx, w.r.Failure, *p.NextTryAt)
			}
			err := w.one(ctx, p, admins, refused)
			if err == nil {
				failed = 0
				continue
			}
			if err := w.retry(ctx, p, err); err != nil {
				return err
			}
			if failed++; failed == pauseAfter {
				return w.pause(ctx, err)
			}
		}
	}
}

// admins returns the requester and the approver as they are now, or why the revocation must not go on.
func (w *run) admins(ctx context.Context) (list []admin.Admin, refused string, err error) {
	recorded := []store.ResetActor{w.r.RequestedBy}
	if w.r.DecidedAt != nil {
		recorded = append(recorded, w.r.DecidedBy)
	}
	for i, actor := range recorded {
		by, err := w.s.revoker.Acting(ctx, actor)
		if errors.Is(err, admin.ErrRequesterNotAllowed) {
			return nil, []string{causeRequester, causeApprover}[i], nil
		}
		if err != nil {
			return nil, "", err
		}
		list = append(list, by)
	}
	return list, "", nil
}

// one revokes one passkey, unless a rule forbids that.
func (w *run) one(ctx context.Context, p store.RevocationPasskey, admins []admin.Admin, refused string) error {
	if refused != "" {
		return w.settle(ctx, p, store.OutcomeSkipped, refused)
	}
	matching, err := w.s.store.ListPasskeys(ctx, decode(w.r.Filter).of(&p.PasskeyID), store.Page{Size: 1})
	if err != nil {
		return fault.OfStore(err)
	}
	if len(matching) == 0 {
		return w.missing(ctx, p)
	}
	for _, by := range admins {
		err := w.s.admin.MayActOn(ctx, by, p.IdentityID)
		if cause := causeOf(err); cause != "" {
			return w.settle(ctx, p, store.OutcomeSkipped, cause)
		}
		if err != nil {
			return err
		}
	}
	return w.revoke(ctx, matching[0], p)
}

// missing settles a passkey that does not match any more.
func (w *run) missing(ctx context.Context, p store.RevocationPasskey) error {
	switch _, err := w.s.store.Passkey(ctx, p.PasskeyID); {
	case errors.Is(err, store.ErrNotFound):
		return w.settle(ctx, p, store.OutcomeGone, "")
	case err != nil:
		return fault.OfStore(err)
	}
	return w.settle(ctx, p, store.OutcomeSkipped, causeNoMatch)
}

// causeOf returns why an admin may not act on an identity, or "".
func causeOf(err error) string {
	switch {
	case errors.Is(err, admin.ErrOneself):
		return causeOneself
	case errors.Is(err, admin.ErrAbove):
		return causeAbove
	case errors.Is(err, fault.ErrIdentityNotFound):
		return causeDeleted
	}
	return ""
}

// revoke revokes a passkey as an admin does, and stores the outcome in the transaction that deletes it: after a crash, the
// passkey is either revoked and settled, or waits. Without an approval, the last usable passkey is kept if its revocation
// requires one by now.
func (w *run) revoke(ctx context.Context, row store.Passkey, p store.RevocationPasskey) error {
	event := w.s.audit.Event(audit.PasskeyRevoked, w.request(), w.requester(), audit.AboutPasskey(row.IdentityID, row.ID))
	event.Reason, event.Metadata = w.r.Reason, audit.Metadata(w.details())
	err := w.s.revoker.Revoke(ctx, row, event, w.r.EndSessions, w.r.EndCodes, w.r.DecidedAt != nil, func(ctx context.Context, removal store.Removal) ([]store.SessionEnding, error) {
		step := w.step(p, store.OutcomeRevoked, "")
		step.Removal = &removal
		return w.s.store.SettlePasskey(ctx, step)
	})
	switch {
	case errors.Is(err, fault.ErrNotFound):
		return w.settle(ctx, p, store.OutcomeGone, "")
	case errors.Is(err, fault.ErrLastPasskey):
		return w.settle(ctx, p, store.OutcomeSkipped, causeLast)
	}
	return err
}

// settle stores an outcome. The record of a passkey whose owner was erased meanwhile no longer exists.
func (w *run) settle(ctx context.Context, p store.RevocationPasskey, outcome, cause string) error {
	_, err := w.s.store.SettlePasskey(ctx, w.step(p, outcome, cause))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return fault.OfStore(err)
}

func (w *run) step(p store.RevocationPasskey, outcome, cause string) store.RevocationStep {
	now := w.s.cfg.Now().UTC()
	return store.RevocationStep{
		ID: w.r.ID, Claim: w.claim, PasskeyID: p.PasskeyID, Outcome: outcome, Cause: cause, At: now, Until: now.Add(claimTime),
	}
}

// retry schedules the next attempt for a passkey, or gives it up. If the process ends or the database does not answer, the
// claim expires by itself.
func (w *run) retry(ctx context.Context, p store.RevocationPasskey, err error) error {
	failure := failureOf(err)
	switch {
	case ctx.Err() != nil, failure == "":
		return err
	case p.Tries+1 >= maxTries:
		return w.settle(ctx, p, store.OutcomeFailed, failure)
	}
	w.s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a passkey of a revocation could not be revoked and will be retried",
		slog.String("revocation_id", w.r.ID.String()), slog.Int("tries", p.Tries+1), slog.String("cause", err.Error()))
	w.r.Failure = failure
	now := w.s.cfg.Now().UTC()
	return fault.OfStore(w.s.store.RetryPasskey(ctx, store.RevocationRetry{
		ID: w.r.ID, Claim: w.claim, PasskeyID: p.PasskeyID, Failure: failure,
		NextTryAt: now.Add(min(maxWait, minWait<<p.Tries)), Until: now.Add(claimTime),
	}))
}

// pause ends the attempt after a failure that probably concerns all passkeys.
func (w *run) pause(ctx context.Context, err error) error {
	failure := failureOf(err)
	if ctx.Err() != nil || failure == "" {
		return err
	}
	w.s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a revocation pauses", slog.String("revocation_id", w.r.ID.String()), slog.String("cause", err.Error()))
	return w.release(ctx, failure, w.s.cfg.Now().UTC().Add(minWait))
}

func (w *run) release(ctx context.Context, failure string, nextTryAt time.Time) error {
	return fault.OfStore(w.s.store.ReleaseRevocation(ctx, w.r.ID, w.claim, failure, nextTryAt))
}

// failureOf returns the code of a failure that may pass, or concerns one passkey only. It is empty if the worker itself
// cannot go on.
func failureOf(err error) string {
	switch {
	case errors.Is(err, store.RevocationTaken), errors.Is(err, fault.ErrStoreUnavailable):
		return ""
	case errors.Is(err, fault.ErrKratosMisconfigured):
		return "kratos_misconfigured"
	case errors.Is(err, fault.ErrKratosUnavailable):
		return "kratos_unavailable"
	}
	return "internal"
}

// request and requester are those of the audit events: the admin who requested the revocation.
func (w *run) request() audit.Request { return audit.Request{ID: w.r.RequestID} }

func (w *run) requester() audit.Actor {
	return audit.Actor{Kind: w.r.RequestedBy.Kind, ID: w.r.RequestedBy.ID}
}

// details are the metadata of each event.
func (w *run) details() map[string]any {
	details := map[string]any{"revocation_id": w.r.ID}
	if w.r.DecidedAt != nil {
		details["approver"] = audit.Actor{Kind: w.r.DecidedBy.Kind, ID: w.r.DecidedBy.ID}
	}
	return details
}

// end stores the end and its audit event, with the outcomes.
func (w *run) end(ctx context.Context) error {
	v, err := w.s.Revocation(ctx, w.r.ID)
	if err != nil {
		return err
	}
	details := w.details()
	details["filter"], details["matched"], details["revoked"] = v.Filter, v.Matched, v.Revoked
	details["gone"], details["skipped"], details["failed"] = v.Gone+v.Waiting, v.Skipped, v.Failed
	if len(v.Causes) > 0 {
		details["causes"] = v.Causes
	}
	event := w.s.audit.Event(audit.RevocationDone, w.request(), w.requester(), audit.AboutIdentity(w.r.IdentityID))
	event.Reason, event.Metadata = w.r.Reason, audit.Metadata(details)
	return fault.OfStore(w.s.store.EndRevocation(ctx, w.r.ID, w.claim, event))
}

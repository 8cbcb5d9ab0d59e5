package recovery

import (
	"context"
	"encoding/json"
	"errors"
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
	// claimTime is how long a claim keeps other replicas from a reset if its holder fails. Each step extends it.
	claimTime = 15 * time.Second
	// resetMinWait is how long a new reset is left to the request that created it, and the wait after the first
	// failed attempt. The wait doubles with each attempt, up to resetMaxWait.
	resetMinWait, resetMaxWait = 5 * time.Second, 5 * time.Minute
)

// The steps of a reset, in order: first what Latchkey stores, then factors at Kratos, and sessions last, since a
// session at aal2 outlives the factor that raised it. Each attempt repeats all steps: a session that was still active
// after a crash may have added a factor meanwhile.
const (
	stepPasskeys = "passkeys"
	stepCodes    = "recovery_codes"
	stepKeys     = "admin_keys" // only if the user has created some
	stepLink     = "link"
	stepSessions = "sessions"
)

// reasonReset is the reason in the audit event of an admin key that is revoked by a reset of its owner.
const reasonReset = "owner_reset"

// kratosFactors are always removed, before other kinds that Kratos reports.
var kratosFactors = []string{assurance.KindTOTP, assurance.KindLookupSecret, assurance.KindWebAuthn, assurance.KindPasskey}

// kratosKinds returns the kinds of factors to remove at Kratos. Unknown kinds are included, so they are reported as
// kept instead of being ignored.
func (w *resetRun) kratosKinds(ctx context.Context) ([]string, error) {
	_, held, err := w.s.identities.Holdings(ctx, w.reset.IdentityID, nil)
	if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
		return nil, err
	}
	kinds := slices.Clone(kratosFactors)
	for _, kind := range held.Kinds() {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, nil
}

// RunResets carries out due resets and ends expired ones, for the background tasks of serve. Any number of replicas
// may call it at once. Errors: fault.ErrStoreUnavailable.
func (s *Service) RunResets(ctx context.Context) error {
	if err := s.expireResets(ctx); err != nil {
		return err
	}
	for range resetsPerRound {
		claim, now := store.NewID(), s.cfg.Now().UTC()
		r, err := s.store.ClaimDueReset(ctx, claim, now, now.Add(claimTime))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fault.OfStore(err)
		}
		if err := s.runReset(ctx, r, claim); err != nil {
			return err
		}
	}
	return nil
}

// claimAndRun carries out a reset. It does nothing if another process has claimed it.
func (s *Service) claimAndRun(ctx context.Context, id uuid.UUID) error {
	claim, now := store.NewID(), s.cfg.Now().UTC()
	r, err := s.store.ClaimReset(ctx, id, claim, now, now.Add(claimTime))
	if errors.Is(err, store.ResetTaken) {
		return nil
	}
	if err != nil {
		return fault.OfStore(err)
	}
	return s.runReset(ctx, r, claim)
}

// runReset makes one attempt. If Kratos is unavailable, it stores that and schedules the next attempt. Errors:
// fault.ErrStoreUnavailable.
func (s *Service) runReset(ctx context.Context, r store.Reset, claim uuid.UUID) error {
	w := &resetRun{s: s, reset: r, claim: claim, steps: stepsOf(r)}
	err := w.run(ctx)
	switch {
	case err == nil, errors.Is(err, store.ResetTaken):
		return nil // another process has taken over
	case !errors.Is(err, fault.ErrKratosUnavailable):
		return fault.OfStore(err) // the claim expires
	}
	level, failure := slog.LevelWarn, "kratos_unavailable"
	if errors.Is(err, fault.ErrKratosMisconfigured) {
		level, failure = slog.LevelError, "kratos_misconfigured"
	}
	s.cfg.Log.LogAttrs(ctx, level, "a reset could not continue and will be retried",
		slog.String("reset_id", r.ID.String()), slog.Int("tries", r.Tries), slog.String("cause", err.Error()))
	wait := resetMaxWait
	if r.Tries < 10 {
		wait = min(wait, resetMinWait<<(r.Tries-1))
	}
	err = s.store.ReleaseReset(context.WithoutCancel(ctx), r.ID, claim, failure, s.cfg.Now().UTC().Add(wait))
	if errors.Is(err, store.ResetTaken) {
		return nil
	}
	return fault.OfStore(err)
}

// resetRun is one attempt.
type resetRun struct {
	s     *Service
	reset store.Reset
	claim uuid.UUID
	steps []ResetStep
}

func (w *resetRun) run(ctx context.Context) error {
	id := w.reset.IdentityID
	_, err := w.s.store.ClearFactors(ctx, w.reset.ID, id, w.claim, w.s.cfg.Now().UTC(), w.until(), func(c store.Cleared) json.RawMessage {
		before := slices.Clone(w.steps) // the transaction may be retried
		defer func() { w.steps = before }()
		w.count(stepPasskeys, int64(len(c.Passkeys)))
		i := slices.IndexFunc(w.steps, func(s ResetStep) bool { return s.Step == stepPasskeys })
		w.steps[i].Passkeys = slices.Concat(w.steps[i].Passkeys, c.Passkeys)
		w.count(stepCodes, c.RecoveryCodes)
		return w.json()
	})
	if err != nil {
		return err
	}
	r, err := w.s.store.Reset(ctx, w.reset.ID)
	if err != nil {
		return err
	}
	w.steps = stepsOf(r)
	if err := w.revokeKeys(ctx); err != nil {
		return err
	}
	kinds, err := w.kratosKinds(ctx)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if err := w.at(ctx, kind, func() (account.Removal, error) { return w.s.identities.RemoveFactor(ctx, id, kind, "") }); err != nil {
			return err
		}
	}
	if err := w.s.standing.DisownKept(ctx, w.request(), w.requester(), id); err != nil {
		return err
	}
	if minter := w.s.cfg.Minter; minter != nil {
		if err := w.at(ctx, stepLink, func() (account.Removal, error) { return minter.Unlink(ctx, id) }); err != nil {
			return err
		}
	}
	err = w.at(ctx, stepSessions, func() (account.Removal, error) { return account.RemovalDone, w.s.identities.EndSessions(ctx, id) })
	if err != nil {
		return err
	}
	return w.end(ctx)
}

// revokeKeys revokes the admin keys that the user created. No more can be created: the user has no passkey, and the keys
// that could create others are revoked.
func (w *resetRun) revokeKeys(ctx context.Context) error {
	n, err := w.s.keys.RevokeOf(ctx, w.requester(), w.request(), w.reset.IdentityID, reasonReset)
	if err != nil || n == 0 {
		return err
	}
	w.count(stepKeys, int64(n))
	return w.s.store.NoteReset(ctx, w.reset.ID, w.claim, w.json(), w.until())
}

// at runs a step at Kratos and stores its outcome.
func (w *resetRun) at(ctx context.Context, step string, remove func() (account.Removal, error)) error {
	outcome, err := remove()
	if errors.Is(err, fault.ErrIdentityNotFound) {
		outcome, err = outcomeGone, nil
	}
	if err != nil {
		return err
	}
	w.note(step, string(outcome), 0)
	return w.s.store.NoteReset(ctx, w.reset.ID, w.claim, w.json(), w.until())
}

func (w *resetRun) count(step string, n int64) {
	if n == 0 {
		w.note(step, string(account.RemovalAbsent), 0)
	} else {
		w.note(step, string(account.RemovalDone), n)
	}
}

// note merges the outcomes of all attempts: a later attempt that finds nothing to remove does not overwrite an
// earlier removal.
func (w *resetRun) note(step, outcome string, n int64) {
	i := slices.IndexFunc(w.steps, func(s ResetStep) bool { return s.Step == step })
	switch {
	case i < 0:
		w.steps = append(w.steps, ResetStep{Step: step, Outcome: outcome, Count: n, At: w.s.cfg.Now().UTC()})
	case outcome != string(account.RemovalAbsent) || w.steps[i].Outcome == string(account.RemovalKept):
		w.steps[i].Outcome, w.steps[i].At = outcome, w.s.cfg.Now().UTC()
		w.steps[i].Count += n
	}
}

func (w *resetRun) json() json.RawMessage {
	raw, _ := json.Marshal(w.steps)
	return raw
}

// request and requester are those of the audit events: the admin who requested the reset.
func (w *resetRun) request() audit.Request { return audit.Request{ID: w.reset.RequestID} }

func (w *resetRun) requester() audit.Actor {
	return audit.Actor{Kind: w.reset.RequestedBy.Kind, ID: w.reset.RequestedBy.ID}
}

func (w *resetRun) until() time.Time { return w.s.cfg.Now().UTC().Add(claimTime) }

// end stores the end of the reset and its audit event. The actor is the admin who requested it, even if a worker
// carried it out.
func (w *resetRun) end(ctx context.Context) error {
	r := w.reset
	r.Steps = w.json()
	view := w.s.viewReset(r)
	event := w.s.audit.Event(audit.AdminReset, w.request(), w.requester(), audit.AboutIdentity(r.IdentityID))
	event.Reason = r.Reason
	details := map[string]any{"reset_id": r.ID, "steps": view.Steps, "kept": view.Kept, "identity_gone": view.IdentityGone, "tries": r.Tries}
	if r.Note != "" {
		details["approved_by"] = r.Note
	}
	if view.DecidedBy != nil {
		details["approver"] = view.DecidedBy
	}
	event.Metadata = audit.Metadata(details)
	return w.s.store.EndReset(ctx, store.ResetEnd{
		ID: r.ID, IdentityID: r.IdentityID, Claim: w.claim, Steps: r.Steps, At: event.At, Event: event,
	})
}

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
	// resetClaim is how long a replica that has gone silent keeps others from its reset. Each step extends it.
	resetClaim = 15 * time.Second
	// How long the workers leave a new reset to the admin's request, and the first wait after a try that got no further; it
	// doubles up to the longest.
	resetWait, resetLongestWait = 5 * time.Second, 5 * time.Minute
	// resetsAtOnce bounds one round of the worker.
	resetsAtOnce = 100
)

// The steps of a reset in the order that they are taken: first what lies here, then what Kratos holds, and the sessions
// last, since those at aal2 outlive the factor that made them. Every try takes all of them again: a session that was
// still alive after a crash may have set up a new factor behind the first try.
const (
	stepPasskeys = "passkeys"
	stepCodes    = "recovery_codes"
	stepLink     = "link"
	stepSessions = "sessions"
)

// kratosFactors are always tried; whatever else Kratos holds comes after them.
var kratosFactors = []string{assurance.KindTOTP, assurance.KindLookupSecret, assurance.KindWebAuthn, assurance.KindPasskey}

// kratosKinds are the kinds of factors to remove at Kratos. One that we do not know is among them, so that it is said to
// be kept and not passed over.
func (w *resetWork) kratosKinds(ctx context.Context) ([]string, error) {
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

// RunResets works on the resets that are due, and ends those that were not approved in time, for serve's background. Any
// number of replicas may do it at once.
func (s *Service) RunResets(ctx context.Context) error {
	if err := s.expireResets(ctx); err != nil {
		return err
	}
	for range resetsAtOnce {
		claim, now := store.NewID(), s.cfg.Now().UTC()
		r, err := s.store.ClaimDueReset(ctx, claim, now, now.Add(resetClaim))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fault.OfStore(err)
		}
		if err := s.carryOut(ctx, r, claim); err != nil {
			return err
		}
	}
	return nil
}

// workOnReset does nothing where somebody else is at it.
func (s *Service) workOnReset(ctx context.Context, id uuid.UUID) error {
	claim, now := store.NewID(), s.cfg.Now().UTC()
	r, err := s.store.ClaimReset(ctx, id, claim, now, now.Add(resetClaim))
	if errors.Is(err, store.ResetTaken) {
		return nil
	}
	if err != nil {
		return fault.OfStore(err)
	}
	return s.carryOut(ctx, r, claim)
}

// carryOut goes as far as it can. It fails only with the database; that Kratos does not answer is noted on the reset.
func (s *Service) carryOut(ctx context.Context, r store.Reset, claim uuid.UUID) error {
	w := &resetWork{s: s, reset: r, claim: claim, steps: stepsOf(r)}
	err := w.run(ctx)
	switch {
	case err == nil, errors.Is(err, store.ResetTaken):
		return nil // another has taken over, and goes on from what is noted
	case !errors.Is(err, fault.ErrKratosUnavailable):
		return fault.OfStore(err) // the claim ends by itself
	}
	s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a reset got no further; it is tried again",
		slog.String("reset_id", r.ID.String()), slog.Int("tries", r.Tries), slog.String("cause", err.Error()))
	wait := resetLongestWait
	if r.Tries < 10 {
		wait = min(wait, resetWait<<(r.Tries-1))
	}
	err = s.store.ReleaseReset(context.WithoutCancel(ctx), r.ID, claim, "kratos_unavailable", s.cfg.Now().UTC().Add(wait))
	if errors.Is(err, store.ResetTaken) {
		return nil
	}
	return fault.OfStore(err)
}

// resetWork is one try.
type resetWork struct {
	s     *Service
	reset store.Reset
	claim uuid.UUID
	steps []ResetStep
}

func (w *resetWork) run(ctx context.Context) error {
	id := w.reset.IdentityID
	_, err := w.s.store.ClearFactors(ctx, w.reset.ID, id, w.claim, w.s.cfg.Now().UTC(), w.until(), func(c store.Cleared) json.RawMessage {
		before := slices.Clone(w.steps) // the transaction may be run again
		defer func() { w.steps = before }()
		w.count(stepPasskeys, c.Passkeys)
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

// at takes a step at Kratos and notes it.
func (w *resetWork) at(ctx context.Context, step string, remove func() (account.Removal, error)) error {
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

func (w *resetWork) count(step string, n int64) {
	if n == 0 {
		w.note(step, string(account.RemovalAbsent), 0)
	} else {
		w.note(step, string(account.RemovalDone), n)
	}
}

// note adds up what the tries did: that nothing was left the second time does not undo the first.
func (w *resetWork) note(step, outcome string, n int64) {
	i := slices.IndexFunc(w.steps, func(s ResetStep) bool { return s.Step == step })
	switch {
	case i < 0:
		w.steps = append(w.steps, ResetStep{Step: step, Outcome: outcome, Count: n, At: w.s.cfg.Now().UTC()})
	case outcome != string(account.RemovalAbsent) || w.steps[i].Outcome == string(account.RemovalKept):
		w.steps[i].Outcome, w.steps[i].At = outcome, w.s.cfg.Now().UTC()
		w.steps[i].Count += n
	}
}

func (w *resetWork) json() json.RawMessage {
	raw, _ := json.Marshal(w.steps)
	return raw
}

// request and requester are for the record, which bears the admin who asked for the reset.
func (w *resetWork) request() audit.Request { return audit.Request{ID: w.reset.RequestID} }

func (w *resetWork) requester() audit.Actor {
	return audit.Actor{Kind: w.reset.RequestedBy.Kind, ID: w.reset.RequestedBy.ID}
}

func (w *resetWork) until() time.Time { return w.s.cfg.Now().UTC().Add(resetClaim) }

// end writes the record. It bears the admin who asked for the reset, whoever has carried it out.
func (w *resetWork) end(ctx context.Context) error {
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

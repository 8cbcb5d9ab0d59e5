package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

var (
	// ErrOneself reports that an admin tried to act on their own account, possibly with a key of their own.
	ErrOneself = errors.New("admins cannot act on themselves")
	// ErrAbove reports that the user's role is above the admin's.
	ErrAbove = errors.New("the user's role is above the admin's")
	// ErrPasskeyTooNew reports that the passkey of a user with a role is too new for changes.
	ErrPasskeyTooNew = errors.New("the passkey is too new for changes")
)

// BySession returns the admin with this session, which the caller has just validated. The identity needs a role, and
// the session aal2, at Kratos or here. A change also requires a step-up in this session within policy.freshness, by a
// passkey with user verification that counts for changes. Errors: fault.ErrIdentityInactive, ErrForbidden,
// *account.AAL2Required, *standing.StepUpRequired, standing.ErrEnrolmentRequired, standing.ErrEnrolmentCodeRequired,
// ErrPasskeyTooNew.
func (s *Service) BySession(ctx context.Context, session account.Session, req audit.Request, change bool) (Admin, error) {
	scopes, known := roleScopes[session.Identity.Role]
	switch {
	case !session.Identity.Active:
		return Admin{}, fault.ErrIdentityInactive
	case !known:
		return Admin{}, fmt.Errorf("%w: the identity has no role", ErrForbidden)
	}
	facts, decision, err := s.standing.Decide(ctx, session)
	if err == nil && decision.Level == account.AAL2 {
		facts, err = s.admit(ctx, session, facts)
	}
	if err != nil {
		return Admin{}, err
	}
	verifiedBy := assurance.VerifiedBy(facts.Facts, s.policy)
	if decision.Level != account.AAL2 || (change && len(verifiedBy) == 0) {
		return Admin{}, s.adminStepUp(ctx, session, change)
	}
	if change {
		if err := s.requireCounting(facts.Rows, verifiedBy); err != nil {
			return Admin{}, err
		}
	}
	if !facts.HoldsPasskey() {
		if err := s.recordByFactor(ctx, session, req, facts.Facts); err != nil {
			return Admin{}, err
		}
	}
	found := Admin{IdentityID: session.Identity.ID, Login: session.Identity.Login, Role: session.Identity.Role, Scopes: scopes, session: session.ID}
	if change {
		found.evidence = s.evidenceFor(facts, verifiedBy)
	}
	return found, nil
}

// admit checks that a session at aal2 may use the console, and returns the facts that this took. Errors:
// standing.ErrEnrolmentCodeRequired.
func (s *Service) admit(ctx context.Context, session account.Session, facts assurance.Known) (assurance.Known, error) {
	facts, admitted, err := s.standing.AdmitsStaff(ctx, session, facts)
	if err == nil && !admitted {
		err = standing.ErrEnrolmentCodeRequired
	}
	return facts, err
}

// evidenceFor returns what a change rests on: the passkeys that verified the user, each of which may be the one that counts
// for changes, and what gives the session its level.
func (s *Service) evidenceFor(facts assurance.Known, verifiedBy []uuid.UUID) store.Evidence {
	by := facts.RestsOn(s.policy, func(f assurance.Facts) bool { return assurance.Decide(f, s.policy).Level == account.AAL2 })
	for _, id := range verifiedBy {
		if !slices.Contains(by.Passkeys, id) {
			by.Passkeys = append(by.Passkeys, id)
		}
	}
	return by
}

// byFactorInterval is the minimum time between two events for the same session.
const byFactorInterval = 24 * time.Hour

// recordByFactor records that an admin without a passkey uses the console. A password and some waiting may suffice
// for that, so other admins are notified. If the event cannot be stored, access is refused.
func (s *Service) recordByFactor(ctx context.Context, session account.Session, req audit.Request, facts assurance.Facts) error {
	event := s.audit.Event(audit.ConsoleByFactor, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	event.Metadata = audit.Metadata(map[string]any{"kind": facts.StaffFactor(s.policy), "role": true, "session_id": session.ID})
	_, err := s.store.RecordEventOnce(ctx, event, event.At.Add(-byFactorInterval))
	return fault.OfStore(err)
}

// counts reports whether a user with a role may make changes with the passkey. A new passkey may be an attacker's. It
// counts once it is admin.passkey_age old, which gives the owner time to notice, or once another admin has confirmed
// it.
func (s *Service) counts(row store.Passkey) bool {
	return row.SuspendedAt == nil && (row.ConfirmedAt != nil || s.cfg.PasskeyAge <= 0 || s.cfg.Now().Sub(row.HeldSince()) >= s.cfg.PasskeyAge)
}

// requireCounting checks that a passkey that counts has just verified the user. If the user has another passkey that
// counts, the error asks for a step-up with it. Errors: ErrPasskeyTooNew, *standing.StepUpRequired.
func (s *Service) requireCounting(rows []store.Passkey, verifiedBy []uuid.UUID) error {
	refusal := ErrPasskeyTooNew
	for _, row := range rows {
		switch {
		case !s.counts(row):
		case slices.Contains(verifiedBy, row.ID):
			return nil
		case s.policy.AnyUsable([]store.Passkey{row}):
			refusal = &standing.StepUpRequired{Ways: []standing.Way{{Way: "passkey"}}}
		}
	}
	return refusal
}

// adminStepUp returns the error that names what the session still needs. A change requires a passkey.
func (s *Service) adminStepUp(ctx context.Context, session account.Session, change bool) error {
	rows, err := s.store.PasskeysOf(ctx, session.Identity.ID)
	if err != nil {
		return fault.OfStore(err)
	}
	switch {
	case s.policy.AnyUsable(rows):
		return &standing.StepUpRequired{Ways: []standing.Way{{Way: "passkey"}}}
	case change:
		return standing.ErrEnrolmentRequired
	}
	return standing.NeedsAAL2(s.policy, s.pages.RefreshURL(true, false, s.cfg.ReturnTo))
}

// MayActOn checks that the admin may act on an identity. An admin who removes factors or issues codes could take over
// an account whose password they know. So admins cannot act on users whose role is above theirs, nor on themselves,
// which would replace a passkey that they lack. The operator may act on all identities, and Kratos is not called.
//
// An identity that Kratos does not know need not be one without a role: Kratos may have an empty, a restored or another
// database. It counts as the highest role, so only admins clean up after deleted identities. Errors: ErrOneself,
// ErrAbove, fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (s *Service) MayActOn(ctx context.Context, by Admin, identityID uuid.UUID) error {
	switch by.Responsible() {
	case uuid.Nil:
		return nil
	case identityID:
		return ErrOneself
	}
	target, err := s.identities.Identity(ctx, identityID)
	if errors.Is(err, fault.ErrIdentityNotFound) && by.rank() >= account.Ranks[account.RoleAdmin] {
		return nil
	}
	if err == nil {
		err = by.MayActOn(target)
	}
	return err
}

// MayActOn is Service.MayActOn for an identity that the caller has read from Kratos.
func (a Admin) MayActOn(target account.Identity) error {
	switch {
	case a.Responsible() == target.ID:
		return ErrOneself
	case account.Ranks[target.Role] > a.rank():
		return fmt.Errorf("%w: %s and %s", ErrAbove, target.Role, a.Role)
	}
	return nil
}

// Introduction describes the calling admin.
type Introduction struct {
	Actor  audit.Actor `json:"actor"`
	Login  string      `json:"login,omitempty"` // of a signed-in user
	Role   string      `json:"role,omitempty"`  // of the user or of the key's owner
	Scopes []string    `json:"scopes"`
	// ResetApprovals is how many admins a reset requires.
	ResetApprovals int `json:"reset_approvals"`
	// Sinks are where notifications go now: "mail", "mail_alerts", and "webhook:" with a name.
	Sinks []string `json:"sinks"`
}

// Introduce returns the description of the calling admin.
func (s *Service) Introduce(a Admin) Introduction {
	by := a.Actor()
	return Introduction{
		Actor: audit.Actor{Kind: by.Kind, ID: by.ID}, Login: a.Login, Role: a.Role, Scopes: a.Scopes,
		ResetApprovals: max(s.cfg.ResetApprovals, 1), Sinks: append([]string{}, s.sinks...),
	}
}

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

// roleScopes is what each role may do.
var roleScopes = map[string][]string{
	account.RoleAdmin:   Scopes,
	account.RoleSupport: {ScopeRead, ScopeRevoke, ScopeReset},
	account.RoleAuditor: {ScopeRead, ScopeExport},
}

const rankOperator = 4

var (
	// ErrOneself: no one acts on their own account, by a key of their own neither.
	ErrOneself = errors.New("admins do not act on themselves")
	// ErrAbove: the person has a role above that of the admin.
	ErrAbove = errors.New("the person's role is above the admin's")
	// ErrPasskeyTooNew: the passkey of a person with a role does not count for changes yet.
	ErrPasskeyTooNew = errors.New("the passkey does not count for changes yet")
)

// BySession finds the admin behind a session that has just been checked. It needs a role and aal2, at Kratos or
// here. A change also needs a step-up in this session, less than policy.freshness ago, by a passkey that verified the
// person and counts for changes. ErrIdentityInactive, ErrForbidden, *AAL2Required, *StepUpRequired,
// ErrEnrolmentRequired, ErrPasskeyTooNew.
func (s *Service) BySession(ctx context.Context, session account.Session, req audit.Request, change bool) (Admin, error) {
	scopes, known := roleScopes[session.Identity.Role]
	switch {
	case !session.Identity.Active:
		return Admin{}, fault.ErrIdentityInactive
	case !known:
		return Admin{}, fmt.Errorf("%w: the identity has no role here", ErrForbidden)
	}
	facts, decision, err := s.standing.Decide(ctx, session)
	if err != nil {
		return Admin{}, err
	}
	if decision.Level == account.AAL2 {
		admitted := false
		if facts, admitted, err = s.standing.AdmitsStaff(ctx, session, facts); err != nil {
			return Admin{}, err
		}
		if !admitted {
			return Admin{}, standing.ErrEnrolmentCodeRequired
		}
	}
	verifiedBy := assurance.VerifiedBy(facts.Facts, s.policy)
	if decision.Level != account.AAL2 || (change && len(verifiedBy) == 0) {
		return Admin{}, s.adminStepUp(ctx, session, change)
	}
	if change {
		if err := s.mustCount(facts.Rows, verifiedBy); err != nil {
			return Admin{}, err
		}
	}
	if !facts.HoldsPasskey() {
		if err := s.recordByFactor(ctx, session, req, facts.Facts); err != nil {
			return Admin{}, err
		}
	}
	return Admin{IdentityID: session.Identity.ID, Login: session.Identity.Login, Role: session.Identity.Role, Scopes: scopes}, nil
}

// byFactorEvery is how often the same session is recorded.
const byFactorEvery = 24 * time.Hour

// recordByFactor puts on record, once a day and session, that a person with a role reads without a passkey: the password and
// a wait are enough for that, so other admins are notified. What cannot be recorded is not read.
func (s *Service) recordByFactor(ctx context.Context, session account.Session, req audit.Request, facts assurance.Facts) error {
	event := s.audit.Event(audit.ConsoleByFactor, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	event.Metadata = audit.Metadata(map[string]any{"kind": facts.StaffFactor(s.policy), "role": true, "session_id": session.ID})
	_, err := s.store.RecordEventOnce(ctx, event, event.At.Add(-byFactorEvery))
	return fault.OfStore(err)
}

// counts: a passkey just set up may be an attacker's. It opens changes once it is admin.passkey_age old, which gives its
// owner time to hear of it, or once another admin has confirmed it.
func (s *Service) counts(row store.Passkey) bool {
	return row.SuspendedAt == nil && (row.ConfirmedAt != nil || s.cfg.PasskeyAge <= 0 || s.cfg.Now().Sub(row.CreatedAt) >= s.cfg.PasskeyAge)
}

// mustCount lets pass a session in which a passkey that counts has just verified its user. Where another passkey of the
// person counts, the way is to use that one.
func (s *Service) mustCount(rows []store.Passkey, verifiedBy []uuid.UUID) error {
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

// adminStepUp names the way to where the session does not stand yet. A change takes a passkey.
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
	return &account.AAL2Required{RedirectTo: s.pages.RefreshURL(true, false, s.cfg.ReturnTo)}
}

// MayActOn: staff who take factors from a person, or give them a code, could become that person with a password they
// know. So no one acts on a person whose role is above theirs, or on themselves, which would go around the passkey they
// lack. The operator is not asked for Kratos' word. ErrOneself, ErrAbove.
func (s *Service) MayActOn(ctx context.Context, by Admin, identityID uuid.UUID) error {
	switch by.person() {
	case uuid.Nil:
		return nil
	case identityID:
		return ErrOneself
	}
	target, err := s.identities.Identity(ctx, identityID)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return nil // and has no role any more
	}
	if err == nil {
		err = by.MayTouch(target)
	}
	return err
}

// MayTouch is MayActOn where Kratos has been asked.
func (a Admin) MayTouch(target account.Identity) error {
	switch {
	case a.person() == target.ID:
		return ErrOneself
	case account.Ranks[target.Role] > a.rank():
		return fmt.Errorf("%w: %s and %s", ErrAbove, target.Role, a.Role)
	}
	return nil
}

// Introduction tells admins who they are.
type Introduction struct {
	Actor  audit.Actor `json:"actor"`
	Login  string      `json:"login,omitempty"` // of an admin who has signed in
	Role   string      `json:"role,omitempty"`  // theirs, or that of the owner of the key
	Scopes []string    `json:"scopes"`
	// ResetApprovals is how many admins a reset takes.
	ResetApprovals int `json:"reset_approvals"`
}

// Introduce tells an admin who is calling, and what to reckon with.
func (s *Service) Introduce(a Admin) Introduction {
	by := a.Actor()
	return Introduction{
		Actor: audit.Actor{Kind: by.Kind, ID: by.ID}, Login: a.Login, Role: a.Role, Scopes: a.Scopes,
		ResetApprovals: max(s.cfg.ResetApprovals, 1),
	}
}

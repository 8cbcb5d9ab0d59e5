package webauthnsvc

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"latchkey/store"
)

// The roles that metadata_public.latchkey_role gives an identity.
const (
	RoleAdmin   = "admin"
	RoleSupport = "support"
	RoleAuditor = "auditor"
)

// roleScopes is what each role may do.
var roleScopes = map[string][]string{
	RoleAdmin:   Scopes,
	RoleSupport: {ScopeRead, ScopeRevoke, ScopeReset},
	RoleAuditor: {ScopeRead, ScopeExport},
}

// AdminBySession finds the admin behind a session that has just been checked. It needs a role and aal2, at Kratos or
// here; to change something, also that a passkey which verified the person was shown in this session less than
// policy.freshness ago. ErrIdentityInactive, ErrForbidden, *AAL2Required, *StepUpRequired, ErrEnrolmentRequired.
func (s *Service) AdminBySession(ctx context.Context, session Session, change bool) (Admin, error) {
	scopes, known := roleScopes[session.Identity.Role]
	switch {
	case !session.Identity.Active:
		return Admin{}, ErrIdentityInactive
	case !known:
		return Admin{}, fmt.Errorf("%w: the identity has no role here", ErrForbidden)
	}
	shown, err := s.shownIn(ctx, session)
	if err != nil {
		return Admin{}, err
	}
	if s.assuranceOf(session, shown).Level != AAL2 || (change && !s.freshlyVerified(shown.StepUp)) {
		return Admin{}, s.adminStepUp(ctx, session, change)
	}
	return Admin{IdentityID: session.Identity.ID, Login: session.Identity.Login, Role: session.Identity.Role, Scopes: scopes}, nil
}

func (s *Service) freshlyVerified(stepUp *store.StepUp) bool {
	return stepUp != nil && stepUp.UserVerified && s.within(stepUp.At, s.cfg.Freshness)
}

// adminStepUp names the way to where the session does not stand yet. A change takes a passkey.
func (s *Service) adminStepUp(ctx context.Context, session Session, change bool) error {
	rows, err := s.passkeysOf(ctx, session.Identity.ID)
	if err != nil {
		return err
	}
	switch {
	case s.anyUsable(rows):
		return &StepUpRequired{Ways: []Way{{Way: "passkey"}}}
	case change:
		return ErrEnrolmentRequired
	}
	return &AAL2Required{RedirectTo: s.pages.RefreshURL(true, false, s.cfg.ReturnTo)}
}

// mayHelp: whoever may take factors from somebody, or hand out a code, could with a stolen password become them. So
// support cannot become an admin; and nobody helps themselves, which would go round the passkey they have not got.
func (a Admin) mayHelp(target Identity) error {
	switch {
	case a.IdentityID == uuid.Nil:
		return nil
	case a.IdentityID == target.ID:
		return fmt.Errorf("%w: nobody helps themselves", ErrForbidden)
	case target.Role == RoleAdmin && a.Role != RoleAdmin:
		return fmt.Errorf("%w: only admins help admins", ErrForbidden)
	}
	return nil
}

// AdminIntroduction tells admins who they are.
type AdminIntroduction struct {
	Actor  AuditActor `json:"actor"`
	Login  string     `json:"login,omitempty"` // of somebody who has signed in
	Role   string     `json:"role,omitempty"`
	Scopes []string   `json:"scopes"`
	// ResetApprovals is how many admins a reset takes.
	ResetApprovals int `json:"reset_approvals"`
}

// Introduce tells an admin who is calling, and what to reckon with.
func (s *Service) Introduce(a Admin) AdminIntroduction {
	by := a.actor()
	return AdminIntroduction{
		Actor: AuditActor{by.kind, by.id}, Login: a.Login, Role: a.Role, Scopes: a.Scopes,
		ResetApprovals: max(s.cfg.ResetApprovals, 1),
	}
}

package webauthnsvc

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"latchkey/fault"
)

// UnlinkLast unlinks an identity whose last passkey has been removed: from its first passkey (checkSignIn) to its last, an
// identity is linked to Latchkey's provider at Kratos. A suspended passkey counts, since it may be resumed. It follows the
// commit, and a failure is only logged: a link without a passkey gives no access.
func (s *Service) UnlinkLast(ctx context.Context, id uuid.UUID) {
	if s.cfg.Minter == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	rows, err := s.passkeysOf(ctx, id)
	if err == nil && len(rows) == 0 {
		_, err = s.cfg.Minter.Unlink(ctx, id)
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "unlinking from Kratos failed; the link gives no access without a passkey",
			slog.String("identity_id", id.String()), slog.String("cause", err.Error()))
	}
}

// requireActive refuses inactive and unlinked identities with the same reason as a wrong signature, and deleted ones with
// their own. If the login continues at Kratos, the identity is linked first.
func (s *Service) requireActive(ctx context.Context, c *ceremony, id uuid.UUID) error {
	active, err := s.active(ctx, c, id)
	if err == nil && !active {
		err = fault.ErrIdentityInactive
	}
	return refuseState(err)
}

func (s *Service) active(ctx context.Context, c *ceremony, id uuid.UUID) (bool, error) {
	if c.Mint == "" && c.Interaction == "" {
		return s.identities.Active(ctx, id)
	}
	identity, err := s.cfg.Minter.Link(ctx, id)
	return identity.Active, err
}

package webauthnsvc

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
)

// At Kratos an identity is linked to our provider from its first passkey to its last. Both are done after the commit,
// and neither fails the change: a link that is missing is made by the next login that needs it, and one that is left
// over opens nothing without a passkey. So a failure goes to the log only.

func (s *Service) linkFirst(ctx context.Context, id uuid.UUID) {
	if s.cfg.Minter == nil {
		return
	}
	if _, err := s.cfg.Minter.Link(context.WithoutCancel(ctx), id); err != nil {
		s.linkFailed(ctx, "linking to Kratos failed; the next login tries again", id, err)
	}
}

// UnlinkLast unlinks an identity that has just lost a passkey, if it was the last one. A suspended one counts: it may
// be resumed.
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
		s.linkFailed(ctx, "unlinking from Kratos failed; the link opens nothing without a passkey", id, err)
	}
}

func (s *Service) linkFailed(ctx context.Context, message string, id uuid.UUID, err error) {
	s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, message, slog.String("identity_id", id.String()), slog.String("cause", err.Error()))
}

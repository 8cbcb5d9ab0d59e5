package recovery

import (
	"context"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// A reset that no second admin approves ends after ApprovalWaits, as everything else that waits for one: an old request
// says little about today, and while it waits no other can take its place.

// isLate tells whether it can be approved no more, although it has not been ended yet.
func (s *Service) isLate(r store.Reset) bool {
	return r.State == store.ResetPending && r.ExpiresAt != nil && !s.cfg.Now().Before(*r.ExpiresAt)
}

// expireResets ends those that are late, each with its event.
func (s *Service) expireResets(ctx context.Context) error {
	at := s.cfg.Now().UTC()
	for {
		expired, err := s.store.ExpireResets(ctx, at, resetsAtOnce, func(r store.Reset) store.AuditEvent {
			event := s.audit.Event(audit.ResetExpired, audit.Request{}, audit.System, audit.AboutIdentity(r.IdentityID))
			event.Reason, event.Metadata = r.Reason, audit.Metadata(map[string]any{"reset_id": r.ID})
			return event
		})
		if err != nil || expired < resetsAtOnce {
			return fault.OfStore(err)
		}
	}
}

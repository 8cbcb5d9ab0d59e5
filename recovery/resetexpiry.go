package recovery

import (
	"context"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// A reset that no second admin approves expires after admin.ApprovalWaits, like other requests. Until then it blocks
// a new one, and an old request says little about the current situation.

// resetsPerRound limits one round of the worker.
const resetsPerRound = 100

// expireResets ends expired resets, each with its audit event.
func (s *Service) expireResets(ctx context.Context) error {
	at := s.cfg.Now().UTC()
	for {
		expired, err := s.store.ExpireResets(ctx, at, resetsPerRound, func(r store.Reset) store.AuditEvent {
			event := s.audit.Event(audit.ResetExpired, audit.Request{}, audit.System, audit.AboutIdentity(r.IdentityID))
			event.Reason, event.Metadata = r.Reason, audit.Metadata(map[string]any{"reset_id": r.ID})
			return event
		})
		if err != nil || expired < resetsPerRound {
			return fault.OfStore(err)
		}
	}
}

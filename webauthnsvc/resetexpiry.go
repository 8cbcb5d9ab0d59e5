package webauthnsvc

import (
	"context"

	"latchkey/store"
)

// A reset that no second admin approves ends after approvalWaits, as everything else that waits for one: an old request
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
			event := s.event(eventResetExpired, Request{}, actor{kind: "system"}, aboutIdentity(r.IdentityID))
			event.Reason, event.Metadata = r.Reason, metadata(map[string]any{"reset_id": r.ID})
			return event
		})
		if err != nil || expired < resetsAtOnce {
			return storeError(err)
		}
	}
}

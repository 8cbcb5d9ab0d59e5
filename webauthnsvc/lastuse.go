package webauthnsvc

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/device"
	"latchkey/fault"
	"latchkey/store"
)

// usesRead is how many of the latest events are searched for the last use of each passkey. A passkey that was used before
// those has no browser in the list.
const usesRead = 100

// lastUses returns the latest event of a use of each passkey. The browser is in the audit log, and erased with it: a copy in
// the passkey's row would have its own retention.
func (s *Service) lastUses(ctx context.Context, identityID uuid.UUID) (map[uuid.UUID]store.AuditEvent, error) {
	events, err := s.store.AuditEvents(ctx, store.AuditFilter{IdentityID: &identityID}, store.Page{Size: usesRead})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	uses := map[uuid.UUID]store.AuditEvent{}
	for _, e := range events { // newest first
		switch e.Type {
		case audit.LoginSucceeded, audit.StepUpSucceeded, audit.ConfirmationSigned:
			if _, later := uses[e.PasskeyID]; !later {
				uses[e.PasskeyID] = e
			}
		}
	}
	return uses, nil
}

// usedWith returns the browser of the last use of a passkey, unless its event is of an earlier one.
func usedWith(row store.Passkey, use store.AuditEvent) *device.Device {
	if row.LastUsedAt == nil || use.At.Before(row.LastUsedAt.Add(-time.Minute)) {
		return nil
	}
	return device.Known(use.UserAgent)
}

package gate

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
)

// knowCanary records the identity of a flow that doctor has announced, before there is any other event about it: none of them is
// delivered.
func (s *Service) knowCanary(ctx context.Context, req audit.Request, flowID, identityID uuid.UUID) error {
	known, err := s.store.Canaries(ctx)
	if err != nil || !slices.Contains(known, flowID) {
		return fault.OfStore(err)
	}
	event := s.audit.Event(audit.CanaryCreated, req, audit.System, audit.Nothing)
	event.Metadata = audit.Metadata(map[string]any{"identity_id": identityID})
	return fault.OfStore(s.store.AddCanary(ctx, identityID, event.At, event))
}

package standing

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// DisownKept marks as disowned what Kratos still holds after a reset asked it to remove all factors. The user has
// lost those, and must be able to start again with the password.
func (s *Service) DisownKept(ctx context.Context, req audit.Request, by audit.Actor, identityID uuid.UUID) error {
	identity, held, err := s.identities.Holdings(ctx, identityID, nil)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound), err == nil && !held.Any():
		return nil
	case err != nil:
		return err
	}
	known, err := s.HeldBy(ctx, identity, held)
	if err != nil {
		return err
	}
	rows, err := s.recordFactors(ctx, known, false)
	if err != nil {
		return err
	}
	for _, f := range rows {
		if f.GoneAt != nil || f.DisownedAt != nil || assurance.FirstKind(f.Kind) {
			continue
		}
		event := s.audit.Event(audit.FactorKept, req, by, audit.AboutIdentity(identityID))
		event.Reason, event.Metadata = "reset", audit.Metadata(map[string]any{"factor_id": f.ID, "kind": f.Kind})
		if _, err := s.store.DisownFactor(ctx, store.FactorDisowning{IdentityID: identityID, FactorID: f.ID, Ending: store.Ending{At: event.At}, Event: event}); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fault.OfStore(err)
		}
	}
	return nil
}

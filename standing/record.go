package standing

import (
	"context"

	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// recordFactors stores what Kratos holds. first means that the session has just registered the identity's first
// passkey, which vouches for the factors that were used in it, and for the first factors.
func (s *Service) recordFactors(ctx context.Context, known assurance.Known, first bool) ([]store.Factor, error) {
	// Of a user with a role also without a passkey: the owner learns of the factor before it counts (admin.passkey_age).
	audited := first || known.HoldsPasskey() || known.Role
	events := map[string]*store.AuditEvent{} // by factor and change: a repeated transaction is counted once
	rows, err := s.store.RecordFactors(ctx, known.Session.IdentityID, known.Now, known.Sightings(s.policy, first, store.NewID),
		func(f store.Factor, change string) *store.AuditEvent {
			if assurance.FirstKind(f.Kind) && !known.Asks(f, change) || change == store.FactorGone && known.Retired(f) {
				return nil
			}
			key := f.ID.String() + change
			event, made := events[key]
			if !made {
				event = s.factorChanged(f, change, audited, known.Role)
				events[key] = event
			}
			return event
		})
	return rows, fault.OfStore(err)
}

// factorChanged returns the event of a change at Kratos, or nil if there were too many, or if the user has no passkey
// here: then factors at Kratos are Kratos' own concern. The request that noticed the change did not make it, so the
// event has no address.
func (s *Service) factorChanged(f store.Factor, change string, audited, role bool) *store.AuditEvent {
	if !audited {
		return nil
	}
	event := s.audit.Event(audit.FactorPrefix+change, audit.Request{}, audit.System, audit.AboutIdentity(f.IdentityID))
	details := map[string]any{"factor_id": f.ID, "kind": f.Kind}
	if f.How != "" { // a factor that appears in a fresh session is vouched at once, and its mail asks no question
		details["how"] = f.How
	}
	if role { // also notifies other admins
		details["role"] = true
	}
	event.Metadata = audit.Metadata(details)
	if event = s.audit.LimitFactor(event, f.Kind); event.Type == "" {
		return nil
	}
	return &event
}

// noteUsedWith records the vouched first factor of the session, so it counts in this session if it is replaced later, and
// Kratos is not asked again.
func (s *Service) noteUsedWith(ctx context.Context, known assurance.Known) error {
	factors := known.FirstUsedWith(s.policy)
	if len(factors) == 0 {
		return nil
	}
	return fault.OfStore(s.store.NoteUsedWith(ctx, known.Session.IdentityID, known.Session.ID, factors))
}

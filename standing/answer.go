package standing

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// FactorAnswer is the response to the user's answer to "is this factor yours?".
type FactorAnswer struct {
	Factors []Factor `json:"factors"`
	// Kept reports that Kratos did not remove the factor. It counts for nothing here, and support is notified.
	Kept bool `json:"kept,omitempty"`
	// Sessions, for a disowned factor, is SessionsEnded or SessionsPending, for all sessions but the caller's.
	Sessions string `json:"sessions,omitempty"`
	// RecoveryCodes, for a disowned factor, is CodesUnaffected or CodesEnded: codes that were made with it end with it.
	RecoveryCodes string `json:"recovery_codes,omitempty"`
	// AdminKeys are the names of the admin keys that were made with a disowned factor, and are revoked now.
	AdminKeys []string `json:"admin_keys,omitempty"`
}

// What happened to the recovery codes that were made with a factor.
const (
	CodesUnaffected = "unaffected" // no codes were made with it
	CodesEnded      = "ended"      // those made with it are deleted
)

// reasonFactor is the reason in the audit events of what ends with a factor that is disowned.
const reasonFactor = "factor"

// ConfirmFactor vouches for a factor at Kratos, as confirmed by the user. A passkey must have made the session fresh.
// Errors: fault.ErrNotFound, *StepUpRequired, fault.ErrIdentityInactive.
func (s *Service) ConfirmFactor(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (*FactorAnswer, error) {
	factor, by, err := s.questionedFactor(ctx, session, req, id)
	if err != nil {
		return nil, err
	}
	event := s.factorEvent(audit.FactorConfirmed, session, req, factor)
	if err := s.store.ConfirmFactor(ctx, session.Identity.ID, id, by, event.At, event); err != nil {
		return nil, s.EvidenceError(ctx, session, req, err)
	}
	return s.factorAnswer(ctx, session, false)
}

// DisownFactor removes a factor at Kratos that is not the user's, and ends all other sessions, one of which enrolled
// it, and the recovery codes and admin keys that were made with it. If Kratos does not remove it, it is kept but never
// vouches for anything. It returns the errors of ConfirmFactor, and fault.ErrKratosUnavailable if the removal is
// unclear: then the factor is disowned and the sessions are ended all the same, and the call can be repeated.
func (s *Service) DisownFactor(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (*FactorAnswer, error) {
	factor, by, err := s.questionedFactor(ctx, session, req, id)
	if err != nil {
		return nil, err
	}
	// Before the call to Kratos, so it is no longer evidence whatever Kratos answers.
	event := s.factorEvent(audit.FactorDisowned, session, req, factor)
	end, codes := EndingOthersAt(event.At, event.At, session.ID), event
	codes.ID, codes.Type, codes.Reason, codes.Metadata = store.NewID(), audit.CodesEnded, reasonFactor, nil
	end.CodesEnded = &codes
	ended, err := s.store.DisownFactor(ctx, store.FactorDisowning{
		IdentityID: session.Identity.ID, FactorID: id, By: by, Ending: end, Event: event,
		KeyRevoked: s.keys.RevokedEvent(audit.ByIdentity(session.Identity.ID), req, reasonFactor),
	})
	if err != nil {
		return nil, s.EvidenceError(ctx, session, req, err)
	}
	sessions := s.endings.Settle(ctx, ended.Sessions) // before the removal, which may fail
	kept, err := s.removeAtKratos(ctx, session, req, factor)
	if err != nil {
		return nil, err
	}
	answer, err := s.factorAnswer(ctx, session, kept)
	if err != nil {
		return nil, err
	}
	answer.Sessions, answer.RecoveryCodes = sessions, CodesUnaffected
	if ended.Codes {
		answer.RecoveryCodes = CodesEnded
	}
	for _, key := range ended.Keys {
		answer.AdminKeys = append(answer.AdminKeys, key.Name)
	}
	return answer, nil
}

// removeAtKratos removes a disowned factor, and records it if Kratos keeps it. A first factor is always kept: the user has
// to replace it. Errors: fault.ErrKratosUnavailable.
func (s *Service) removeAtKratos(ctx context.Context, session account.Session, req audit.Request, factor assurance.Factor) (kept bool, err error) {
	removal := account.RemovalKept
	if !assurance.FirstKind(factor.Kind) {
		if removal, err = s.identities.RemoveFactor(ctx, session.Identity.ID, factor.Kind, factor.Ref); err != nil {
			return false, err
		}
	}
	if removal != account.RemovalKept {
		return false, nil
	}
	// Once per factor, however often it is disowned; a repeated call also records it after a crash.
	_, err = s.store.RecordEventOnce(ctx, s.factorEvent(audit.FactorKept, session, req, factor), time.Time{})
	return true, fault.OfStore(err)
}

// questionedFactor returns a factor that Kratos holds now, if a passkey has made the session fresh, and on what
// that rests.
func (s *Service) questionedFactor(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (factor assurance.Factor, by store.Evidence, err error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, true)
	}
	if err != nil {
		return factor, by, err
	}
	asked := slices.Concat(known.Factors, known.First)
	i := slices.IndexFunc(asked, func(f assurance.Factor) bool { return f.ID == id && id != uuid.Nil })
	if i < 0 {
		return factor, by, fault.ErrNotFound
	}
	by, fresh := assurance.FreshByPasskey(known.Facts, s.policy)
	if !fresh {
		return factor, by, s.stepUpBy(s.passkeyWays(req, known), s.policy.FreshFor(known.Facts))
	}
	return asked[i], by, nil
}

func (s *Service) factorEvent(kind string, session account.Session, req audit.Request, factor assurance.Factor) store.AuditEvent {
	event := s.audit.Event(kind, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	event.Metadata = audit.Metadata(map[string]any{"factor_id": factor.ID, "kind": factor.Kind})
	return event
}

func (s *Service) factorAnswer(ctx context.Context, session account.Session, kept bool) (*FactorAnswer, error) {
	known, err := s.evidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, true)
	}
	if err != nil {
		return nil, err
	}
	return &FactorAnswer{Factors: FactorsOf(known), Kept: kept}, nil
}

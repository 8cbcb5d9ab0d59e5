package recovery

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/gate"
	"latchkey/standing"
	"latchkey/store"
)

const (
	// wrongCodes, with never more than wrongCodesWithin between two of them, lock an identity's codes for codesLockedFor.
	wrongCodes       = 5
	wrongCodesWithin = 15 * time.Minute
	codesLockedFor   = 15 * time.Minute
)

// Redeemed is what a code has done for a session.
type Redeemed struct {
	Assurance standing.Assurance `json:"assurance"`
	Left      int                `json:"left"` // in the person's own set
}

// RedeemRecoveryCode uses up a code for the caller's session. A recovery code becomes a second factor there
// (recovery_codes.level) and gives an enrolment grant for one passkey, but is not fresh; an enrolment code gives the grant
// alone. ErrRecoveryCodesOff, ErrRoleHasNoCodes, ErrIdentityInactive, FieldError, CodeRejected, Locked.
func (s *Service) RedeemRecoveryCode(ctx context.Context, session account.Session, req audit.Request, code string) (*Redeemed, error) {
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	if err := s.mayRedeem(ctx, session.Identity, s.cfg.Now()); err != nil {
		return nil, err
	}
	// First: once the code is used up, nothing may stand between the person and the answer.
	known, _, err := s.standing.Decide(ctx, session)
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.CodesRedeemed, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	recovery := &store.Recovery{
		Kind:       store.RecoveryByCode,
		SessionID:  session.ID,
		IdentityID: session.Identity.ID,
		At:         event.At,
		EnrolUntil: event.At.Add(standing.GrantLasts),
		ExpiresAt:  session.ExpiresAt,
	}
	left, recovery, err := s.redeem(ctx, session.Identity, code, event, store.RecoveryVerdict{Recovery: recovery})
	if err != nil {
		return nil, err
	}
	known.Grant = recovery
	return &Redeemed{Assurance: standing.AssuranceOf(assurance.Decide(known.Facts, s.policy)), Left: left}, nil
}

// RedeemAtGate uses up a code in place of the passkey that the login gate asked for. There is no session yet: the
// enrolment grant waits for the one that the pass admits (PassGate, takeGrant). ErrRecoveryCodesOff, ErrRoleHasNoCodes,
// ErrCeremonyInvalid, ErrCeremonyExpired, FieldError, CodeRejected, Locked, ErrIdentityInactive, ErrIdentityNotFound.
func (s *Service) RedeemAtGate(ctx context.Context, req audit.Request, gateToken, code string) (*gate.Pass, error) {
	g, err := s.gate.Open(gateToken)
	if err != nil {
		return nil, err
	}
	if err := req.Admitted(audit.Admission{IdentityID: g.IdentityID, FlowID: g.FlowID}); err != nil {
		return nil, err
	}
	identity, err := s.identities.Identity(ctx, g.IdentityID)
	switch {
	case err != nil:
		return nil, err
	case !identity.Active:
		return nil, fault.ErrIdentityInactive
	}
	if err := s.mayRedeem(ctx, identity, s.cfg.Now()); err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.CodesRedeemed, req, audit.ByIdentity(g.IdentityID), audit.AboutIdentity(g.IdentityID))
	pass, hash := gate.NewPass(g.FlowID, g.IdentityID, event.At)
	earned := store.RecoveryVerdict{
		Pass: &store.GatePass{
			Hash:       hash,
			IdentityID: g.IdentityID,
			ExpiresAt:  pass.ExpiresAt,
		},
		Recovery: &store.Recovery{
			Kind:       store.RecoveryByCode,
			SessionID:  g.IdentityID, // it waits
			IdentityID: g.IdentityID,
			At:         event.At,
			EnrolUntil: event.At.Add(standing.GrantLasts),
			ExpiresAt:  event.At.Add(standing.GrantLasts),
			PassHash:   hash,
		},
	}
	if _, _, err := s.redeem(ctx, identity, code, event, earned); err != nil {
		return nil, err
	}
	return pass, nil
}

// redeem makes one try of that person; event is that of its success, and earned what a right code writes besides. It
// tells how many codes are left, and what has become of the recovery.
func (s *Service) redeem(
	ctx context.Context, person account.Identity, typed string, event store.AuditEvent, earned store.RecoveryVerdict,
) (left int, recovery *store.Recovery, err error) {
	code, err := normalCode(typed)
	if err != nil {
		return 0, nil, err
	}
	hash, err := s.codeHash(ctx, event.IdentityID, code)
	if err != nil {
		return 0, nil, err
	}
	allowed := standing.CodesFor(s.policy, person)
	try := store.RecoveryTry{
		IdentityID: event.IdentityID, At: event.At, Limit: wrongCodes, Quiet: wrongCodesWithin, LockFor: codesLockedFor,
	}
	var refusal error
	lockedUntil, err := s.store.RedeemRecoveryCode(ctx, try, func(codes []store.RecoveryCode, tries int) store.RecoveryVerdict {
		codes = slices.DeleteFunc(slices.Clone(codes), func(c store.RecoveryCode) bool { return !allowed(c) })
		var verdict store.RecoveryVerdict
		left, verdict, refusal = s.judgeCode(codes, hash, tries, event, earned)
		recovery = verdict.Recovery
		return verdict
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return 0, nil, fmt.Errorf("%w: the code went in the same moment", fault.ErrConflict)
	case err != nil:
		return 0, nil, fault.OfStore(err)
	case !lockedUntil.IsZero():
		return 0, nil, &Locked{RetryAfter: lockedUntil.Sub(event.At)}
	}
	return left, recovery, refusal
}

// judgeCode compares with all the identity's codes, in constant time for each. A code that was right but has been used
// is refused without being counted: it is most often a form sent twice, and whoever holds it learns nothing. The store
// writes such an event once in a while only.
func (s *Service) judgeCode(
	codes []store.RecoveryCode, hash [32]byte, tries int, event store.AuditEvent, earned store.RecoveryVerdict,
) (left int, verdict store.RecoveryVerdict, refusal error) {
	var match *store.RecoveryCode
	for i := range codes {
		if hmac.Equal(codes[i].Hash[:], hash[:]) {
			match = &codes[i]
		}
	}
	left = leftInSet(codes)
	switch {
	case match == nil:
		verdict, refusal = rejected(event, tries)
		return left, verdict, refusal
	case !standing.Redeemable(*match, event.At):
		event.Type, event.Reason = audit.CodesFailed, "used_or_expired"
		verdict = store.RecoveryVerdict{Uncounted: true, Events: []store.AuditEvent{event}}
		return left, verdict, &CodeRejected{TriesLeft: wrongCodes - tries + 1}
	}
	own := match.Kind == store.CodeOwn
	if own {
		left--
	}
	event.Metadata = audit.Metadata(map[string]any{"left": left, "by_support": !own, "gate": earned.Pass != nil})
	verdict = earned
	if match.Kind == store.CodeEnrolment {
		event.Type = audit.EnrolmentCodeRedeemed
		recovery := *earned.Recovery
		recovery.Kind = store.RecoveryByEnrolment
		verdict.Recovery = &recovery
	}
	verdict.Spend = &match.Hash
	verdict.Events = []store.AuditEvent{event}
	if own && left <= codesLow {
		verdict.Events = append(verdict.Events, also(event, audit.CodesLow))
	}
	return left, verdict, nil
}

// rejected: the last try that was allowed also says that the codes are locked now.
func rejected(event store.AuditEvent, tries int) (store.RecoveryVerdict, error) {
	event.Type, event.Reason = audit.CodesFailed, "not_accepted"
	verdict := store.RecoveryVerdict{Events: []store.AuditEvent{event}}
	if tries >= wrongCodes {
		verdict.Events = append(verdict.Events, also(event, audit.CodesLocked))
	}
	return verdict, &CodeRejected{TriesLeft: max(wrongCodes-tries, 0)}
}

// also is another event of the same moment.
func also(event store.AuditEvent, kind string) store.AuditEvent {
	event.ID, event.Type, event.Reason = store.NewID(), kind, ""
	return event
}

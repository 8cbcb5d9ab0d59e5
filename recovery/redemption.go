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
	// maxWrongCodes wrong attempts, each within wrongCodesWindow of the previous one, lock the identity's codes for
	// codesLockTime.
	maxWrongCodes    = 5
	wrongCodesWindow = 15 * time.Minute
	codesLockTime    = 15 * time.Minute
)

// Redeemed is the result of redeeming a code.
type Redeemed struct {
	Assurance standing.Assurance `json:"assurance"`
	Left      *int               `json:"left,omitempty"` // in the user's own set; nil: users with a role have none
}

// RedeemRecoveryCode redeems a code for the session. A recovery code becomes a second factor of the session
// (recovery_codes.level) and grants the enrolment of one passkey, but does not make the session fresh. An enrolment
// code only grants the enrolment. Errors: ErrRecoveryCodesOff, ErrRoleHasNoCodes, fault.ErrIdentityInactive,
// *fault.FieldError, *CodeRejected, *Locked.
func (s *Service) RedeemRecoveryCode(ctx context.Context, session account.Session, req audit.Request, code string) (*Redeemed, error) {
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	if err := s.mayRedeem(ctx, session.Identity, s.cfg.Now()); err != nil {
		return nil, err
	}
	// Read the facts first: once the code is spent, the response must not fail.
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
	redeemed := &Redeemed{Assurance: standing.AssuranceOf(assurance.Decide(known.Facts, s.policy))}
	if !session.Identity.HasRole() {
		redeemed.Left = &left
	}
	return redeemed, nil
}

// RedeemAtGate redeems a code for a login that the gate has refused, instead of a passkey. There is no session yet:
// the enrolment grant is stored under the identity, until the login returns with the pass (gate.Service.PassLogin).
// Errors: ErrRecoveryCodesOff, ErrRoleHasNoCodes, fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired,
// fault.ErrIdentityInactive, fault.ErrIdentityDeleted, *fault.FieldError, *CodeRejected, *Locked.
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
	case errors.Is(err, fault.ErrIdentityNotFound):
		return nil, fault.ErrIdentityDeleted
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
	granted := store.RecoveryVerdict{
		Pass: &store.GatePass{
			Hash:       hash,
			IdentityID: g.IdentityID,
			ExpiresAt:  pass.ExpiresAt,
		},
		Recovery: &store.Recovery{
			Kind:       store.RecoveryByCode,
			SessionID:  g.IdentityID, // no session yet
			IdentityID: g.IdentityID,
			At:         event.At,
			EnrolUntil: event.At.Add(standing.GrantLasts),
			ExpiresAt:  event.At.Add(standing.GrantLasts),
			PassHash:   hash,
		},
	}
	if _, _, err := s.redeem(ctx, identity, code, event, granted); err != nil {
		return nil, err
	}
	return pass, nil
}

// redeem makes one attempt. event is the audit event of a success, granted what a correct code also writes. It
// returns the number of codes left and the recovery as written.
func (s *Service) redeem(
	ctx context.Context, identity account.Identity, typed string, event store.AuditEvent, granted store.RecoveryVerdict,
) (left int, recovery *store.Recovery, err error) {
	code, err := normalizeCode(typed)
	if err != nil {
		return 0, nil, err
	}
	hash, err := s.codeHash(ctx, event.IdentityID, code)
	if err != nil {
		return 0, nil, err
	}
	allowed := standing.CodesFor(s.policy, identity)
	try := store.RecoveryTry{
		IdentityID: event.IdentityID, At: event.At, Limit: maxWrongCodes, Quiet: wrongCodesWindow, LockFor: codesLockTime,
	}
	var refusal error
	lockedUntil, err := s.store.RedeemRecoveryCode(ctx, try, func(codes []store.RecoveryCode, tries int) store.RecoveryVerdict {
		codes = slices.DeleteFunc(slices.Clone(codes), func(c store.RecoveryCode) bool { return !allowed(c) })
		var verdict store.RecoveryVerdict
		left, verdict, refusal = s.checkCode(codes, hash, tries, event, granted)
		recovery = verdict.Recovery
		return verdict
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return 0, nil, fmt.Errorf("%w: the code was removed concurrently", fault.ErrConflict)
	case err != nil:
		return 0, nil, fault.OfStore(err)
	case !lockedUntil.IsZero():
		return 0, nil, &Locked{RetryAfter: lockedUntil.Sub(event.At)}
	}
	return left, recovery, refusal
}

// checkCode compares the hash with all codes of the identity, each in constant time. A used code is refused but does
// not count as a wrong attempt: usually a form was submitted twice, and the sender learns nothing new. The store
// limits how often such an event is written.
func (s *Service) checkCode(
	codes []store.RecoveryCode, hash [32]byte, tries int, event store.AuditEvent, granted store.RecoveryVerdict,
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
		return left, verdict, &CodeRejected{TriesLeft: maxWrongCodes - tries + 1}
	}
	own := match.Kind == store.CodeOwn
	if own {
		left--
	}
	details := map[string]any{"left": left, "by_support": !own, "gate": granted.Pass != nil}
	if granted.Pass == nil && match.Kind != store.CodeEnrolment && s.policy.RecoveryCodeIsAAL2 {
		details["session_id"], details["level"] = granted.Recovery.SessionID, assurance.AAL2
	}
	event.Metadata = audit.Metadata(details)
	verdict = granted
	if match.Kind == store.CodeEnrolment {
		event.Type = audit.EnrolmentCodeRedeemed
		recovery := *granted.Recovery
		recovery.Kind = store.RecoveryByEnrolment
		verdict.Recovery = &recovery
	}
	verdict.Spend = &match.Hash
	verdict.Events = []store.AuditEvent{event}
	if own && left <= codesLow {
		verdict.Events = append(verdict.Events, sameMoment(event, audit.CodesLow))
	}
	return left, verdict, nil
}

// rejected returns the verdict on a wrong code. The last allowed attempt also records that the codes are locked.
func rejected(event store.AuditEvent, tries int) (store.RecoveryVerdict, error) {
	event.Type, event.Reason = audit.CodesFailed, "not_accepted"
	verdict := store.RecoveryVerdict{Events: []store.AuditEvent{event}}
	if tries >= maxWrongCodes {
		verdict.Events = append(verdict.Events, sameMoment(event, audit.CodesLocked))
	}
	return verdict, &CodeRejected{TriesLeft: max(maxWrongCodes-tries, 0)}
}

// sameMoment returns a second event of the same change, with another type.
func sameMoment(event store.AuditEvent, kind string) store.AuditEvent {
	event.ID, event.Type, event.Reason = store.NewID(), kind, ""
	return event
}

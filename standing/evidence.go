package standing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/policy"
	"latchkey/store"
)

// evidence reads the facts about a session from the database, in one round trip. It neither calls Kratos nor writes.
func (s *Service) evidence(ctx context.Context, session account.Session) (assurance.Known, error) {
	known, err := s.reader.Read(ctx, factsSession(session), s.person(session.Identity))
	if err != nil {
		return assurance.Known{}, fault.OfStore(err)
	}
	known.OwnersRecovery = ownersRecovery(session, known.FirstPasskey)
	return known, nil
}

// ProvenByPasskey reports whether a passkey of the identity that is still usable was used in the session, or created
// it.
func (s *Service) ProvenByPasskey(ctx context.Context, session account.Session) (bool, error) {
	known, err := s.evidence(ctx, session)
	if err != nil {
		return false, err
	}
	_, unclaimed := known.Unclaimed(s.policy)
	return unclaimed || known.StepUp != nil && known.StepUp.PasskeyID != uuid.Nil ||
		slices.ContainsFunc(known.Logins, func(login store.PasskeySession) bool { return login.SessionID == session.ID }), nil
}

// settledEvidence is evidence after the session has claimed what belongs to it: the login at Kratos' own page that
// created it, and the enrolment grant of a code redeemed at the login gate.
func (s *Service) settledEvidence(ctx context.Context, session account.Session) (assurance.Known, error) {
	known, err := s.evidence(ctx, session)
	if err != nil {
		return known, err
	}
	if slices.ContainsFunc(known.Rows, store.Passkey.AwaitsActivity) {
		if _, err = Resumed(ctx, s, session.Identity.ID, known.Rows); err == nil {
			known, err = s.evidence(ctx, session)
		}
		if err != nil {
			return known, err
		}
	}
	if err := s.noteVerified(ctx, session.Identity, known.FirstPasskey); err != nil {
		return known, err
	}
	if err := s.noteExtension(ctx, session, known); err != nil {
		return known, err
	}
	bound, err := s.takeGrant(ctx, session, known)
	if err == nil && bound {
		known, err = s.evidence(ctx, session)
	}
	for err == nil {
		login, waits := known.Unclaimed(s.policy)
		if !waits {
			break
		}
		err = s.store.ClaimPasskeySession(ctx, login.ID, session.ID, session.ExpiresAt)
		if err == nil {
			break
		}
		if !errors.Is(err, store.ErrNotFound) {
			return known, fault.OfStore(err)
		}
		// Another request was faster. If it was for another session, the login belongs to that one.
		known, err = s.evidence(ctx, session)
	}
	return known, err
}

// noteExtension keeps the session's rows as long as the session: Kratos extends it with each refresh and each second
// factor. Without its row, the session would outlive its passkey. It writes about once in store.SessionMargin.
func (s *Service) noteExtension(ctx context.Context, session account.Session, known assurance.Known) error {
	due := func(stored time.Time) bool { return session.ExpiresAt.Sub(stored) > store.SessionMargin }
	switch {
	case known.StepUp != nil && due(known.StepUp.ExpiresAt),
		known.Grant != nil && due(known.Grant.ExpiresAt),
		slices.ContainsFunc(known.Logins, func(l store.PasskeySession) bool { return l.SessionID == session.ID && due(l.ExpiresAt) }):
		return fault.OfStore(s.store.ExtendSession(ctx, session.Identity.ID, session.ID, session.ExpiresAt))
	}
	return nil
}

// Decide returns the facts about a session and the decision on them. It asks Kratos for factors only if they could
// change the decision.
func (s *Service) Decide(ctx context.Context, session account.Session) (assurance.Known, assurance.Decision, error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil && known.HeldMatters(s.policy) {
		_, known, err = s.holdings(ctx, session, known, true)
	}
	return known, assurance.Decide(known.Facts, s.policy), err
}

// holdLately adds what Kratos held a moment ago; false: that is not known.
func (s *Service) holdLately(known assurance.Known) (assurance.Known, bool) {
	seen, ok := s.held.Get(known.Session.IdentityID, s.cfg.Now())
	if !ok {
		return known, false
	}
	return known.HoldAgain(seen, s.policy)
}

// decideLately is Decide with what Kratos held a moment ago, if that gives aal2.
func (s *Service) decideLately(ctx context.Context, session account.Session) (assurance.Known, assurance.Decision, error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil && known.HeldMatters(s.policy) {
		if then, ok := s.holdLately(known); ok {
			if decision := assurance.Decide(then.Facts, s.policy); decision.Level == account.AAL2 {
				return then, decision, nil
			}
		}
		_, known, err = s.holdings(ctx, session, known, true)
	}
	return known, assurance.Decide(known.Facts, s.policy), err
}

// secondFactorSuffices reports whether the session suffices for policy.second_factor, as far as that can be known without a call
// to Kratos.
func (s *Service) secondFactorSuffices(session account.Session, known assurance.Known) bool {
	terms := s.terms(session.Identity)
	if terms.SecondFactor != policy.SecondFactorRequired || !known.HoldsOneUsablePasskey() {
		return true
	}
	if known.SecondWay == nil { // the deadline of a rule has passed since they were read
		return false
	}
	codes := 0
	if s.policy.RecoveryCodes && !session.Identity.HasRole() {
		codes = known.SecondWay.Codes
	}
	if began := known.SecondWay.GraceBegan; codes > 0 || began != nil && s.cfg.Now().Before(began.Add(terms.Grace)) {
		return true
	}
	if !known.Asked {
		then, ok := s.holdLately(known)
		if !ok {
			return false
		}
		known = then
	}
	return !known.LacksSecondWay(s.policy, codes)
}

// holdings adds what Kratos holds now, and with record stores it. Errors: fault.ErrUnauthenticated if the identity no
// longer exists, fault.ErrIdentityInactive, fault.ErrKratosUnavailable.
func (s *Service) holdings(ctx context.Context, session account.Session, known assurance.Known, record bool) (account.Identity, assurance.Known, error) {
	asked := s.cfg.Now()
	identity, held, err := s.identities.Holdings(ctx, session.Identity.ID, session.OffersCode)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return account.Identity{}, known, fmt.Errorf("%w: the identity is gone", fault.ErrUnauthenticated)
	case err != nil:
		return account.Identity{}, known, err
	case !identity.Active:
		return account.Identity{}, known, fault.ErrIdentityInactive
	}
	if record {
		if known, err = s.settleRecovery(ctx, session, identity, known); err != nil {
			return identity, known, err
		}
	}
	known.Role, known.VerifiedAddress, known.Freshness = identity.HasRole(), identity.Verified(), s.terms(identity).Freshness
	if record || known.HoldsPasskey() { // without a passkey, first factors do not matter, and begin must not create the key for their fingerprints
		held = slices.Concat(held, identity.First)
	}
	if known, err = s.reader.Hold(ctx, known, held); err != nil || !record {
		return identity, known, err
	}
	if known.Unrecorded(s.policy) {
		rows, err := s.recordFactors(ctx, known, false)
		if err != nil {
			return identity, known, err
		}
		known = known.Recorded(rows)
	}
	s.held.Put(identity.ID, known.Seen(asked), asked, time.Time{})
	return identity, known, s.noteUsedWith(ctx, known)
}

// settleRecovery takes the account back, or recognizes the session of the recovery that did so.
func (s *Service) settleRecovery(ctx context.Context, session account.Session, identity account.Identity, known assurance.Known) (assurance.Known, error) {
	taken, err := s.takeBack(ctx, audit.Request{}, identity, known.FirstPasskey, recoveredAt(session), session.ID)
	if err == nil && taken {
		known, err = s.evidence(ctx, session)
	}
	if err == nil {
		known.OwnersRecovery, err = s.bindRecovered(ctx, session, identity, known.FirstPasskey)
	}
	return known, err
}

// grantWindow is the tolerated difference between the beginning of a login, as Kratos' web_hook reports it, and that
// of its session. Both are the same moment of Kratos' clock, but databases round.
const grantWindow = 2 * time.Second

// takeGrant binds the waiting enrolment grant of a code redeemed at the login gate to the session. The grant is for
// the login that the code's pass admitted, which is identified by its beginning: logins by passkey need no pass,
// older sessions began earlier, and a refresh does not change when a session began.
func (s *Service) takeGrant(ctx context.Context, session account.Session, known assurance.Known) (bound bool, err error) {
	begunAt := session.BegunAt()
	if known.Grant != nil || !s.cfg.LoginGate || !session.Identity.Active || s.begunByPasskey(session) || !assurance.Within(s.cfg.Now(), begunAt, GrantLasts) {
		return false, nil
	}
	err = s.store.BindRecovery(ctx, store.RecoveryBinding{
		IdentityID: session.Identity.ID,
		SessionID:  session.ID,
		BegunAt:    begunAt,
		Apart:      grantWindow,
		ExpiresAt:  session.ExpiresAt,
		Now:        s.cfg.Now().UTC(),
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fault.OfStore(err)
	}
	return true, nil // even if another request of this session was faster
}

// begunByPasskey reports whether the session's first method is a login at our provider.
func (s *Service) begunByPasskey(session account.Session) bool {
	return len(session.Methods) > 0 && s.policy.Ours(session.Methods[0])
}

// HeldBy returns the facts about an identity without a session. held is Kratos' answer without first factors.
func (s *Service) HeldBy(ctx context.Context, identity account.Identity, held assurance.Held) (assurance.Known, error) {
	known, err := s.evidence(ctx, account.Session{Identity: identity})
	if err == nil {
		known, err = s.reader.Hold(ctx, known, slices.Concat(held, identity.First))
	}
	return known, err
}

// LastSeen returns the facts about identities without a session and without a call to Kratos: their factors there are those
// that were last seen. The answer has their order. Errors: fault.ErrStoreUnavailable.
func LastSeen(ctx context.Context, s *Service, identities []account.Identity) ([]assurance.Known, error) {
	ids, people := make([]uuid.UUID, len(identities)), make([]assurance.Person, len(identities))
	for i, one := range identities {
		ids[i], people[i] = one.ID, s.person(one)
	}
	known, err := s.reader.ReadIdentities(ctx, ids, people)
	return known, fault.OfStore(err)
}

// AdmitsStaff reports whether a user with a role may use the console with this session: with a passkey, or with a
// factor at Kratos that is old enough. It records what Kratos holds.
func (s *Service) AdmitsStaff(ctx context.Context, session account.Session, known assurance.Known) (assurance.Known, bool, error) {
	if known.HoldsPasskey() {
		return known, true, nil
	}
	_, known, err := s.holdings(ctx, session, known, true)
	return known, err == nil && assurance.AdmitsStaff(known.Facts, s.policy), err
}

// InitializesUV returns what the initialisation of a passkey's user verification by this step-up rests on (WebAuthn L3 §4,
// uvInitialized), or nil if the step-up does not initialise it.
func (s *Service) InitializesUV(ctx context.Context, session account.Session, passkeyID uuid.UUID) (*store.Evidence, error) {
	known, _, err := s.Decide(ctx, session)
	if err != nil {
		return nil, err
	}
	by, initializes := known.InitializesUV(s.policy, passkeyID)
	if !initializes && !known.Asked {
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return nil, err
		}
		by, initializes = known.InitializesUV(s.policy, passkeyID)
	}
	if !initializes {
		return nil, nil
	}
	return &by, nil
}

// Raised adds to the event of a step-up that it raised its session. Without user verification that depends on what else the
// session rests on.
func Raised(event store.AuditEvent, stepUp *store.StepUp) store.AuditEvent {
	if stepUp == nil || !stepUp.UserVerified {
		return event
	}
	return audit.With(event, map[string]any{"session_id": stepUp.SessionID, "level": assurance.AAL2})
}

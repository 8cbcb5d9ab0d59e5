package standing

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

func (s *Service) freshBy(ctx context.Context, session account.Session, req audit.Request, known assurance.Known, decision assurance.Decision) (store.Evidence, error) {
	if decision.Fresh() {
		return decision.By, nil
	}
	return store.Evidence{}, s.stepUpRequired(ctx, session, req, known)
}

// stepUpRequired returns the error for a session that is not fresh, with the ways to become fresh. It records what
// Kratos holds, so the factor of an attacker who is refused is seen.
func (s *Service) stepUpRequired(ctx context.Context, session account.Session, req audit.Request, known assurance.Known) error {
	if !known.Asked {
		var err error
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return err
		}
	}
	byCode := false
	if known.DeadEnd() {
		usable, err := s.UsableCodes(ctx, session.Identity)
		if err != nil {
			return err
		}
		byCode = usable > 0
	}
	return &StepUpRequired{Ways: s.ways(session, req, known, byCode)}
}

// ways returns the ways in which the session can become fresh; there is always one. A user whose passkeys are all
// suspended or do not verify them, and who has no factor that counts, gains nothing by signing in again. They need
// support, who resumes the passkey or issues a code. byCode reports that a recovery code exists and would help.
func (s *Service) ways(session account.Session, req audit.Request, known assurance.Known, byCode bool) []Way {
	var ways []Way
	inReach := s.usableAt(req.Origin, known.Rows)
	stepUpLifts := known.StepUpLifts(s.policy)
	if inReach && stepUpLifts {
		ways = append(ways, Way{Way: "passkey"})
	}
	if byCode {
		ways = append(ways, Way{Way: "recovery_code"})
	}
	switch {
	case known.Barred():
		ways = append(ways, Way{Way: "support"})
	case known.HigherAtKratos():
		ways = append(ways, s.waysAtKratos(session, known)...)
	case known.DeadEnd():
		ways = append(ways, Way{Way: "support"})
	case inReach && !stepUpLifts, len(ways) == 0:
		// Together with a password, a key that cannot verify its user is a second factor.
		ways = append(ways, s.signInAgain())
	}
	if unproven(session, known) && !slices.Contains(ways, Way{Way: "support"}) {
		ways = append(ways, Way{Way: "support"})
	}
	return ways
}

// waysAtKratos returns the ways by a second factor at Kratos that counts. A factor may count only in a new session, and a
// refresh at Kratos continues the same one.
func (s *Service) waysAtKratos(session account.Session, known assurance.Known) []Way {
	var ways []Way
	if known.RaisesHere(s.policy) {
		ways = append(ways, Way{Way: "kratos", URL: s.pages.RefreshURL(true, session.AAL == account.AAL2, s.cfg.ReturnTo)})
	}
	if known.RaisesNewSession(s.policy) {
		ways = append(ways, Way{Way: "sign_out"})
	}
	return ways
}

// unproven reports whether a recovery began the session that does not prove who owns the account, although another user may
// have registered its passkeys.
func unproven(session account.Session, known assurance.Known) bool {
	return !recoveredAt(session).IsZero() && known.FirstPasskey != nil && len(known.FirstPasskey.Unverified) > 0
}

// signInAgain is the way of a new login at Kratos, for a user who is signed in.
func (s *Service) signInAgain() Way {
	return Way{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}
}

// Way is one way to get permission for a refused request. All ways except "recovery_code" make the session fresh, or with
// "sign_out" a new one: the user signs out, signs in again and uses the second factor at Kratos.
type Way struct {
	Way string `json:"way"`           // "passkey", "recovery_code", "kratos", "sign_out" or "support"
	URL string `json:"url,omitempty"` // with "kratos": where to send the browser
}

// StepUpRequired is the error for a request that is refused until one of the ways has been used. Ways is never empty.
type StepUpRequired struct{ Ways []Way }

func (e *StepUpRequired) Error() string { return "session is not fresh" }

// AuditReason implements audit.Reasoned.
func (e *StepUpRequired) AuditReason() (string, map[string]any) { return "step_up_required", nil }

// ErrEnrolmentCodeRequired reports that a user with a role needs a code from another admin for the first passkey.
var ErrEnrolmentCodeRequired = errors.New("a user with a role needs an enrolment code")

// usableAt reports whether one of the passkeys can be used at this origin.
func (s *Service) usableAt(origin string, rows []store.Passkey) bool {
	for _, rpID := range s.cfg.RPIDsAt(origin) {
		if slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.RPID == rpID && s.policy.Passkey(row).Usable }) {
			return true
		}
	}
	return false
}

// Pages are the URLs at Kratos to which users are sent.
type Pages interface {
	// RefreshURL is a login for a user who is signed in: to aal2 (a second factor) or not, with refresh even if the
	// session has that level. Kratos then redirects to returnTo.
	RefreshURL(aal2, refresh bool, returnTo string) string
	// VerificationURL is where a user verifies an address.
	VerificationURL(returnTo string) string
}

// EvidenceError turns the error of a change whose evidence was gone at the commit into the refusal that the session
// gets now. Other errors of the store are passed through fault.OfStore.
func (s *Service) EvidenceError(ctx context.Context, session account.Session, req audit.Request, err error) error {
	if !errors.Is(err, store.EvidenceGone) {
		return fault.OfStore(err)
	}
	if _, err := s.MustBeFresh(ctx, session, req, false); err != nil {
		return err
	}
	return fault.ErrConflict
}

// MustBeFreshWithout is MustBeFresh without the evidence of one passkey, and without what it vouched for. The identity still
// counts as holding that passkey; otherwise Kratos' level alone would suffice.
func (s *Service) MustBeFreshWithout(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (by store.Evidence, err error) {
	known, err := s.settledEvidence(ctx, session)
	if err != nil {
		return by, err
	}
	known = known.Without(id)
	if known.HeldMatters(s.policy) {
		if _, known, err = s.holdings(ctx, session, known, false); err != nil {
			return by, err
		}
	}
	if decision := assurance.Decide(known.Facts, s.policy); decision.Fresh() {
		return decision.By, nil
	}
	known.Rows = slices.DeleteFunc(slices.Clone(known.Rows), func(row store.Passkey) bool { return row.ID == id })
	return by, s.stepUpRequired(ctx, session, req, known)
}

// MustBeFresh checks that a passkey or a vouched factor was used in the session within policy.freshness, and that its
// evidence adds up to aal2. The change must check in its commit that the evidence still stands. If the session is not
// fresh, Kratos is asked for factors, to name the ways. Errors: *StepUpRequired.
//
// With withPasskey, the user must have a passkey, or the error is ErrEnrolmentRequired: without any, Kratos' level
// alone makes a session fresh, and what was created then would outlast the first passkey.
func (s *Service) MustBeFresh(ctx context.Context, session account.Session, req audit.Request, withPasskey bool) (by store.Evidence, err error) {
	known, decision, err := s.Decide(ctx, session)
	if err == nil && withPasskey && !known.HoldsPasskey() {
		err = ErrEnrolmentRequired
	}
	if err != nil {
		return by, err
	}
	return s.freshBy(ctx, session, req, known, decision)
}

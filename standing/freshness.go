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

func (s *Service) freshBy(ctx context.Context, session account.Session, req audit.Request, known assurance.Known, decision assurance.Decision) ([]uuid.UUID, error) {
	if decision.Fresh() {
		return decision.By, nil
	}
	return nil, s.stepUpRequired(ctx, session, req, known)
}

// stepUpRequired names the ways out for a session that is not fresh. What Kratos holds is recorded: a thief who is refused
// must not go unseen.
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

// ways are the ways in which a session becomes fresh. There always is one. A person whose passkeys are all suspended, or do
// not verify them, and who has no factor that counts, gains nothing by signing in again: the way is support, who resumes
// the passkey or gives a code. byCode: a recovery code would do, and there is one.
func (s *Service) ways(session account.Session, req audit.Request, known assurance.Known, byCode bool) []Way {
	var ways []Way
	inReach := s.withinReach(req.Origin, known.Rows)
	lifts := known.StepUpLifts(s.policy)
	if inReach && lifts {
		ways = append(ways, Way{Way: "passkey"})
	}
	if byCode {
		ways = append(ways, Way{Way: "recovery_code"})
	}
	switch {
	case known.Barred():
		ways = append(ways, Way{Way: "support"})
	case known.HigherAtKratos():
		ways = append(ways, Way{Way: "kratos", URL: s.pages.RefreshURL(true, session.AAL == account.AAL2, s.cfg.ReturnTo)})
	case len(ways) == 0 && known.HoldsPasskey() && !known.HoldsUsablePasskey(), known.DeadEnd():
		ways = append(ways, Way{Way: "support"})
	case inReach && !lifts, len(ways) == 0:
		// Beside a password, a key that cannot verify its user is a second factor.
		ways = append(ways, s.signInAgain())
	}
	return ways
}

// signInAgain is the way to Kratos' login, for a person who is signed in.
func (s *Service) signInAgain() Way {
	return Way{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}
}

// Way is one way to be allowed what was refused. All but "recovery_code" make the session fresh.
type Way struct {
	Way string `json:"way"`           // "passkey", "recovery_code", "kratos" or "support"
	URL string `json:"url,omitempty"` // with "kratos": where to send the browser
}

// StepUpRequired: the session may not do this until one of the ways is taken. Ways is never empty.
type StepUpRequired struct{ Ways []Way }

func (e *StepUpRequired) Error() string { return "session is not fresh" }

// AuditReason makes it an audit.Reasoned.
func (e *StepUpRequired) AuditReason() (string, map[string]any) { return "step_up_required", nil }

// ErrEnrolmentCodeRequired: a person with a role needs a code from another admin for the first passkey.
var ErrEnrolmentCodeRequired = errors.New("a person with a role needs an enrolment code")

// withinReach tells whether one of those passkeys can be asked for at that origin.
func (s *Service) withinReach(origin string, rows []store.Passkey) bool {
	for _, rpID := range s.cfg.RPIDsAt(origin) {
		if slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.RPID == rpID && row.SuspendedAt == nil }) {
			return true
		}
	}
	return false
}

// Pages are the addresses at Kratos that a person is sent to.
type Pages interface {
	// RefreshURL is a login of a person who is signed in: to aal2 (a second factor) or not, with refresh
	// even if the session has that level. Kratos sends the browser to returnTo afterwards.
	RefreshURL(aal2, refresh bool, returnTo string) string
	// VerificationURL is where a person verifies an address.
	VerificationURL(returnTo string) string
}

// EvidenceError gives a change that found the passkey behind its freshness gone the refusal that it would get now.
func (s *Service) EvidenceError(ctx context.Context, session account.Session, req audit.Request, err error) error {
	if !errors.Is(err, store.EvidenceGone) {
		return fault.OfStore(err)
	}
	if _, err := s.MustBeFresh(ctx, session, req, false); err != nil {
		return err
	}
	return fault.ErrConflict
}

// MustBeFreshBeside is MustBeFresh without what one passkey proves. The passkey still counts as one that the identity holds:
// without it, the word of Kratos alone would do.
func (s *Service) MustBeFreshBeside(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (by []uuid.UUID, err error) {
	known, err := s.settledEvidence(ctx, session)
	if err != nil {
		return nil, err
	}
	if known.StepUp != nil && known.StepUp.PasskeyID == id {
		known.StepUp = nil
	}
	known.Logins = slices.DeleteFunc(slices.Clone(known.Logins), func(login store.PasskeySession) bool { return login.PasskeyID == id })
	if known.HeldMatters(s.policy) {
		if _, known, err = s.holdings(ctx, session, known, false); err != nil {
			return nil, err
		}
	}
	if decision := assurance.Decide(known.Facts, s.policy); decision.Fresh() {
		return decision.By, nil
	}
	known.Rows = slices.DeleteFunc(slices.Clone(known.Rows), func(row store.Passkey) bool { return row.ID == id })
	return nil, s.stepUpRequired(ctx, session, req, known)
}

// MustBeFresh accepts a session in which a passkey or a vouched factor was used within policy.freshness, and whose evidence
// adds up to aal2. by are the passkeys that this rests on; the change must check in its commit that they still stand. Where the
// session is not fresh, Kratos is asked for factors to name the ways. *StepUpRequired.
//
// With withPasskey, the person must have one (ErrEnrolmentRequired): without any, Kratos' word alone makes a session fresh, and
// what it made then would outlive the first passkey.
func (s *Service) MustBeFresh(ctx context.Context, session account.Session, req audit.Request, withPasskey bool) (by []uuid.UUID, err error) {
	known, decision, err := s.Decide(ctx, session)
	if err == nil && withPasskey && !known.HoldsPasskey() {
		err = ErrEnrolmentRequired
	}
	if err != nil {
		return nil, err
	}
	return s.freshBy(ctx, session, req, known, decision)
}

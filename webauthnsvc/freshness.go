package webauthnsvc

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

// maxAuthenticatedAhead is how far ahead of our clock Kratos' authenticated_at may be and still count.
const maxAuthenticatedAhead = 60 * time.Second

// within tells whether at is no longer ago than age, and not in the future but for clocks that differ a little.
func (s *Service) within(at time.Time, age time.Duration) bool {
	now := s.cfg.Now()
	return now.Sub(at) < age && at.Sub(now) <= maxAuthenticatedAhead
}

// mustBeFresh lets pass a session in which a passkey or a vouched factor was used within policy.freshness, and whose
// evidence adds up to aal2. by are the passkeys that this rests on; the change must check in its commit that they
// still stand. Where the session is not fresh, Kratos is asked for factors to name the ways. *StepUpRequired.
func (s *Service) mustBeFresh(ctx context.Context, session account.Session, req audit.Request) (by []uuid.UUID, err error) {
	known, decision, err := s.decide(ctx, session)
	if err != nil {
		return nil, err
	}
	return s.freshBy(ctx, session, req, known, decision)
}

// mustBeFreshWithPasskey is mustBeFresh of a person who has a passkey. Without one, Kratos' word alone makes a session
// fresh, and what it made then would outlive the first passkey. ErrEnrolmentRequired.
func (s *Service) mustBeFreshWithPasskey(ctx context.Context, session account.Session, req audit.Request) (by []uuid.UUID, err error) {
	known, decision, err := s.decide(ctx, session)
	if err == nil && !known.HoldsPasskey() {
		err = ErrEnrolmentRequired
	}
	if err != nil {
		return nil, err
	}
	return s.freshBy(ctx, session, req, known, decision)
}

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
		usable, err := s.usableCodes(ctx, session.Identity)
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

// mayAddPasskey applies the rule of who may add one. *StepUpRequired, ErrEnrolmentCodeRequired.
func (s *Service) mayAddPasskey(ctx context.Context, session account.Session, req audit.Request, known assurance.Known) (assurance.Permission, error) {
	permission := assurance.MayAddPasskey(known.Facts, s.policy)
	switch permission.Need {
	case assurance.NeedNothing:
		return permission, nil
	case assurance.NeedSignIn:
		return permission, &StepUpRequired{Ways: []Way{s.signInAgain()}}
	case assurance.NeedVerifiedAddress:
		return permission, &StepUpRequired{Ways: []Way{{Way: "kratos", URL: s.pages.VerificationURL(s.cfg.ReturnTo)}}}
	}
	usable, err := s.usableCodes(ctx, session.Identity)
	if err != nil {
		return permission, err
	}
	if permission.Need == assurance.NeedEnrolmentCode && usable == 0 {
		return permission, ErrEnrolmentCodeRequired
	}
	return permission, &StepUpRequired{Ways: s.ways(session, req, known, usable > 0)}
}

// withinReach tells whether askForPasskeyOf would find one of those passkeys at that origin.
func (s *Service) withinReach(origin string, rows []store.Passkey) bool {
	parties, err := s.partiesFor(origin)
	if err != nil {
		return false
	}
	for _, p := range parties {
		if len(usableAt(p.ID, rows)) > 0 {
			return true
		}
	}
	return false
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

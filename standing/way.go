package standing

import (
	"errors"
	"slices"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

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

// ErrEnrolmentRequired reports that the policy requires a second factor, the user has none, and the grace period is
// over.
var ErrEnrolmentRequired = errors.New("a passkey must be set up first")

// ErrClocksDiffer reports that the session is refused, and that signing in at Kratos, the only way to change that, would not:
// its clock differs so much from ours that the new time would not count either.
var ErrClocksDiffer = errors.New("the clocks of Kratos and Latchkey differ too much for a login to count")

// stepUpBy returns the error for a request that is refused until one of the ways has been used, without those that the
// clocks bar. window is how old a login may be for the rule. Errors: *StepUpRequired, ErrClocksDiffer.
func (s *Service) stepUpBy(ways []Way, window time.Duration) error {
	if s.policy.ClocksBar(window) {
		ways = slices.DeleteFunc(ways, func(w Way) bool { return w.Way == "kratos" || w.Way == "sign_out" })
	}
	if len(ways) == 0 {
		return ErrClocksDiffer
	}
	return &StepUpRequired{Ways: ways}
}

// NeedsAAL2 returns the error for a session that lacks the second factor that Kratos holds; page is where to use that.
// Errors: *account.AAL2Required, ErrClocksDiffer.
func NeedsAAL2(policy assurance.Policy, page string) error {
	if policy.ClocksBar(0) {
		return ErrClocksDiffer
	}
	return &account.AAL2Required{RedirectTo: page}
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

// usableAt reports whether one of the passkeys can be used at this origin.
func (s *Service) usableAt(origin string, rows []store.Passkey) bool {
	for _, rpID := range s.cfg.RPIDsAt(origin) {
		if slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.RPID == rpID && s.policy.Passkey(row).Usable }) {
			return true
		}
	}
	return false
}

// passkeyWays are the ways that require a passkey: a factor must not confirm itself or another one.
func (s *Service) passkeyWays(req audit.Request, known assurance.Known) []Way {
	if s.usableAt(req.Origin, known.Rows) && known.StepUpLifts(s.policy) {
		return []Way{{Way: "passkey"}}
	}
	if known.DeadEnd() {
		return []Way{{Way: "support"}}
	}
	return []Way{s.signInAgain()}
}

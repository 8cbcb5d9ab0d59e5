package people

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/policy"
	"latchkey/store"
)

// outlook is what happens to a user who signs in now.
type outlook struct {
	// first is after a login at Kratos with a first factor, such as the password.
	first assurance.Requirement
	// passkey is after the passkey was used in that session; nil if none can be used.
	passkey *assurance.Requirement
	// login is after a login with the passkey alone; nil if none can be used for it, or if such logins create no session at Kratos.
	login *assurance.Requirement
	// afterFirst, afterPasskey and afterLogin are the facts of these sessions.
	afterFirst, afterPasskey, afterLogin assurance.Facts
}

// outlookOf decides about sessions as they would be, from facts without a session. lacks is as for assurance.RequirementOf.
func outlookOf(known assurance.Known, p assurance.Policy, terms policy.Terms, lacks bool) outlook {
	f := known.Facts
	f.Session.Level, f.Session.AuthenticatedAt, f.Session.Methods = assurance.AAL1, f.Now, []assurance.Method{firstMethod(f)}
	f.StepUp, f.Logins, f.Grant = nil, nil, nil
	o := outlook{first: assurance.RequirementOf(f, p, terms, lacks), afterFirst: f}
	used, ok := bestOf(f.Passkeys, nil)
	if !ok {
		return o
	}
	f.StepUp = &store.StepUp{PasskeyID: used.ID, UserVerified: used.VerifiesUser, At: f.Now}
	required := assurance.RequirementOf(f, p, terms, lacks)
	o.passkey, o.afterPasskey = &required, f
	if used, ok = bestOf(f.Passkeys, known.Rows); ok && p.Provider != "" {
		f = byPasskey(f, used, p)
		after := assurance.RequirementOf(f, p, terms, lacks)
		o.login, o.afterLogin = &after, f
	}
	return o
}

// bestOf returns a usable passkey, one that verifies its user if there is one. Those that are for step-ups only, by their rows, do not count.
func bestOf(passkeys []assurance.Passkey, rows []store.Passkey) (best assurance.Passkey, ok bool) {
	for _, one := range passkeys {
		stepUpOnly := slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.ID == one.ID && row.StepUpOnly })
		if one.Usable && !stepUpOnly && (!ok || one.VerifiesUser && !best.VerifiesUser) {
			best, ok = one, true
		}
	}
	return best, ok
}

// byPasskey returns the facts of a session that a login with a passkey creates.
func byPasskey(f assurance.Facts, used assurance.Passkey, p assurance.Policy) assurance.Facts {
	f.Session.ID, f.StepUp = uuid.Max, nil
	f.Session.Methods = []assurance.Method{{Name: assurance.KindOIDC, AAL: assurance.AAL1, CompletedAt: f.Now, Provider: p.Provider}}
	f.Logins = []store.PasskeySession{{SessionID: f.Session.ID, PasskeyID: used.ID, UserVerified: used.VerifiesUser, At: f.Now}}
	return f
}

// firstMethod is the likeliest first factor of a login: a password, if the user has one.
func firstMethod(f assurance.Facts) assurance.Method {
	m := assurance.Method{Name: "password", AAL: assurance.AAL1, CompletedAt: f.Now}
	if len(f.First) == 0 || slices.ContainsFunc(f.First, func(one assurance.Factor) bool { return one.Kind == assurance.KindPassword }) {
		return m
	}
	m.Name, m.Provider = f.First[0].Kind, f.First[0].Provider
	if m.Name == assurance.KindAddress {
		m.Name = assurance.KindCode
	}
	return m
}

// graces are when the grace periods of a user began; nil: they have not.
type graces struct{ first, second *time.Time }

// until returns until when a grace period lets a session go on; nil if none does. One that has not begun begins now.
func (g graces) until(d assurance.Requirement, terms policy.Terms, now time.Time) *time.Time {
	if !d.Graced || terms.Grace == 0 {
		return nil
	}
	start := g.first
	if d.SecondWay {
		start = g.second
	}
	if start == nil {
		start = &now
	}
	if until := start.Add(terms.Grace); now.Before(until) {
		return &until
	}
	return nil
}

package people

import (
	"slices"
	"time"

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
	// afterFirst and afterPasskey are the facts of these sessions.
	afterFirst, afterPasskey assurance.Facts
}

// outlookOf decides about sessions as they would be, from facts without a session. lacks is as for assurance.RequirementOf.
func outlookOf(f assurance.Facts, p assurance.Policy, terms policy.Terms, lacks bool) outlook {
	f.Session.Level, f.Session.AuthenticatedAt, f.Session.Methods = assurance.AAL1, f.Now, []assurance.Method{firstMethod(f)}
	f.StepUp, f.Logins, f.Grant = nil, nil, nil
	o := outlook{first: assurance.RequirementOf(f, p, terms, lacks), afterFirst: f}
	usable := slices.DeleteFunc(slices.Clone(f.Passkeys), func(one assurance.Passkey) bool { return !one.Usable })
	if len(usable) == 0 {
		return o
	}
	used := usable[max(0, slices.IndexFunc(usable, func(one assurance.Passkey) bool { return one.VerifiesUser }))]
	f.StepUp = &store.StepUp{PasskeyID: used.ID, UserVerified: used.VerifiesUser, At: f.Now}
	required := assurance.RequirementOf(f, p, terms, lacks)
	o.passkey, o.afterPasskey = &required, f
	return o
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

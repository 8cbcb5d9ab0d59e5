package assurance

import (
	"slices"
	"time"

	"latchkey/policy"
	"latchkey/store"
)

// Outlook is what happens to a user who signs in now.
type Outlook struct {
	// First is after a login at Kratos with a first factor, such as the password.
	First Requirement
	// Passkey is after the passkey was used in that session; nil if none can be used.
	Passkey *Requirement
}

// OutlookOf decides about sessions as they would be, from facts without a session. codes is as for RequirementOf.
func OutlookOf(f Facts, p Policy, terms policy.Terms, codes int) Outlook {
	f.Session.Level, f.Session.AuthenticatedAt, f.Session.Methods = AAL1, f.Now, []Method{f.firstMethod()}
	f.StepUp, f.Logins, f.Grant = nil, nil, nil
	outlook := Outlook{First: RequirementOf(f, p, terms, codes)}
	usable := slices.DeleteFunc(slices.Clone(f.Passkeys), func(one Passkey) bool { return !one.Usable })
	if len(usable) == 0 {
		return outlook
	}
	used := usable[max(0, slices.IndexFunc(usable, func(one Passkey) bool { return one.VerifiesUser }))]
	f.StepUp = &store.StepUp{PasskeyID: used.ID, UserVerified: used.VerifiesUser, At: f.Now}
	required := RequirementOf(f, p, terms, codes)
	outlook.Passkey = &required
	return outlook
}

// firstMethod is the likeliest first factor of a login: a password, if the user has one.
func (f Facts) firstMethod() Method {
	m := Method{Name: "password", AAL: AAL1, CompletedAt: f.Now}
	if len(f.First) == 0 || slices.ContainsFunc(f.First, func(one Factor) bool { return one.Kind == KindPassword }) {
		return m
	}
	m.Name, m.Provider = f.First[0].Kind, f.First[0].Provider
	if m.Name == KindAddress {
		m.Name = KindCode
	}
	return m
}

// Graces are when the grace periods of a user began; nil: they have not.
type Graces struct{ First, Second *time.Time }

// Until returns until when a grace period lets a session go on; nil if none does. One that has not begun begins now.
func (d Requirement) Until(terms policy.Terms, began Graces, now time.Time) *time.Time {
	if !d.Graced || terms.Grace == 0 {
		return nil
	}
	start := began.First
	if d.SecondWay {
		start = began.Second
	}
	if start == nil {
		start = &now
	}
	if until := start.Add(terms.Grace); now.Before(until) {
		return &until
	}
	return nil
}

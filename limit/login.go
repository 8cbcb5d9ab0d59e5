package limit

import "time"

// autofillShare is how many autofill ceremonies an address may begin for each other login: a page begins one whenever it is
// loaded, whether or not the user signs in.
const autofillShare = 2

// Logins limits the logins of client addresses. A login counts when it begins. Its finish does not count again, or the
// last users of an office would be refused after they have touched their key; a finish that no counted begin explains
// does: one without a valid ceremony, and every further one of the same ceremony.
type Logins struct {
	begun, autofilled Addresses
	finished          *once
}

// NewLogins returns a limit of perMinute begins; ceremonies live as long as lifetime.
func NewLogins(perMinute, burst int, lifetime time.Duration, now func() time.Time) Logins {
	return Logins{
		begun:      NewAddresses(perMinute, burst, now),
		autofilled: NewAddresses(autofillShare*perMinute, autofillShare*burst, now),
		finished:   newOnce(lifetime, now),
	}
}

// Begin counts a begin. Those of autofill are counted separately, so that page loads cannot use up the limit of users who
// sign in. The error is nil or a *Limited.
func (l Logins) Begin(ip string, autofill bool) error {
	if autofill {
		return l.autofilled.Take(ip)
	}
	return l.begun.Take(ip)
}

// Finish runs a finish, which calls opened once it has opened its ceremony. The error is that of run, or a *Limited.
func (l Logins) Finish(ip string, run func(opened func(ceremony [32]byte) error) error) error {
	valid := false
	err := run(func(ceremony [32]byte) error {
		valid = true
		if l.finished.first(ceremony) {
			return nil
		}
		return l.begun.Take(ip)
	})
	if err != nil && !valid {
		if limited := l.begun.Take(ip); limited != nil {
			return limited
		}
	}
	return err
}

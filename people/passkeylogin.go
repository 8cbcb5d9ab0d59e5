package people

import "latchkey/assurance"

// PasskeyLogins are the users who can sign in with a passkey alone, each with the best of their passkeys.
type PasskeyLogins struct {
	Users        int64          `json:"users"`
	UserVerified int64          `json:"user_verified"` // those of them who have a passkey whose user verification counts
	Now          LoginsReaching `json:"now"`
	Changed      LoginsReaching `json:"changed"` // with the other policy
}

// LoginsReaching are logins with a passkey alone, by what they suffice for.
type LoginsReaching struct {
	AAL2   int64 `json:"aal2"`
	StepUp int64 `json:"step_up"` // /v1/authz refuses the session until its user has proven more, with what they have
}

// passkeyLogin is a login with a passkey alone.
type passkeyLogin struct {
	possible, verified, aal2, stepUp bool
}

// passkeyLogin returns what such a login is worth. Who has a passkey is never let go on by a grace period.
func (o outlook) passkeyLogin(p assurance.Policy) passkeyLogin {
	if o.login == nil {
		return passkeyLogin{}
	}
	return passkeyLogin{
		possible: true, verified: o.afterLogin.Logins[0].UserVerified, aal2: assurance.LevelOf(o.afterLogin, p) == assurance.AAL2,
		stepUp: o.login.Next != assurance.NextNone && o.login.Next != assurance.NextEnrol,
	}
}

// add counts the logins of users for whom both policies say the same.
func (p *PasskeyLogins) add(now, changed passkeyLogin, count int64) {
	into := func(sum *int64, counts bool) {
		if counts {
			*sum += count
		}
	}
	into(&p.Users, now.possible)
	into(&p.UserVerified, now.verified)
	into(&p.Now.AAL2, now.aal2)
	into(&p.Now.StepUp, now.stepUp)
	into(&p.Changed.AAL2, changed.aal2)
	into(&p.Changed.StepUp, changed.stepUp)
}

package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// LoginWindow is how far apart a login by passkey and the session that Kratos made of it may be: the person's browser
// carries the code, which lives 30 s, and clocks differ. It tells which sessions may have come of a login, to end them; to
// claim a login takes more.
const LoginWindow = time.Minute

// ClaimWindow is how far apart the redemption of a code and the session that Kratos made of it may be. Kratos redeems the
// code, reads our keys and makes the session in one request; the rest is for its clock and ours to differ.
const ClaimWindow = 5 * time.Second

// passkeyEvidence is one use of a passkey in this session.
type passkeyEvidence struct {
	id           uuid.UUID
	at           time.Time
	userVerified bool
	login        bool // it created the session; else it is a step-up
}

// passkeyEvidence lists the uses of passkeys that still stand, oldest first.
func (f Facts) passkeyEvidence() []passkeyEvidence {
	var list []passkeyEvidence
	add := func(id uuid.UUID, at time.Time, userVerified, login bool) {
		if passkey, ok := f.passkey(id); ok && passkey.Standing && !tooFarAhead(f.Now, at) {
			list = append(list, passkeyEvidence{id, at, userVerified && passkey.VerifiesUser, login})
		}
	}
	if s := f.StepUp; s != nil {
		add(s.PasskeyID, s.At, s.UserVerified, false)
	}
	return list
}

// loginEvidence is the login by passkey that created this session, if its passkey stands. Kratos' own record of it
// (its authentication_methods, upstream_acr) says only where to look: without our row, which ends with its passkey, it
// counts for nothing.
func (f Facts) loginEvidence(p Policy) []passkeyEvidence {
	row, ok := f.loginRow(p)
	if !ok {
		return nil
	}
	passkey, _ := f.passkey(row.PasskeyID)
	return []passkeyEvidence{{row.PasskeyID, row.At, row.UserVerified && passkey.VerifiesUser, true}}
}

// loginRow is the row of this session; else the one that it may claim.
func (f Facts) loginRow(p Policy) (row store.PasskeySession, ok bool) {
	var pending []store.PasskeySession
	for _, login := range f.Logins {
		passkey, held := f.passkey(login.PasskeyID)
		switch {
		case !held || !passkey.Standing || tooFarAhead(f.Now, login.At):
		case login.SessionID == f.Session.ID:
			return login, true
		case login.SessionID == uuid.Nil && !login.RedeemedAt.IsZero():
			pending = append(pending, login)
		}
	}
	return f.claimable(pending, p)
}

// claimable is, of the logins whose session is not known yet, the one whose code was redeemed nearest to a login at our
// provider that Kratos reports. Time is all that connects the two. So where several could be meant, and they are not worth
// the same, none is: the finder of a key who redeems a code in the same moment as the owner of the account must not get the
// owner's login, nor the owner theirs. Both step up.
func (f Facts) claimable(pending []store.PasskeySession, p Policy) (row store.PasskeySession, ok bool) {
	var distance time.Duration
	for _, login := range pending {
		apart, near := f.sinceRedemption(login, p)
		switch {
		case !near:
		case ok && (login.PasskeyID != row.PasskeyID || login.UserVerified != row.UserVerified):
			return store.PasskeySession{}, false
		case !ok || apart < distance:
			row, distance, ok = login, apart, true
		}
	}
	return row, ok
}

// sinceRedemption is how far the nearest login at our provider is from the redemption of a code, if it is near enough.
func (f Facts) sinceRedemption(login store.PasskeySession, p Policy) (apart time.Duration, near bool) {
	for _, method := range f.Session.Methods {
		d := method.CompletedAt.Sub(login.RedeemedAt).Abs()
		if p.Ours(method) && d <= ClaimWindow && (!near || d < apart) {
			apart, near = d, true
		}
	}
	return apart, near
}

// factorEvidence are the uses of factors at Kratos that count, oldest first. Without a passkey here it is Kratos' word;
// beside one only vouched factors count.
func (f Facts) factorEvidence(p Policy) []Method {
	var list []Method
	for i, m := range f.Session.Methods {
		switch {
		case p.Ours(m), tooFarAhead(f.Now, m.CompletedAt), slices.Contains(f.DisownedKinds, m.Name):
		case ownKey(m) && m.AAL != AAL2 && i > 0 && f.HoldsPasskey():
			// Kratos notes the same of a passkey that is set up, also where the settings gate refuses it afterwards. Only
			// with its first method was the session begun.
		case !f.HoldsPasskey() && (ownKey(m) || (m.AAL == AAL2 && f.Session.Level == AAL2)),
			f.HoldsPasskey() && secondFactorUse(m) && f.vouches(m.Name):
			list = append(list, m)
		}
	}
	return list
}

// secondFactorUse: a key or passkey of Kratos' own is a factor at either level, all else only where Kratos took it for a
// second one.
func secondFactorUse(m Method) bool { return m.AAL == AAL2 || ownKey(m) }

// ownKey tells whether a passkey or a key of Kratos' own methods was used.
func ownKey(m Method) bool { return m.Name == KindWebAuthn || m.Name == KindPasskey }

// ofPasskey tells whether a method is the login by passkey that created this session, under whatever name our provider had
// at Kratos then.
func (f Facts) ofPasskey(m Method) bool {
	return m.Name == "oidc" && slices.ContainsFunc(f.Logins, func(login store.PasskeySession) bool {
		return login.SessionID == f.Session.ID && m.CompletedAt.Sub(login.At).Abs() <= LoginWindow
	})
}

// Ours tells whether a method is a login at our own provider.
func (p Policy) Ours(m Method) bool {
	return m.Name == "oidc" && p.Provider != "" && m.Provider == p.Provider
}

// maxAhead is how far ahead of our clock a time of Kratos' may be and still count.
const maxAhead = 60 * time.Second

func tooFarAhead(now, at time.Time) bool { return at.Sub(now) > maxAhead }

// within tells whether at is no longer ago than age.
func within(now, at time.Time, age time.Duration) bool {
	return now.Sub(at) < age && !tooFarAhead(now, at)
}

package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// passkeyEvidence is one use of a passkey in this session.
type passkeyEvidence struct {
	id           uuid.UUID
	at           time.Time
	userVerified bool
	login        bool // it created the session; otherwise it is a step-up
}

// passkeyEvidence lists the uses of passkeys in this session that still stand: the login that created it before the
// step-up.
func (f Facts) passkeyEvidence(p Policy) []passkeyEvidence {
	return append(f.loginEvidence(p), f.stepUpEvidence()...)
}

// loginEvidence returns the passkey login that created this session, if its passkey stands. Kratos' own record of it
// (authentication_methods, upstream_acr) only says where to look: without our row, which ends with its passkey, it does
// not count.
func (f Facts) loginEvidence(p Policy) []passkeyEvidence {
	row, ok := f.loginRow(p)
	if !ok {
		return nil
	}
	passkey, _ := f.passkey(row.PasskeyID)
	return []passkeyEvidence{{row.PasskeyID, row.At, row.UserVerified && passkey.VerifiesUser, true}}
}

// stepUpEvidence returns the step-up of this session, if its passkey stands.
func (f Facts) stepUpEvidence() []passkeyEvidence {
	row := f.StepUp
	if row == nil || tooFarAhead(f.Now, row.At) {
		return nil
	}
	passkey, held := f.passkey(row.PasskeyID)
	if !held || !passkey.Standing {
		return nil
	}
	return []passkeyEvidence{{row.PasskeyID, row.At, row.UserVerified && passkey.VerifiesUser, false}}
}

// usedUnverified reports whether a passkey was used in this session without verifying its user.
func (f Facts) usedUnverified(p Policy) bool {
	return slices.ContainsFunc(f.passkeyEvidence(p), func(e passkeyEvidence) bool { return !e.userVerified })
}

// VerifiedBy returns the passkeys that verified their user in this session within policy.freshness, and still stand.
func VerifiedBy(f Facts, p Policy) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range f.passkeyEvidence(p) {
		if e.userVerified && Within(f.Now, e.at, p.FreshFor(f)) {
			ids = append(ids, e.id)
		}
	}
	return ids
}

func newest(list []passkeyEvidence) passkeyEvidence {
	return slices.MaxFunc(list, func(a, b passkeyEvidence) int { return a.at.Compare(b.at) })
}

// LoginWindow is the maximum time between a passkey login and the session that Kratos created from it: the user's
// browser carries the code, which lives 30 s, and clocks differ. It selects the sessions that may come from a login, to
// end them; claiming a login requires ClaimWindow.
const LoginWindow = time.Minute

// ClaimWindow is the maximum time between the redemption of a code and the session that Kratos created from it. Kratos
// redeems the code, reads our keys and creates the session in one request; the rest is for clock differences.
const ClaimWindow = 5 * time.Second

// claimLife is the age of a login at our provider from which on it claims nothing. The rows of other logins at the same moment
// expire together with its own, but not at the same instant, and must not be missed.
const claimLife = store.PendingSessionLife - time.Hour

// LoginSpan returns the time in which codes were redeemed from which the session may come: its logins at our provider, and
// window before and after. It is zero if there are none.
func (p Policy) LoginSpan(s Session, window time.Duration) store.Span {
	var span store.Span
	for _, method := range s.Methods {
		from, to := method.CompletedAt.Add(-window), method.CompletedAt.Add(window)
		if !p.Ours(method) {
			continue
		}
		if span.From.IsZero() || from.Before(span.From) {
			span.From = from
		}
		if to.After(span.To) {
			span.To = to
		}
	}
	return span
}

// claimSpan is the LoginSpan of a claim. It is zero, so that the session claims nothing, while the clocks differ: the login
// at the time that Kratos notes may then be another one, by a better passkey.
func (p Policy) claimSpan(s Session, now time.Time) store.Span {
	if p.ClocksApart != nil && p.ClocksApart() {
		return store.Span{}
	}
	span := p.LoginSpan(s, ClaimWindow)
	if now.Sub(span.From) > claimLife {
		return store.Span{}
	}
	return span
}

// loginRow returns the row of this session, or else the one that it may claim.
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

// claimable returns, of the logins whose session is not known yet, the one whose code was redeemed closest to a login
// at our provider that Kratos reports. Only time connects the two. If several are candidates and their worth differs,
// it returns none: someone with a found key who redeems a code at the same moment as the owner must not get the owner's
// login, nor the reverse. Both have to step up. It also returns none if the row of one of these logins may be missing.
func (f Facts) claimable(pending []store.PasskeySession, p Policy) (row store.PasskeySession, ok bool) {
	if f.LoginsUnclear {
		return store.PasskeySession{}, false
	}
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

// sinceRedemption returns the time between the redemption of a code and the nearest login at our provider, if it is
// short enough.
func (f Facts) sinceRedemption(login store.PasskeySession, p Policy) (apart time.Duration, near bool) {
	for _, method := range f.Session.Methods {
		d := method.CompletedAt.Sub(login.RedeemedAt).Abs()
		if p.Ours(method) && d <= ClaimWindow && (!near || d < apart) {
			apart, near = d, true
		}
	}
	return apart, near
}

// ofPasskey reports whether a method is the passkey login that created this session, whatever the name of our provider
// at Kratos was at that time.
func (f Facts) ofPasskey(m Method) bool {
	return m.Name == "oidc" && slices.ContainsFunc(f.Logins, func(login store.PasskeySession) bool {
		return login.SessionID == f.Session.ID && m.CompletedAt.Sub(login.At).Abs() <= LoginWindow
	})
}

package standing

import (
	"context"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// clearlyNearer is how much nearer in time a session must be to another login to belong to that: Kratos' clock may
// differ from ours.
const clearlyNearer = 2 * time.Second

// endLogin ends the sessions that one or several logins created, found in Kratos' list. It is not over while Kratos
// may still be creating one, whatever it finds: another login in these seconds looks the same.
func (e *Endings) endLogin(ctx context.Context, row store.SessionEnding) (over bool, err error) {
	over = !e.now().Before(row.At.Add(store.LoginSettled))
	var recent []account.Session // ended afterwards, since the list changes as sessions end
	for session, err := range e.identities.Sessions(ctx, row.IdentityID) {
		if err != nil {
			return false, err
		}
		if session.AuthenticatedAt.Before(firstOf(row).Add(-2 * assurance.LoginWindow)) {
			break // all others are older
		}
		recent = append(recent, session)
	}
	for _, session := range recent {
		came, err := e.cameFrom(ctx, session, row)
		if err == nil && came {
			err = e.identities.EndSession(ctx, session.ID)
		}
		if err != nil {
			return false, err
		}
	}
	return over, nil
}

// cameFrom reports whether the session was created by that login: its time matches, and it neither belongs to another
// login nor is clearly nearer to one. If the login's passkey stands, its row does, and may have got the session since.
func (e *Endings) cameFrom(ctx context.Context, session account.Session, row store.SessionEnding) (bool, error) {
	apart, near := e.apart(session, firstOf(row), row.At)
	if !near || session.ID == row.KeptID {
		return false, nil
	}
	span := e.policy.LoginSpan(factsSession(session), assurance.LoginWindow)
	facts, err := e.store.SessionFacts(ctx, session.ID, row.IdentityID, store.FactsQuery{Redeemed: span})
	if err != nil {
		return false, fault.OfStore(err)
	}
	for _, login := range facts.Logins {
		if login.SessionID == session.ID {
			return login.ID == row.ID, nil
		}
		other, near := e.apart(session, login.RedeemedAt, login.RedeemedAt)
		if near && other+clearlyNearer < apart {
			return false, nil
		}
	}
	return true, nil
}

// apart returns how far the session's nearest login at our provider is from the period from since to at, and whether
// that is near enough.
func (e *Endings) apart(session account.Session, since, at time.Time) (apart time.Duration, near bool) {
	for _, method := range session.Methods {
		d := max(since.Sub(method.CompletedAt), method.CompletedAt.Sub(at), 0)
		if e.policy.Ours(method) && d <= assurance.LoginWindow && (!near || d < apart) {
			apart, near = d, true
		}
	}
	return apart, near
}

// firstOf returns the time of the first login that an ending is for.
func firstOf(row store.SessionEnding) time.Time {
	if row.Since.IsZero() {
		return row.At
	}
	return row.Since
}

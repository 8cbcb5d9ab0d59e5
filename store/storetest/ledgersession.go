package storetest

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// note remembers for whom a session is, so that it can be looked at.
func (l *ledger) note(session, identity uuid.UUID) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if !slices.Contains(l.owners[session], identity) {
		l.owners[session] = append(l.owners[session], identity)
	}
}

func (l *ledger) UsePasskey(ctx context.Context, a store.Assertion) error {
	if a.StepUp != nil {
		l.note(a.StepUp.SessionID, a.StepUp.IdentityID)
	}
	return l.Store.UsePasskey(ctx, a)
}

func (l *ledger) PutPasskeySession(ctx context.Context, p store.PasskeySession) error {
	l.note(p.SessionID, p.IdentityID)
	return l.Store.PutPasskeySession(ctx, p)
}

func (l *ledger) BindRecovery(ctx context.Context, b store.RecoveryBinding) error {
	l.note(b.SessionID, b.IdentityID)
	return l.Store.BindRecovery(ctx, b)
}

func (l *ledger) RedeemRecoveryCode(
	ctx context.Context, try store.RecoveryTry, judge func([]store.RecoveryCode, int) store.RecoveryVerdict,
) (time.Time, error) {
	return l.Store.RedeemRecoveryCode(ctx, try, func(codes []store.RecoveryCode, tries int) store.RecoveryVerdict {
		verdict := judge(codes, tries)
		if verdict.Recovery != nil {
			l.note(verdict.Recovery.SessionID, verdict.Recovery.IdentityID)
		}
		return verdict
	})
}

// shownIn is what is known of a session, whoever it is of; logins that wait for a session are left out.
func (l *ledger) shownIn(session uuid.UUID) (store.SessionFacts, error) {
	l.lock.Lock()
	owners := slices.Clone(l.owners[session])
	l.lock.Unlock()
	var shown store.SessionFacts
	for _, identity := range owners {
		facts, err := l.SessionFacts(l.ctx, session, identity)
		if err != nil {
			return shown, err
		}
		if facts.StepUp != nil {
			shown.StepUp = facts.StepUp
		}
		if facts.Recovery != nil {
			shown.Recovery = facts.Recovery
		}
		for _, p := range facts.Logins {
			if p.SessionID == session {
				shown.Logins = append(shown.Logins, p)
			}
		}
	}
	return shown, nil
}

// StepUp of a session that must have one. ErrNotFound.
func (l *ledger) StepUp(_ context.Context, sessionID uuid.UUID) (store.StepUp, error) {
	shown, err := l.shownIn(sessionID)
	if err == nil && shown.StepUp == nil {
		return store.StepUp{}, store.ErrNotFound
	}
	if err != nil {
		return store.StepUp{}, err
	}
	return *shown.StepUp, nil
}

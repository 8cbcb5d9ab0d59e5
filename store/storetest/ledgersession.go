package storetest

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// note records that a session is used with an identity, for factsIn.
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

// factsIn returns the facts of a session for all identities that it was used with, without logins whose session is
// unknown.
func (l *ledger) factsIn(session uuid.UUID) (store.SessionFacts, error) {
	l.lock.Lock()
	owners := slices.Clone(l.owners[session])
	l.lock.Unlock()
	var found store.SessionFacts
	for _, identity := range owners {
		facts, err := l.SessionFacts(l.ctx, session, identity, store.FactsQuery{})
		if err != nil {
			return found, err
		}
		if facts.StepUp != nil {
			found.StepUp = facts.StepUp
		}
		if facts.Recovery != nil {
			found.Recovery = facts.Recovery
		}
		for _, p := range facts.Logins {
			if p.SessionID == session {
				found.Logins = append(found.Logins, p)
			}
		}
	}
	return found, nil
}

// StepUp returns the step-up of a session, or store.ErrNotFound.
func (l *ledger) StepUp(_ context.Context, sessionID uuid.UUID) (store.StepUp, error) {
	found, err := l.factsIn(sessionID)
	if err == nil && found.StepUp == nil {
		return store.StepUp{}, store.ErrNotFound
	}
	if err != nil {
		return store.StepUp{}, err
	}
	return *found.StepUp, nil
}

func (l *ledger) codesOf(identityID uuid.UUID) []store.RecoveryCode {
	l.t.Helper()
	codes, err := l.RecoveryCodesOf(l.ctx, identityID)
	if err != nil {
		l.t.Fatal(err)
	}
	slices.SortFunc(codes, func(a, b store.RecoveryCode) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return codes
}

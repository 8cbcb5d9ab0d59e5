package api_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// failingStore is the real store with a switch: every call here fails while it is down. It can list its calls.
type failingStore struct {
	store.Store
	mu   sync.Mutex
	down bool
	// watching records the called methods in calls.
	watching bool
	calls    []string
	// afterRedemption runs once a redemption has committed.
	afterRedemption func()
	// afterReset runs once a reset has been requested or decided.
	afterReset func()
	// beforeCommit runs once, before the next change that rests on evidence, and with beforeUVCounts, before the next
	// assertion whose user verification counts.
	beforeUVCounts bool
	beforeCommit   func()
	takeBack       error // what TakeBack answers, where it does not work
	// answerLost has the next registration commit, and its answer get lost.
	answerLost bool
}

func (s *failingStore) TakeBack(ctx context.Context, t store.TakeBack) ([]store.SessionEnding, error) {
	if s.takeBack != nil {
		return nil, s.takeBack
	}
	return s.Store.TakeBack(ctx, t)
}

var errDown = errors.New("connection refused")

func (s *failingStore) goDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

func (s *failingStore) fails() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watching {
		caller, _, _, _ := runtime.Caller(1)
		name := runtime.FuncForPC(caller).Name()
		s.calls = append(s.calls, name[strings.LastIndex(name, ".")+1:])
	}
	return s.down
}

// watch starts or stops recording the calls, and returns the previous list.
func (s *failingStore) watch(on bool) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.watching, s.calls = on, nil
	return calls
}

func (s *failingStore) PasskeyByCredentialID(ctx context.Context, id []byte) (store.Passkey, error) {
	if s.fails() {
		return store.Passkey{}, errDown
	}
	return s.Store.PasskeyByCredentialID(ctx, id)
}

func (s *failingStore) PasskeysOf(ctx context.Context, id uuid.UUID) ([]store.Passkey, error) {
	if s.fails() {
		return nil, errDown
	}
	return s.Store.PasskeysOf(ctx, id)
}

func (s *failingStore) UsePasskey(ctx context.Context, a store.Assertion) error {
	if a.InitializeUV != nil || a.UVCounts && s.beforeUVCounts {
		s.commits()
	}
	if s.fails() {
		return errDown
	}
	return s.Store.UsePasskey(ctx, a)
}

func (s *failingStore) CreatePasskey(ctx context.Context, n store.NewPasskey) error {
	s.commits()
	if s.fails() {
		return errDown
	}
	err := s.Store.CreatePasskey(ctx, n)
	if s.answerLost && err == nil {
		s.answerLost = false
		return errDown
	}
	return err
}

func (s *failingStore) SpendChallenge(ctx context.Context, c store.Challenge, e store.AuditEvent) error {
	if s.fails() {
		return errDown
	}
	return s.Store.SpendChallenge(ctx, c, e)
}

func (s *failingStore) RecordEvent(ctx context.Context, e store.AuditEvent) error {
	if s.fails() {
		return errDown
	}
	return s.Store.RecordEvent(ctx, e)
}

func (s *failingStore) SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, query store.FactsQuery) (store.SessionFacts, error) {
	if s.fails() {
		return store.SessionFacts{}, errDown
	}
	return s.Store.SessionFacts(ctx, sessionID, identityID, query)
}

func (s *failingStore) RedeemCode(ctx context.Context, r store.CodeRedemption, e store.AuditEvent) (store.AuthorizationCode, error) {
	if s.fails() {
		return store.AuthorizationCode{}, errDown
	}
	return s.Store.RedeemCode(ctx, r, e)
}

func (s *failingStore) PutPasskeySession(ctx context.Context, p store.PasskeySession) error {
	if s.fails() {
		return errDown
	}
	return s.Store.PutPasskeySession(ctx, p)
}

func (s *failingStore) RedeemRecoveryCode(
	ctx context.Context, try store.RecoveryTry, judge func([]store.RecoveryCode, int) store.RecoveryVerdict,
) (time.Time, error) {
	lockedUntil, err := s.Store.RedeemRecoveryCode(ctx, try, judge)
	if s.afterRedemption != nil {
		s.afterRedemption()
	}
	return lockedUntil, err
}

func (s *failingStore) CreateReset(ctx context.Context, r store.Reset, e store.AuditEvent) (store.Reset, bool, error) {
	found, created, err := s.Store.CreateReset(ctx, r, e)
	if s.afterReset != nil {
		s.afterReset()
	}
	return found, created, err
}

func (s *failingStore) DecideReset(ctx context.Context, id uuid.UUID, d store.ResetDecision, e store.AuditEvent) error {
	err := s.Store.DecideReset(ctx, id, d, e)
	if s.afterReset != nil {
		s.afterReset()
	}
	return err
}

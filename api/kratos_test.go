package api_test

import (
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/webauthnsvc"
)

// fakeKratos answers from memory what package kratos would ask Kratos; end-to-end tests run a real one.
type fakeKratos struct {
	mu            sync.Mutex
	down          bool
	endingFails   bool
	removalFails  bool
	ending        func()      // runs before sessions are ended, if set
	endedSessions []uuid.UUID // the sessions that were ended by themselves
	aal2          string      // where SessionOf redirects every session; "" nowhere
	sessions      map[string]account.Session
	stale         map[string]account.Session // what CachedSessionOf has cached
	identities    map[uuid.UUID]*kratosIdentity
	read          int           // how often passkeys were read
	asked         int           // calls about identities, so that tests see which are made
	ended         []uuid.UUID   // whose sessions were ended
	downAfter     int           // calls until it fails; 0: it does not
	slow          time.Duration // how long FindIdentity takes, and how much longer for a known identity
	slowKnown     time.Duration
	meanwhile     func()        // runs within the next call about an identity, once
	refreshes     []refreshWish // the arguments of RefreshURL
}

// kratosFactors are what an identity holds at Kratos besides a first factor.
type refreshWish struct{ aal2, refresh bool }

var (
	_ webauthnsvc.Kratos = (*fakeKratos)(nil)
	_ standing.Pages     = (*fakeKratos)(nil)
)

func newKratos() *fakeKratos {
	return &fakeKratos{sessions: map[string]account.Session{}, identities: map[uuid.UUID]*kratosIdentity{}}
}

// token returns the one credential that counts, in Kratos' own order.
// CachedSessionOf returns stale sessions that a test has set, as a cache would.
// question counts a call, runs meanwhile, and reports whether Kratos answers.
func (k *fakeKratos) question() error {
	k.mu.Lock()
	k.asked++
	meanwhile, down := k.meanwhile, k.down
	k.meanwhile = nil
	if k.downAfter > 0 {
		k.downAfter--
		k.down = k.down || k.downAfter == 0
	}
	k.mu.Unlock()
	if meanwhile != nil {
		meanwhile()
	}
	if down {
		return fault.ErrKratosUnavailable
	}
	return nil
}

// firstHeld returns a password, and the address for recoveries. Both are older than any passkey until a test changes
// them.
// FindIdentity matches exactly except for case, as Kratos does: spaces count.
// sessionsOf returns an identity's sessions, the most recently authenticated first.
// ends is question for calls that end sessions.
// failEnding makes Kratos refuse to end sessions.
// failRemoval makes Kratos refuse to remove factors.
func (k *fakeKratos) VerificationURL(returnTo string) string {
	return "http://kratos.test/self-service/verification/browser?return_to=" + returnTo
}

func (k *fakeKratos) RefreshURL(aal2, refresh bool, returnTo string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.refreshes = append(k.refreshes, refreshWish{aal2, refresh})
	level := "aal1"
	if aal2 {
		level = "aal2"
	}
	return "http://kratos.test/self-service/login/browser?aal=" + level + "&return_to=" + returnTo
}

// change edits an identity.
func (k *fakeKratos) goDown(down bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down = down
}

// editSession changes the session behind a token.
// newIdentity creates an active identity.
// signIn creates a session by password.

package kratos

import (
	"sync"
	"time"
)

// codeAnswers caches whether Kratos takes codes as a second factor, separately for identities with a code credential
// and for those with addresses only, to which Kratos sends codes if missing_credential_fallback_enabled is set.
type codeAnswers struct {
	mu    sync.Mutex
	known [2]codeAnswer
}

type codeAnswer struct {
	offered bool
	until   time.Time
}

func (a *codeAnswers) get(class int, now time.Time) (offered, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.known[class]
	return known.offered, now.Before(known.until)
}

func (a *codeAnswers) put(class int, offered bool, asked time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known[class] = codeAnswer{offered, asked.Add(codeAnswerKept)}
}

// codeAnswerKept is how long an answer of Kratos is used for other identities: it depends on configuration.
const codeAnswerKept = time.Minute

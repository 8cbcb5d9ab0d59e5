//go:build drill

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// load is users who sign in, step up, and add and remove passkeys. It keeps what was acknowledged, for check.
type load struct {
	t        *testing.T
	replicas []*stack
	users    []*driven
	pause    time.Duration // of a user between two requests
	running  context.Context
	end      context.CancelFunc
	wait     sync.WaitGroup

	mu         sync.Mutex
	made       []deed
	acks       []time.Time
	unanswered int // of the attempts: no answer, or 503
	done       int // finishes that an attempt without an answer had carried out
	answers    map[string]int
	heard      map[string]time.Time // of each replica: its last answer that was not 503
}

// beforeRetry is how long a client waits before it repeats a request: less than Retry-After says.
const beforeRetry = 200 * time.Millisecond

// driven is a user of a load, with the first passkey.
type driven struct {
	header  http.Header
	device  *webauthntest.Authenticator
	passkey uuid.UUID
}

// deed is something that Latchkey has acknowledged.
type deed struct {
	event     string // the type of the audit event
	passkey   uuid.UUID
	challenge [32]byte
	at        time.Time
}

// newLoad registers the users, each with a passkey.
func newLoad(t *testing.T, people int, replicas ...*stack) *load {
	t.Helper()
	l := &load{t: t, replicas: replicas, pause: 20 * time.Millisecond, answers: map[string]int{}, heard: map[string]time.Time{}}
	l.running, l.end = context.WithCancel(t.Context())
	for i := range people {
		s := replicas[i%len(replicas)]
		_, person := s.app(t)
		u := &driven{header: person.header, device: webauthntest.New(s.origin())}
		made, ok := l.finished(u, i, 0, "registration", person.begin(t, "registration").created(t, u.device))
		if !ok {
			t.Fatal("a user without a passkey")
		}
		u.passkey = made
		l.users = append(l.users, u)
	}
	return l
}

// origin is the address of the pages: that of the balancer, where there is one.
func (s *stack) origin() string {
	if s.appURL != "" {
		return s.appURL
	}
	return s.latchkey.PublicURL
}

// start makes all users act until stop.
func (l *load) start() {
	for i, u := range l.users {
		l.wait.Go(func() { l.act(u, i) })
	}
}

// stop lets every user complete what is under way: each finish is repeated until it has an answer.
func (l *load) stop() {
	l.end()
	l.wait.Wait()
	if l.t.Failed() {
		l.t.Fatalf("the answers: %v", l.answers)
	}
}

// act signs in by turns at all replicas, and now and then adds a passkey and removes it.
func (l *load) act(u *driven, turn int) {
	for ; l.running.Err() == nil; turn++ {
		if !l.sign(u, turn, "login") {
			continue
		}
		if turn%3 != 0 || !l.sign(u, turn, "step-up") {
			continue
		}
		other := webauthntest.New(u.device.Origin)
		b, ok := l.begun(u, turn, "registration")
		if !ok {
			continue
		}
		credential, err := other.Create(b.PublicKey)
		if err != nil {
			l.t.Error(err)
			return
		}
		if made, ok := l.finished(u, turn+1, 0, "registration", finish{b.Ceremony, credential}); ok {
			l.remove(u, turn, made)
		}
	}
}

// sign begins a ceremony at one replica and finishes it at the next.
func (l *load) sign(u *driven, turn int, kind string) bool {
	b, ok := l.begun(u, turn, kind)
	if !ok {
		return false
	}
	credential, err := u.device.Get(b.PublicKey)
	if err != nil {
		l.t.Error(err)
		return false
	}
	_, ok = l.finished(u, turn+1, 0, kind, finish{b.Ceremony, credential})
	return ok
}

func (l *load) at(turn int) *stack {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.replicas[turn%len(l.replicas)]
}

// use makes the next requests go to these.
func (l *load) use(all ...*stack) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.replicas = all
}

// once sends a request once. passing is true if there was no answer, or one that tells the client to come back.
func (l *load) once(u *driven, turn int, method, path string, body any) (got answer, passing bool) {
	select {
	case <-l.running.Done():
	case <-time.After(l.pause):
	}
	c := caller{l.at(turn).latchkey.PublicURL, u.header}
	got, err := c.send(l.t.Context(), method, path, body)
	what, refusal := "no answer", problem{}
	if err == nil {
		what = fmt.Sprint(got.status)
		if got.status >= 400 {
			if json.Unmarshal(got.body, &refusal) != nil || refusal.Code == "" {
				l.t.Errorf("%s %s: a refusal without a code: %d %s", method, path, got.status, got.body)
			}
			what += " " + refusal.Code
		}
		if got.status == http.StatusServiceUnavailable && got.header.Get("Retry-After") == "" {
			l.t.Errorf("%s %s: no Retry-After", method, path)
		}
	}
	passing = err != nil || got.status == http.StatusServiceUnavailable
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers[what]++
	if passing {
		l.unanswered++
	} else {
		l.heard[c.base] = time.Now()
	}
	return got, passing
}

func (l *load) begun(u *driven, turn int, kind string) (b begun, ok bool) {
	got, passing := l.once(u, turn, http.MethodPost, "/v1/"+kind+"/begin", struct{}{})
	if passing {
		return b, false
	}
	if got.status != http.StatusOK || json.Unmarshal(got.body, &b) != nil {
		l.t.Errorf("%s: begin: %d %s", kind, got.status, got.body)
		return b, false
	}
	return b, true
}

// events are the types of the audit events of finishes.
var events = map[string]string{"login": "login.succeeded", "step-up": "step_up.succeeded", "registration": "passkey.registered"}

// finished repeats a finish, at one replica after the other, until it has an answer. tries is how often it was sent before.
func (l *load) finished(u *driven, turn, tries int, kind string, f finish) (passkey uuid.UUID, ok bool) {
	for ; ; tries++ {
		got, passing := l.once(u, turn+tries, http.MethodPost, "/v1/"+kind+"/finish", f)
		if !passing || tries > 1000 {
			return l.judged(u, tries, kind, f, got)
		}
		time.Sleep(beforeRetry)
	}
}

// judged keeps the answer to a finish. What an attempt without an answer has carried out is answered with ceremony_spent, for a
// registration together with the passkey.
func (l *load) judged(u *driven, tries int, kind string, f finish, got answer) (passkey uuid.UUID, ok bool) {
	var said struct {
		ID      uuid.UUID
		Code    string
		Passkey *struct{ ID uuid.UUID }
	}
	_ = json.Unmarshal(got.body, &said) // judged by what it holds
	made, again := u.passkey, tries > 0 && got.status == http.StatusConflict && said.Code == "ceremony_spent"
	if kind == "registration" {
		made = said.ID
		if again = again && said.Passkey != nil; again {
			made = said.Passkey.ID
		}
	}
	if !again && got.status != http.StatusOK && got.status != http.StatusCreated {
		l.t.Errorf("%s: attempt %d: %d %s", kind, tries, got.status, got.body)
		return made, false
	}
	l.acknowledged(events[kind], made, challengeOf(l.t, f), again)
	return made, true
}

func (l *load) remove(u *driven, turn int, passkey uuid.UUID) {
	for attempt := 0; ; attempt++ {
		got, passing := l.once(u, turn+attempt, http.MethodDelete, "/v1/passkeys/"+passkey.String(), nil)
		if passing && attempt < 1000 {
			time.Sleep(beforeRetry)
			continue
		}
		again := attempt > 0 && got.status == http.StatusNotFound
		if !again && got.status != http.StatusOK {
			l.t.Errorf("removal: attempt %d: %d %s", attempt, got.status, got.body)
			return
		}
		l.acknowledged("passkey.removed", passkey, [32]byte{}, again)
		return
	}
}

func (l *load) acknowledged(event string, passkey uuid.UUID, challenge [32]byte, again bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.made = append(l.made, deed{event, passkey, challenge, time.Now()})
	l.acks = append(l.acks, time.Now())
	if again {
		l.done++
	}
}

// gap is the longest time between two acknowledgements.
func (l *load) gap() (longest time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.SortFunc(l.acks, time.Time.Compare)
	for i := 1; i < len(l.acks); i++ {
		longest = max(longest, l.acks[i].Sub(l.acks[i-1]))
	}
	return longest
}

// backAfter waits for an acknowledgement of what is asked for from now on, and for an answer of each replica: one that has not
// recovered would go unnoticed otherwise, as users go to the next. It returns how long that took.
func (l *load) backAfter(since time.Time) time.Duration {
	l.t.Helper()
	eventuallyWithin(l.t, 2*patience, "something is acknowledged again, and each replica answers", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		silent := func(s *stack) bool { return !l.heard[s.latchkey.PublicURL].After(since) }
		return slices.ContainsFunc(l.acks, since.Before) && !slices.ContainsFunc(l.replicas, silent)
	})
	return time.Since(since)
}

// count is how often this answer came.
func (l *load) count(answer string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answers[answer]
}

package e2e_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

const (
	writesPerMinute    = 30 // of a session and replica, as by default
	floodSize          = 40 // calls in each session at each replica
	refusalsRecorded   = 5  // a minute, of one type and reason, for an identity at each replica
	strangersRecorded  = 30 // the same for all unknown users
	sessionsOfIdentity = 4  // at their limit
	floodedReplicas    = 2
)

// flood is something an ordinary account repeats as fast as it can.
type flood struct {
	name string
	// call is one call by that session, with the account's device.
	call func(t *testing.T, c caller, passkey uuid.UUID, device *webauthntest.Authenticator) answer
	// event and reason are those of the refusal in the audit log; the reason is empty where calls succeed, or are
	// refused without end and recorded only at first.
	event, reason string
	rows          int  // at most, of that event
	refilled      bool // rows are the tokens of buckets, which fill up within a minute
	without       bool // a passkey
	sessions      int
	// anonymous calls concern no identity, so the log counts them as those of strangers; their limit is on the client's
	// address, which all tests share.
	anonymous bool
}

var floods = []flood{
	{name: "registrations", event: "registration.refused", reason: "challenge_mismatch", without: true, sessions: 1,
		call: func(t *testing.T, c caller, _ uuid.UUID, device *webauthntest.Authenticator) answer {
			device.Tamper.ClientData = func(members map[string]any) { members["challenge"] = strings.Repeat("A", 43) }
			return c.floods(t, "registration", struct{}{}, device.Create)
		}},
	{name: "step-ups", event: "step_up.refused", reason: "not_accepted", sessions: 1,
		call: func(t *testing.T, c caller, _ uuid.UUID, device *webauthntest.Authenticator) answer {
			device.Tamper.Signature = forged
			return c.floods(t, "step-up", struct{}{}, device.Get)
		}},
	{name: "confirmations", event: "confirmation.refused", reason: "not_accepted", sessions: 1,
		call: func(t *testing.T, c caller, _ uuid.UUID, device *webauthntest.Authenticator) answer {
			device.Tamper.Signature = forged
			return c.floods(t, "confirmations", map[string]string{"payload": "100 EUR to Ann"}, device.Get)
		}},
	{name: "logins", event: "login.refused", reason: "not_accepted", sessions: 1, anonymous: true,
		call: func(t *testing.T, c caller, _ uuid.UUID, device *webauthntest.Authenticator) answer {
			device.Tamper.Signature = forged
			return caller{c.base, nil}.floods(t, "login", struct{}{}, device.Get)
		}},
	{name: "recovery codes", event: "recovery_codes.failed", sessions: 1, rows: 5,
		call: func(t *testing.T, c caller, _ uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": "AAAA-BBBB-CCCC"})
		}},
	// Removals come from more sessions than an identity may have at their limit.
	{name: "removals", event: "passkey.removal_refused", reason: "step_up_required", sessions: sessionsOfIdentity + 2,
		call: func(t *testing.T, c caller, passkey uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodDelete, "/v1/passkeys/"+passkey.String(), nil)
		}},
	{name: "disowning", event: "passkey.removal_refused", reason: "step_up_required", sessions: 1,
		call: func(t *testing.T, c caller, passkey uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodPost, "/v1/passkeys/"+passkey.String()+"/disown", struct{}{})
		}},
	{name: "renames", event: "passkey.renamed", sessions: 1, rows: floodedReplicas * writesPerMinute, refilled: true,
		call: func(t *testing.T, c caller, passkey uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodPatch, "/v1/passkeys/"+passkey.String(), map[string]string{"name": "x"})
		}},
	{name: "new codes", event: "recovery_codes.created", sessions: 1, // refused: the session is not fresh
		call: func(t *testing.T, c caller, _ uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodPost, "/v1/recovery-codes", struct{}{})
		}},
	{name: "answers about factors", event: "factor.disowned", sessions: 1,
		call: func(t *testing.T, c caller, _ uuid.UUID, _ *webauthntest.Authenticator) answer {
			return c.try(t, http.MethodPost, "/v1/factors/"+uuid.NewString()+"/disown", struct{}{})
		}},
}

func forged([]byte) []byte { return []byte("not a signature") }

// testFlood: ordinary accounts repeat requests that write as fast as they can, at two replicas. Each is rate-limited,
// the log gets a few rows and complete sums, and the account of another user keeps working.
func testFlood(t *testing.T, shared *stack) {
	p := startPair(t, shared.kratos, "LATCHKEY_LIMITS_WRITES_PER_MINUTE="+strconv.Itoa(writesPerMinute))
	_, honest, theirs := p.customer(t)
	flooded := make([]flooding, len(floods))
	for i, f := range floods {
		flooded[i] = p.flood(t, f, func() {
			at := honest[i%floodedReplicas]
			at.stepUp(t, theirs)
			at.do(t, http.MethodGet, "/v1/passkeys", nil).want(t, http.StatusOK, nil)
			p.replicas[i%floodedReplicas].anyone().login(t, theirs).want(t, http.StatusOK, nil)
		})
	}
	p.restart(t) // which writes the sums
	for i, f := range floods {
		t.Run(f.name, func(t *testing.T) { flooded[i].checkLog(t, f, p.replicas[0].support()) })
	}
}

// flooding is what became of one.
type flooding struct {
	identity                uuid.UUID
	accepted, refused, held int // held: answered 429
	took                    time.Duration
}

func (p *pair) flood(t *testing.T, f flood, meanwhile func()) flooding {
	t.Helper()
	user, device, passkey := p.account(t, f)
	var sessions [][floodedReplicas]caller
	for i := range f.sessions {
		again := user
		if i > 0 {
			again = p.replicas[0].kratos.App()
			must(t, again.Login(t.Context(), user.Email, password))
		}
		sessions = append(sessions, [floodedReplicas]caller{p.replicas[0].withToken(again), p.replicas[1].withToken(again)})
	}
	result, start := flooding{identity: user.IdentityID}, time.Now()
	var lock sync.Mutex
	var wait sync.WaitGroup
	for _, session := range sessions {
		for _, c := range session {
			own := device.Copy()
			wait.Go(func() {
				for range floodSize {
					got := f.call(t, c, passkey, own)
					lock.Lock()
					result.count(t, got)
					lock.Unlock()
				}
			})
		}
	}
	defer wait.Wait() // should meanwhile end the test
	meanwhile()
	wait.Wait()
	result.took = time.Since(start)
	t.Logf("%-21s %d answered, %d refused, %d held up, in %s", f.name+":", result.accepted, result.refused, result.held, result.took.Round(time.Millisecond))
	return result
}

func (p *pair) account(t *testing.T, f flood) (*demo.KratosUser, *webauthntest.Authenticator, uuid.UUID) {
	t.Helper()
	if f.without {
		user, _ := p.person(t)
		return user, webauthntest.New(p.origin), uuid.Nil
	}
	user, callers, device := p.customer(t)
	return user, device, callers[0].passkeys(t)[0].ID
}

func (r *flooding) count(t *testing.T, got answer) {
	switch {
	case got.status == http.StatusTooManyRequests:
		got.limited(t)
		r.held++
	case got.status >= 200 && got.status < 300:
		r.accepted++
	case got.status >= 400 && got.status < 500:
		r.refused++
	default:
		t.Errorf("got %d: %s, want success or a refusal", got.status, got.body)
	}
}

// limited checks the response for a limit, which a client needs to retry.
func (a answer) limited(t *testing.T) {
	var said struct {
		Code       string `json:"code"`
		RetryAfter int    `json:"retry_after"`
	}
	wait, _ := strconv.Atoi(a.header.Get("Retry-After"))
	if json.Unmarshal(a.body, &said) != nil || said.Code != "rate_limited" || wait < 1 || wait > 60 || said.RetryAfter != wait {
		t.Errorf("a limited call with Retry-After %q: %s", a.header.Get("Retry-After"), a.body)
	}
}

// checkLog compares the audit log with the responses.
func (r flooding) checkLog(t *testing.T, f flood, support caller) {
	calls := f.sessions * floodSize * floodedReplicas
	minutes := int(r.took/time.Minute) + 1 // begun since the first refusal
	passed := floodedReplicas * min(f.sessions, sessionsOfIdentity) * writesPerMinute * (minutes + 1)
	switch {
	case r.accepted+r.refused+r.held != calls:
		t.Errorf("%d of %d calls were answered", r.accepted+r.refused+r.held, calls)
	case !f.anonymous && (r.held == 0 || r.accepted+r.refused > passed):
		t.Errorf("%d of %d calls were not held up, want at most %d", r.accepted+r.refused, calls, passed)
	}
	most, identity := refusalsRecorded*floodedReplicas*minutes, r.identity
	if f.anonymous {
		most, identity = strangersRecorded*floodedReplicas*minutes, uuid.Nil
	}
	rows, sum := support.recorded(t, identity, f.event, f.reason)
	t.Logf("%d rows of %s, and sums of %d", rows, f.event, sum)
	if f.reason == "" {
		most := f.rows * minutes
		if f.refilled {
			most = int(float64(f.rows) * (1 + r.took.Minutes()))
		}
		if rows > most || sum != 0 {
			t.Errorf("%d rows and sums of %d, want at most %d rows", rows, sum, most)
		}
		return
	}
	if rows > most || rows == 0 {
		t.Errorf("%d rows of %d refusals, want at most %d", rows, r.refused, most)
	}
	if rows+sum != r.refused {
		t.Errorf("%d rows and sums of %d, but %d refusals", rows, sum, r.refused)
	}
}

// recorded is how many events of that type and reason are on record for an identity, and how many were only counted.
func (c caller) recorded(t *testing.T, identity uuid.UUID, event, reason string) (rows, sum int) {
	t.Helper()
	for _, kind := range []string{event, "audit.suppressed"} {
		var list struct {
			Events []struct {
				IdentityID uuid.UUID `json:"identity_id"`
				Reason     string    `json:"reason"`
				Metadata   struct {
					Type   string `json:"type"`
					Reason string `json:"reason"`
					Count  int    `json:"count"`
				} `json:"metadata"`
			} `json:"events"`
		}
		got := c.do(t, http.MethodGet, "/admin/v1/audit-events?page_size=200&event_type="+kind, nil)
		got.want(t, http.StatusOK, &list)
		if got.header.Get("Link") != "" {
			t.Fatalf("more than a page of %s", kind)
		}
		for _, e := range list.Events {
			switch {
			case e.IdentityID != identity:
			case kind == event && (reason == "" || e.Reason == reason):
				rows++
			case e.Metadata.Type == event && (reason == "" || e.Metadata.Reason == reason):
				sum += e.Metadata.Count
			}
		}
	}
	return rows, sum
}

// try is one call from a goroutine of its own.
func (c caller) try(t *testing.T, method, path string, body any) answer {
	got, err := c.send(t.Context(), method, path, body)
	if err != nil {
		t.Error(err)
	}
	return got
}

// floods has one ceremony refused. Begin is not limited, since it writes nothing.
func (c caller) floods(t *testing.T, kind string, wish any, device func(publicKey []byte) ([]byte, error)) answer {
	got := c.try(t, http.MethodPost, "/v1/"+kind+"/begin", wish)
	var b begun
	if got.status != http.StatusOK || json.Unmarshal(got.body, &b) != nil {
		t.Errorf("%s/begin: %d %s", kind, got.status, got.body)
		return got
	}
	credential, err := device(b.PublicKey)
	if err != nil {
		t.Error(err)
	}
	return c.try(t, http.MethodPost, "/v1/"+kind+"/finish", finish{b.Ceremony, credential})
}

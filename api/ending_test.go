package api_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

// attacked is an owner with two passkeys, and an attacker with a session by the second one and a session by the password.
type attacked struct {
	*harness
	owner    *person
	phone    *webauthntest.Authenticator
	stolenID string
	stolen   *webauthntest.Authenticator
	attacker *person // by the stolen passkey
	password *person
}

func newAttacked(t *testing.T, edits ...func(*harness)) *attacked {
	t.Helper()
	h := newHarness(t, append([]func(*harness){minting}, edits...)...)
	b := &attacked{harness: h, owner: h.person("ada@example.com"), phone: device()}
	b.stolen = device(func(a *webauthntest.Authenticator) { a.CounterStep = 1 })
	b.owner.register(b.phone).want(201)
	b.owner.stepUp(b.phone).want(200)
	b.stolenID = b.owner.register(b.stolen).want(201).id().String()
	b.attacker = h.minted(b.stolen)
	b.password = h.signIn(b.owner.id, b.owner.email)
	return b
}

// endings is how many are left to do.
func (h *harness) endings() int { return h.count("session_endings") }

func (h *harness) runEndings() {
	h.t.Helper()
	if err := h.service.Endings.Run(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (p *person) signedIn(want bool) {
	p.t.Helper()
	if got := p.get("/v1/session").status; got == http.StatusOK != want {
		p.t.Errorf("the session answers %d", got)
	}
}

// causes are all changes that end sessions. others: all but the caller's end, and not those of the passkey alone.
var causes = []struct {
	name   string
	others bool
	end    func(b *attacked) (sessions any)
	edit   func(*harness)
}{
	{name: "removed", end: func(b *attacked) any {
		return b.owner.delete("/v1/passkeys/" + b.stolenID).want(200).object()["sessions"]
	}},
	{name: "disowned", others: true, end: func(b *attacked) any {
		return b.owner.post("/v1/passkeys/"+b.stolenID+"/disown", object{}).want(200).object()["sessions"]
	}},
	{name: "suspended", end: func(b *attacked) any {
		return b.adminWith("revoke").post("/admin/v1/passkeys/"+b.stolenID+"/suspend", object{"reason": "x"}).want(200).object()["sessions"]
	}},
	{name: "revoked, sessions kept", end: func(b *attacked) any {
		return b.adminWith("revoke").post("/admin/v1/passkeys/"+b.stolenID+"/revoke", object{"reason": "x", "end_sessions": false}).want(200).object()["sessions"]
	}},
	{name: "clone", end: func(b *attacked) any {
		b.stolen.CounterStep, b.stolen.Passkeys()[0].Counter = 0, 1
		b.browser().login(b.stolen).wantReason("clone")
		return "pending"
	}, edit: func(h *harness) { h.rules.Clone = webauthnsvc.CloneSuspend }},
	{name: "factor disowned", others: true, end: func(b *attacked) any {
		b.owner.enrolsTOTP(b.harness)
		id := b.owner.standing().atKratos(b.t).ID.String()
		return b.owner.post("/v1/factors/"+id+"/disown", object{}).want(200).object()["sessions"]
	}},
}

// Whatever ends sessions, Kratos fails just then: the stolen session ends all the same, a minute later, and the caller's own
// lives on, as does one that began after the change.
func TestSessionsEndAfterAFailureOfKratos(t *testing.T) {
	t.Parallel()
	for _, cause := range causes {
		t.Run(cause.name, func(t *testing.T) {
			t.Parallel()
			b := newAttacked(t, func(h *harness) {
				if cause.edit != nil {
					cause.edit(h)
				}
			})
			b.kratos.failEnding(true)
			if sessions := cause.end(b); sessions != "pending" {
				t.Errorf("sessions: %v", sessions)
			}
			b.attacker.signedIn(true)
			b.clock.advance(time.Second)
			later := b.signIn(b.owner.id, b.owner.email)

			b.runEndings() // not due yet
			b.clock.advance(5 * time.Second)
			left := b.endings()
			for range left {
				b.runEndings() // Kratos still fails
			}
			if left == 0 {
				t.Error("nothing is left to end")
			}
			b.kratos.failEnding(false)
			b.runEndings() // not due yet
			if b.endings() != left {
				t.Error("tried again at once")
			}
			b.clock.advance(5 * time.Second)
			b.runEndings()
			b.attacker.signedIn(false)
			b.owner.signedIn(true)
			later.signedIn(true)
			b.password.signedIn(!cause.others)
			if n := b.endings(); n != 0 {
				t.Errorf("%d endings are left", n)
			}
		})
	}
}

// Where Kratos answers, nothing is left to do, and nothing is done twice.
func TestSessionsEndAtOnce(t *testing.T) {
	t.Parallel()
	for _, cause := range causes {
		t.Run(cause.name, func(t *testing.T) {
			t.Parallel()
			b := newAttacked(t, func(h *harness) {
				if cause.edit != nil {
					cause.edit(h)
				}
			})
			want := "ended"
			switch cause.name {
			case "clone":
				want = "pending" // it is not said
			case "revoked, sessions kept":
				want = "kept"
			}
			if sessions := cause.end(b); sessions != want {
				t.Errorf("sessions: %v", sessions)
			}
			b.attacker.signedIn(false)
			b.owner.signedIn(true)
			b.password.signedIn(!cause.others)
			if n := b.endings(); n != 0 {
				t.Errorf("%d endings are left", n)
			}
		})
	}
}

// A revocation that is to end all sessions ends those that had begun by then, whenever Kratos answers.
func TestRevocationEndsSessionsThatHadBegun(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.kratos.failEnding(true)
	got := b.adminWith("revoke").post("/admin/v1/passkeys/"+b.stolenID+"/revoke", object{"reason": "x"}).want(200).object()
	if got["sessions"] != "pending" {
		t.Errorf("got %v, want sessions pending", got)
	}
	b.clock.advance(time.Minute)
	later := b.signIn(b.owner.id, b.owner.email)
	b.kratos.failEnding(false)
	b.runEndings()
	for _, ended := range []*person{b.attacker, b.password, b.owner} {
		ended.signedIn(false)
	}
	later.signedIn(true)
}

// The owner of an address recovers the account while Kratos ends no sessions. The recovery goes through, and the attacker's
// session ends later; the recovery's, which Kratos has begun before its web_hook and stored after it, does not.
func TestPreHijackersSessionEndsAfterAFailure(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, func(h *harness) { h.config.Hooks.Key = hookKey })
	attacker.register(device()).want(201)
	verify()
	h.kratos.failEnding(true)
	began := h.clock.Now()
	h.clock.advance(time.Second)
	h.kratosHook().post("/hooks/kratos/recovery", object{"flow_id": uuid.New(), "flow_type": "browser", "identity_id": attacker.id}).want(204)
	owner := h.signIn(attacker.id, attacker.email)
	h.kratos.editSession(owner.token, func(s *account.Session) {
		s.Methods[0].Name, s.AuthenticatedAt, s.Methods[0].CompletedAt = "code_recovery", began, began
	})
	h.kratos.failEnding(false)
	attacker.signedIn(true)
	h.clock.advance(time.Minute)
	h.runEndings()
	attacker.signedIn(false)
	owner.signedIn(true)
	if n := h.endings(); n != 0 {
		t.Errorf("%d endings are left", n)
	}
}

// The process dies between the commit and its call to Kratos; another replica ends the session.
func TestSessionsEndAfterACrash(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.kratos.ending = func() { panic("the process dies here") }
	b.owner.delete("/v1/passkeys/" + b.stolenID).want(500)
	b.kratos.ending = nil
	if b.count("passkeys") != 1 {
		t.Fatal("the passkey is there")
	}
	b.attacker.signedIn(true)
	other := b.replica()
	other.clock.advance(time.Minute)
	other.runEndings()
	b.attacker.signedIn(false)
	b.owner.signedIn(true)
}

// Two replicas at once end each session once.
func TestReplicasEndEachSessionOnce(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	for range 20 {
		b.clock.advance(time.Second)
		b.minted(b.stolen)
	}
	b.kratos.failEnding(true)
	b.owner.delete("/v1/passkeys/" + b.stolenID).want(200)
	b.kratos.failEnding(false)
	b.clock.advance(time.Minute)
	replicas := []*harness{b.harness, b.replica()}
	var running sync.WaitGroup
	for _, replica := range replicas {
		running.Go(func() {
			for range 3 {
				if err := replica.service.Endings.Run(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	ended := map[uuid.UUID]bool{}
	for _, id := range b.kratos.endedSessions {
		if ended[id] {
			t.Errorf("%s was ended twice", id)
		}
		ended[id] = true
	}
	if len(ended) != 21 || b.endings() != 0 {
		t.Errorf("%d of 21 sessions were ended, %d endings are left", len(ended), b.endings())
	}
}

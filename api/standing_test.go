package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/standing"
	"latchkey/webauthnsvc/webauthntest"
)

// sessionState is GET /v1/session.
type sessionState struct {
	Identity struct {
		ID    uuid.UUID `json:"id"`
		Login string    `json:"login"`
	} `json:"identity"`
	Session struct {
		ID    uuid.UUID `json:"id"`
		Level string    `json:"level"`
	} `json:"session"`
	Assurance struct {
		Level        string     `json:"level"`
		UserVerified bool       `json:"user_verified"`
		ProvenAt     *time.Time `json:"proven_at"`
		Reasons      []string   `json:"reasons"`
	} `json:"assurance"`
	FreshUntil *time.Time        `json:"fresh_until"`
	Factors    []standing.Factor `json:"factors"`
	Required   string            `json:"required"`
	Next       string            `json:"next"`
	NextReason string            `json:"next_reason"`
	GraceUntil *time.Time        `json:"grace_until"`
	Deadline   *time.Time        `json:"deadline"`

	SecondFactor string   `json:"second_factor"`
	SecondWays   []string `json:"second_ways"`
}

// held counts the factors of a kind, here or at Kratos.
func (s sessionState) held(by, kind string) int {
	count := 0
	for _, f := range s.Factors {
		if f.HeldBy == by && f.Kind == kind {
			count++
		}
	}
	return count
}

func (p *person) standing() sessionState {
	p.t.Helper()
	return decode[sessionState](p.t, p.get("/v1/session").want(200).body)
}

// wantStanding checks the state of the session, and that forward-auth agrees: a level, or the code of its refusal.
func (p *person) wantStanding(level, required, next, authz string) sessionState {
	p.t.Helper()
	got := p.standing()
	if got.Assurance.Level != level || got.Required != required || got.Next != next {
		p.t.Errorf("at %s, required %s, next %s; want %s, %s, %s", got.Assurance.Level, got.Required, got.Next, level, required, next)
	}
	asked := p.get("/v1/authz")
	switch {
	case authz == level:
		if asked.want(200).header.Get("X-Latchkey-Level") != level {
			p.t.Errorf("passed with %v", asked.header)
		}
	default:
		asked.wantCode(403, authz)
		if asked.header.Get("X-Latchkey-Identity") != "" || asked.header.Get("X-Latchkey-Session") != "" {
			p.t.Errorf("a refusal contains %v", asked.header)
		}
	}
	return got
}

func policy(required string, grace time.Duration) func(*harness) {
	return func(h *harness) { h.rules.Required, h.rules.Grace = required, grace }
}

func withoutUV(a *webauthntest.Authenticator) { a.UserVerified = false }

// deviceBound makes a passkey that does not leave its device, such as that of a security key.
func deviceBound(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false }

// What each policy requires of which users.
func TestStandingByPolicy(t *testing.T) {
	totp := func(i *kratosIdentity) { i.factors.TOTP = true }
	for _, test := range []struct {
		required  string
		with      string // passkey, totp, both, suspended, or nothing
		level     string // the required level
		next, say string // by /v1/session, by /v1/authz
	}{
		{"none", "nothing", "aal1", "none", "aal1"},
		{"none", "passkey", "aal1", "none", "aal1"},
		{"none", "totp", "aal1", "none", "aal1"},
		{"highest_available", "nothing", "aal1", "none", "aal1"},
		{"highest_available", "passkey", "aal2", "step_up", "step_up_required"},
		{"highest_available", "totp", "aal2", "aal2_at_kratos", "aal2_required"},
		{"highest_available", "both", "aal2", "step_up", "step_up_required"},
		{"highest_available", "suspended", "aal1", "none", "aal1"}, // a factor that cannot be used does not count
		{"aal2", "nothing", "aal2", "enrol", "enrolment_required"},
		{"aal2", "passkey", "aal2", "step_up", "step_up_required"},
		{"aal2", "totp", "aal2", "aal2_at_kratos", "aal2_required"},
		{"aal2", "suspended", "aal2", "enrol", "enrolment_required"},
	} {
		t.Run(test.required+"/"+test.with, func(t *testing.T) {
			h := newHarness(t, policy(test.required, 0))
			ada := h.person("ada@example.com")
			switch test.with {
			case "passkey", "both", "suspended":
				id := ada.register(device()).want(201).id().String()
				if test.with == "suspended" {
					h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
				}
			}
			if test.with == "totp" || test.with == "both" {
				h.kratos.change(ada.id, totp)
			}
			got := ada.wantStanding("aal1", test.level, test.next, test.say)
			if got.Identity.ID != ada.id || got.Session.ID != ada.sessionID(h) || got.GraceUntil != nil || got.FreshUntil != nil {
				t.Errorf("got %+v, want identity %s in this session, no grace period, not fresh", got, ada.id)
			}
		})
	}
}

// The grace period begins when it is first needed, is reported, and ends.
func TestGrace(t *testing.T) {
	h := newHarness(t, policy("aal2", 24*time.Hour))
	ada := h.person("ada@example.com")
	h.clock.advance(time.Hour)
	began := h.clock.Now()
	ada.get("/v1/authz").want(200)
	h.clock.advance(3 * time.Hour)
	got := ada.wantStanding("aal1", "aal2", "enrol", "aal1")
	if got.GraceUntil == nil || !got.GraceUntil.Equal(began.Add(24*time.Hour)) {
		t.Errorf("grace until %v, began %v", got.GraceUntil, began)
	}
	// A new session has no grace period of its own.
	h.clock.advance(21*time.Hour - time.Second)
	again := h.signIn(ada.id, ada.email)
	again.wantStanding("aal1", "aal2", "enrol", "aal1")
	h.clock.advance(time.Second)
	if got := again.wantStanding("aal1", "aal2", "enrol", "enrolment_required"); got.GraceUntil != nil {
		t.Errorf("still grace until %v", got.GraceUntil)
	}
	// Enrolling is the next action, and does not count as a step-up.
	phone := device()
	again.register(phone).want(201)
	again.wantStanding("aal1", "aal2", "step_up", "step_up_required")
	again.stepUp(phone).want(200)
	again.wantStanding("aal2", "aal2", "none", "aal2")
}

// A user who must enrol, with a session that is too old for it, signs in again first.
func TestReauthenticateBeforeEnrolment(t *testing.T) {
	h := newHarness(t, policy("aal2", 0))
	ada := h.person("ada@example.com")
	ada.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
	h.clock.advance(24 * time.Hour)
	ada.wantStanding("aal1", "aal2", "reauthenticate", "enrolment_required")
	h.kratos.editSession(ada.token, func(s *account.Session) { s.AuthenticatedAt = h.clock.Now() })
	ada.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
	anyAge := newHarness(t, policy("aal2", 0), func(h *harness) { h.rules.FirstPasskeyWithin = 0 })
	eve := anyAge.person("eve@example.com")
	anyAge.clock.advance(1000 * time.Hour)
	eve.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
}

// The step-up lasts as long as its session; only freshness ends. Another session has none of it.
func TestStepUpBelongsToItsSession(t *testing.T) {
	h := newHarness(t, policy("highest_available", 0))
	ada, phone := h.person("ada@example.com"), device()
	id := ada.register(phone).want(201).id().String()
	at := h.clock.Now()
	ada.stepUp(phone).want(200)
	if got := ada.standing(); got.FreshUntil == nil || !got.FreshUntil.Equal(at.Add(15*time.Minute)) || got.held("latchkey", "passkey") != 1 {
		t.Errorf("got %+v, want fresh until %v, and one passkey", got, at.Add(15*time.Minute))
	}
	h.clock.advance(15 * time.Minute)
	if got := ada.wantStanding("aal2", "aal2", "none", "aal2"); got.FreshUntil != nil {
		t.Errorf("fresh until %v, now %v", got.FreshUntil, h.clock.Now())
	}
	h.signIn(ada.id, ada.email).wantStanding("aal1", "aal2", "step_up", "step_up_required")

	// The row does not keep a session alive that Kratos has ended.
	h.kratos.mu.Lock()
	ended := h.kratos.sessions[ada.token]
	delete(h.kratos.sessions, ada.token)
	h.kratos.mu.Unlock()
	ada.get("/v1/session").wantCode(401, "unauthenticated")
	ada.get("/v1/authz").wantCode(401, "unauthenticated")
	if h.count("step_ups") != 1 {
		t.Error("there is no step-up that could raise it")
	}
	// Nor does it raise another user's session with that ID.
	eve := h.person("eve@example.com")
	eve.register(device()).want(201)
	h.kratos.editSession(eve.token, func(s *account.Session) { s.ID = ended.ID })
	eve.wantStanding("aal1", "aal2", "step_up", "step_up_required")

	// And it ends with its passkey.
	back := h.signIn(ada.id, ada.email)
	back.stepUp(phone).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
	back.wantStanding("aal1", "aal1", "none", "aal1")
}

func TestNoStanding(t *testing.T) {
	h := newHarness(t, policy("aal2", time.Hour))
	h.browser().get("/v1/session").wantCode(401, "unauthenticated")
	ada := h.person("ada@example.com")
	h.kratos.editSession(ada.token, func(s *account.Session) { s.Identity.Active = false })
	ada.get("/v1/authz").wantCode(403, "identity_inactive")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = false }) // since the session was read
	ada.get("/v1/session").wantCode(403, "identity_inactive")
	h.kratos.remove(ada.id)
	ada.get("/v1/session").wantCode(401, "unauthenticated")
	h.kratos.goDown(true)
	ada.get("/v1/session").wantCode(503, "kratos_unavailable")
	ada.get("/v1/authz").wantCode(503, "kratos_unavailable")
}

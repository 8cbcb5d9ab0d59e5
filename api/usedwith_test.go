package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// A change by a session that is aal2 by a key without a PIN next to a vouched password is refused once the owner has
// disowned the password, and the session is at aal1, although Kratos has not ended it yet.
func TestPasswordDisownedBeforeCommit(t *testing.T) {
	t.Parallel()
	for kind, change := range map[string]func(p *person, app string) *answer{
		"registration": func(p *person, _ string) *answer { return p.register(device()) },
		"codes":        func(p *person, _ string) *answer { return p.post("/v1/recovery-codes", object{}) },
		"confirmed":    func(p *person, app string) *answer { return p.post("/v1/factors/"+app+"/confirm", object{}) },
		"disowned":     func(p *person, app string) *answer { return p.post("/v1/factors/"+app+"/disown", object{}) },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			owner, key, phone := h.keyAndPhone("ada@example.com")
			h.clock.advance(time.Hour)
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			attacker := h.signIn(owner.id, owner.email)
			if level := attacker.levelBy(key); level != "aal2" {
				t.Fatalf("by the password and the key: %s", level)
			}
			other := h.signIn(owner.id, owner.email)
			other.enrolsTOTP(h)
			app := owner.standing().atKratos(t).ID.String()
			level := ""
			h.kratos.ending = func() { level = attacker.standing().Assurance.Level } // before Kratos has ended the session
			h.store.beforeCommit = func() { owner.post("/v1/factors/"+h.passwordID()+"/disown", object{}).want(200) }
			change(attacker, app).wantCode(403, "step_up_required")
			if passkeys, codes := h.count("passkeys"), h.count("recovery_codes"); passkeys != 2 || codes != 0 {
				t.Errorf("%d passkeys, %d codes", passkeys, codes)
			}
			if level != "aal1" {
				t.Errorf("after the password was disowned, at %q", level)
			}
		})
	}
}

// The owner of a key without a PIN changes the password, and goes on in the same session.
func TestPasswordReplacedAfterItsUse(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.keyHolder("ada@example.com")
	owner.stepUp(key).want(200)
	h.setsPassword(owner, "new")
	owner.post("/v1/recovery-codes", object{}).want(201) // before it is seen
	owner.stepUp(key).want(200)
	h.signIn(owner.id, owner.email).stepUp(key).want(200) // sees it
	if rows := h.query("SELECT count(*) FROM factors WHERE kind = 'password' AND gone_at IS NOT NULL"); rows[0][0] != int64(1) {
		t.Fatalf("%v passwords are gone", rows[0][0])
	}
	h.clock.advance(10 * time.Second) // until the codes may be replaced
	owner.post("/v1/recovery-codes", object{}).want(201)
	owner.register(device()).want(201)
}

// passwordID returns the ID of the password that Kratos holds.
func (h *harness) passwordID() string {
	h.t.Helper()
	rows := h.query("SELECT lower(hex(id)) FROM factors WHERE kind = 'password' AND gone_at IS NULL")
	if len(rows) != 1 {
		h.t.Fatalf("%d passwords", len(rows))
	}
	return uuid.MustParse(rows[0][0].(string)).String()
}

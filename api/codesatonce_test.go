package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// fifty sends a call fifty times at once, to both replicas.
func fifty(call func(replica int) *answer) []*answer {
	answers := make([]*answer, 50)
	start := make(chan struct{})
	var running sync.WaitGroup
	for i := range answers {
		running.Go(func() {
			<-start
			answers[i] = call(i % 2)
		})
	}
	close(start)
	running.Wait()
	return answers
}

// oneOfFifty returns the body of the one response with that status. All others must be refused as a conflict.
func oneOfFifty(t *testing.T, status int, call func(replica int) *answer) object {
	t.Helper()
	counts := map[string]int{}
	var won object
	for _, a := range fifty(call) {
		body := a.object()
		counts[fmt.Sprint(a.status, " ", body["code"])]++
		if a.status == status {
			counts["won"]++
			won = body
		}
	}
	if counts["won"] != 1 || counts["409 conflict"] != 49 {
		t.Errorf("%v", counts)
	}
	return won
}

// eventsOf counts the events of an identity.
func (h *harness) eventsOf(id uuid.UUID, kind, reason string) (n int) {
	h.t.Helper()
	events, err := h.store.AuditEvents(h.t.Context(), store.AuditFilter{IdentityID: &id}, store.Page{Size: 200})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range events {
		if e.Type == kind && (reason == "" || e.Reason == reason) {
			n++
		}
	}
	return n
}

// codesAtOnce are the calls that return recovery codes. Each prepares its case and returns a call to a replica.
var codesAtOnce = map[string]func(h *harness, replicas []*harness) (who *person, status int, call func(int) *answer){
	"new codes": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		p, _ := h.fresh("codes@example.com")
		return p, 201, func(i int) *answer { return p.at(replicas[i]).post("/v1/recovery-codes", object{}) }
	},
	"disown": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		return disownedAtOnce(h, replicas, "disown@example.com", func(*person, string) {})
	},
	"disown, removed by its user": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		return disownedAtOnce(h, replicas, "removed@example.com", func(p *person, id string) { p.delete("/v1/passkeys/" + id).want(200) })
	},
	"disown, revoked": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		return disownedAtOnce(h, replicas, "revoked@example.com", func(_ *person, id string) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
		})
	},
	"disown, suspended": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		return disownedAtOnce(h, replicas, "suspended@example.com", func(_ *person, id string) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
		})
	},
	"code from support": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		p, admin := h.person("support@example.com"), h.adminWith("reset")
		return p, 201, func(i int) *answer {
			return by(admin, replicas[i]).post("/admin/v1/identities/"+p.id.String()+"/recovery-code", object{"reason": "lost"})
		}
	},
	"collected code": func(h *harness, replicas []*harness) (*person, int, func(int) *answer) {
		two := []*harness{replicas[0].replica(twoAdmins), replicas[1].replica(twoAdmins)}
		p := h.person("collected@example.com")
		_, requester := two[0].staff("requester@example.com", "admin")
		_, other := two[0].staff("other@example.com", "admin")
		requester, other = by(requester, two[0]), by(other, two[0])
		id := requester.post("/admin/v1/identities/"+p.id.String()+"/recovery-code", object{"reason": "lost"}).want(202).object()["id"].(string)
		other.post("/admin/v1/approvals/"+id+"/approve", object{}).want(200)
		return p, 201, func(i int) *answer { return by(requester, two[i]).post("/admin/v1/approvals/"+id+"/collect", object{}) }
	},
}

// Of two approved codes for one user that are collected at once, one is returned. The other can still be collected later.
func TestTwoApprovalsCollectedAtOnce(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	_, bob := h.staff("bob@example.com", "admin")
	_, eve := h.staff("eve@example.com", "admin")
	approved := func(requester, other *caller) string {
		id := requester.post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "lost"}).want(202).object()["id"].(string)
		other.post("/admin/v1/approvals/"+id+"/approve", object{}).want(200)
		return "/admin/v1/approvals/" + id + "/collect"
	}
	bobs, eves := approved(bob, eve), approved(eve, bob)
	h.store.beforeCommit = func() { bob.post(bobs, object{}).want(201) }
	eve.post(eves, object{}).wantCode(409, "conflict")
	h.clock.advance(store.CodesApart)
	code := eve.post(eves, object{}).want(201).object()["code"].(string)
	eve.post(eves, object{}).wantCode(409, "conflict")
	ada.redeem(code).want(200)
}

// by is a caller of the admin listener of another replica.
func by(c *caller, h *harness) *caller {
	other := *c
	other.handler = h.admin
	return &other
}

// disownedAtOnce disowns a second passkey, to which something has happened.
func disownedAtOnce(h *harness, replicas []*harness, login string, happens func(p *person, id string)) (*person, int, func(int) *answer) {
	p, phone := h.fresh(login)
	id := p.register(device()).want(201).id().String()
	happens(p, id)
	p.stepUp(phone)
	return p, 200, func(i int) *answer { return p.at(replicas[i]).post("/v1/passkeys/"+id+"/disown", object{}) }
}

// Of fifty requests at once that return codes, one returns some, and those work. A second click or tab must not replace
// the codes that the first one displays.
func TestCodesReturnedAtOnce(t *testing.T) {
	for database, h := range map[string]*harness{"SQLite": newHarness(t), "PostgreSQL": newPostgresHarness(t).harness} {
		replicas := []*harness{h, h.replica()}
		for name, prepare := range codesAtOnce {
			t.Run(database+"/"+name, func(t *testing.T) {
				who, status, call := prepare(h, replicas)
				won := oneOfFifty(t, status, call)
				code, _ := won["code"].(string)
				if list, _ := won["codes"].([]any); len(list) > 0 {
					code, _ = list[9].(string)
				}
				h.signIn(who.id, who.email).redeem(code).want(200)
				made := "recovery_codes.created"
				if won["codes"] == nil {
					made = "recovery_codes.helpdesk_created"
				}
				if n := h.eventsOf(who.id, made, ""); n != 1 {
					t.Errorf("%d events %s", n, made)
				}
				if disowned := h.eventsOf(who.id, "passkey.removed", "disowned"); strings.HasPrefix(name, "disown") != (disowned == 1) {
					t.Errorf("%d events that a passkey was disowned", disowned)
				}
			})
		}
	}
}

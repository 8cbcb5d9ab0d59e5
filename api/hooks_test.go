package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/api"
	"latchkey/webauthnsvc/webauthntest"
)

const hookKey = "a key that only this test and its Kratos know"

func gated(h *harness) {
	h.rules.LoginGate, h.rules.Provider = true, "passkey"
	h.config.Hooks = api.Hooks{Key: hookKey, LoginUI: origin + "/login?app=1"}
}

// kratosHook is Kratos as a caller.
func (h *harness) kratosHook() *caller { return h.app().with("X-Hook-Key", hookKey) }

// attempt is the body of the template for a browser's password login.
func attempt(p *person, changes ...object) object {
	call := object{
		"flow_id": uuid.NewString(), "flow_type": "browser", "identity_id": p.id.String(), "session_id": uuid.Nil.String(),
		"methods": []object{{"method": "password", "aal": "aal1", "completed_at": "2026-03-01T12:00:00Z"}},
		"pass":    "", "traits": object{"email": "not@believed.example"},
	}
	for _, change := range changes {
		for name, value := range change {
			call[name] = value
		}
	}
	return call
}

// gateOf returns the token in the address that a refusal names.
func gateOf(t testing.TB, refused *answer) string {
	t.Helper()
	refused.want(403)
	said := decode[struct {
		Messages []struct {
			Messages []struct {
				Context struct {
					StepUpURL string `json:"step_up_url"`
				} `json:"context"`
			} `json:"messages"`
		} `json:"messages"`
	}](t, refused.body)
	address, err := url.Parse(said.Messages[0].Messages[0].Context.StepUpURL)
	if err != nil {
		t.Fatal(err)
	}
	return address.Query().Get("gate")
}

// useAtGate uses the passkey at the gate.
func (c *caller) useAtGate(gate string, d *webauthntest.Authenticator) *answer {
	c.t.Helper()
	b := c.begin("step-up", object{"gate": gate})
	return c.post("/v1/step-up/finish", object{"gate": gate, "ceremony": b.Ceremony, "credential": jsonRaw(c.getWith(d, b))})
}

func TestHookKey(t *testing.T) {
	h := newHarness(t, gated)
	p := h.person("ada")
	h.kratosHook().post("/hooks/kratos/login", attempt(p)).want(204)
	for _, key := range []string{"", "x", hookKey + "x", hookKey[1:], strings.ToUpper(hookKey)} {
		h.app().with("X-Hook-Key", key).post("/hooks/kratos/login", attempt(p)).wantCode(401, "unauthenticated")
	}
	h.kratosHook().post("/hooks/kratos/verification", attempt(p)).wantCode(404, "not_found")
	without := newHarness(t)
	for _, key := range []string{"", hookKey} {
		without.app().with("X-Hook-Key", key).post("/hooks/kratos/login", attempt(p)).wantCode(404, "not_found")
	}
}

func TestHookBodies(t *testing.T) {
	h := newHarness(t, gated)
	p := h.person("ada")
	for _, body := range []string{``, `{}`, `null`, `[]`, `{"flow_id":"x"}`, `{"flow_id":"` + uuid.NewString() + `"}`,
		`{"flow_id":"` + uuid.NewString() + `","identity_id":""}`} {
		h.kratosHook().send("POST", "/hooks/kratos/login", "application/json", []byte(body)).wantCode(400, "invalid_request")
	}
	large := attempt(p, object{"more": strings.Repeat("x", 1<<20-2000)})
	h.kratosHook().post("/hooks/kratos/login", large).want(204)
	large["more"] = strings.Repeat("x", 1<<20)
	h.kratosHook().post("/hooks/kratos/login", large).wantCode(413, "payload_too_large")
}

func TestHookRegistrationIsRecordedOnce(t *testing.T) {
	h := newHarness(t, gated)
	call := attempt(h.person("ada"))
	for range 3 {
		h.kratosHook().post("/hooks/kratos/registration", call).want(204)
	}
	recorded := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'identity.registered'")
	if n := recorded[0][0].(int64); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

// The identity of a flow that doctor has announced is known as a canary before any other event about it.
func TestHookKnowsCanaries(t *testing.T) {
	h := newHarness(t, gated)
	canary, ada := attempt(h.person("canary")), attempt(h.person("ada"))
	flow := uuid.MustParse(canary["flow_id"].(string))
	if _, err := h.raw.Exec("INSERT INTO canaries (identity_id, created_at) VALUES (?, 0)", flow[:]); err != nil {
		t.Fatal(err)
	}
	for _, call := range []object{canary, canary, ada} {
		h.kratosHook().post("/hooks/kratos/registration", call).want(204)
	}
	known, err := h.store.Canaries(t.Context())
	if want := []uuid.UUID{uuid.MustParse(canary["identity_id"].(string)), flow}; err != nil || !slices.Equal(known, want) {
		t.Errorf("canaries: %v, want %v; %v", known, want, err)
	}
	recorded := h.query("SELECT event_type FROM security_audit ORDER BY id")
	if got := fmt.Sprint(recorded); got != "[[canary.created] [identity.registered] [identity.registered]]" {
		t.Errorf("recorded %s", got)
	}
}

func TestGateDecides(t *testing.T) {
	h := newHarness(t, gated)
	p, d := h.person("ada"), device()
	refresh := object{"session_id": p.sessionID(h).String()}
	p.register(d).want(201)
	other := h.person("bob")
	ours := object{"methods": []object{{"method": "oidc", "provider": "passkey"}}}
	google := object{"methods": []object{{"method": "oidc", "provider": "google"}}}
	for name, test := range map[string]struct {
		event  string
		call   object
		status int
	}{
		"password":                   {"login", attempt(p), 403},
		"no method":                  {"login", attempt(p, object{"methods": nil}), 403},
		"our provider":               {"login", attempt(p, ours), 204},
		"another provider":           {"login", attempt(p, google), 403},
		"refresh":                    {"login", attempt(p, refresh), 204},
		"another user's session":     {"login", attempt(p, object{"session_id": other.sessionID(h).String()}), 403},
		"an unknown session":         {"login", attempt(p, object{"session_id": uuid.NewString(), "refresh": true}), 403},
		"app":                        {"login", attempt(p, object{"flow_type": "api"}), 403},
		"recovery":                   {"recovery", attempt(p), 403},
		"recovery by our method":     {"recovery", attempt(p, ours), 403},
		"without passkey":            {"login", attempt(other), 204},
		"recovery without a passkey": {"recovery", attempt(other), 204},
		"invented pass":              {"login", attempt(p, object{"pass": strings.Repeat("A", 26)}), 403},
	} {
		t.Run(name, func(t *testing.T) { h.kratosHook().post("/hooks/kratos/"+test.event, test.call).want(test.status) })
	}
	open := newHarness(t, gated, func(h *harness) { h.rules.LoginGate = false })
	q := open.person("ada")
	q.register(device()).want(201)
	open.kratosHook().post("/hooks/kratos/login", attempt(q)).want(204)

	h.kratos.goDown(true)
	h.kratosHook().post("/hooks/kratos/login", attempt(p, refresh)).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	h.store.goDown(true)
	h.kratosHook().post("/hooks/kratos/login", attempt(other)).wantCode(503, "store_unavailable")
}

// A pass is for one login, of one identity, by one browser, for five minutes, and once.
func TestGatePass(t *testing.T) {
	h := newHarness(t, gated)
	p, d := h.person("ada"), device()
	p.register(d).want(201)
	call := attempt(p)
	earn := func() object {
		t.Helper()
		b := h.browser()
		b.useAtGate(gateOf(t, h.kratosHook().post("/hooks/kratos/login", call)), d).want(200)
		return object{"pass": b.cookies["latchkey_pass"]}
	}
	try := func(status int, changes ...object) {
		t.Helper()
		changes = append([]object{call}, changes...)
		h.kratosHook().post("/hooks/kratos/login", attempt(p, changes...)).want(status)
	}
	pass := earn()
	try(403)
	try(403, pass, object{"flow_id": uuid.NewString()})
	try(403, pass, object{"flow_type": "api"})
	bob := h.person("bob")
	bob.register(device()).want(201)
	try(403, pass, object{"identity_id": bob.id.String()})
	try(204, pass)
	try(403, pass)

	pass = earn()
	h.clock.advance(5*time.Minute - time.Second)
	try(204, pass)
	pass = earn()
	h.clock.advance(5 * time.Minute)
	try(403, pass)

	// A pass ends with the passkey that earned it, although the user has another usable one.
	pass = earn()
	for _, row := range h.query("SELECT hex(id) FROM passkeys WHERE identity_id = (SELECT identity_id FROM gate_passes LIMIT 1)") {
		first := uuid.MustParse(row[0].(string))
		p.stepUp(d).want(200)
		p.register(device()).want(201)
		h.adminWith("revoke").post("/admin/v1/passkeys/"+first.String()+"/suspend", object{"reason": "lost"}).want(200)
	}
	try(403, pass)
}

func TestGateCeremony(t *testing.T) {
	h := newHarness(t, gated)
	p, d := h.person("ada"), device()
	p.register(d).want(201)
	gate := gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(p)))
	other := gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(p)))

	b := h.browser()
	begun := b.begin("step-up", object{"gate": gate})
	finish := object{"gate": gate, "ceremony": begun.Ceremony, "credential": jsonRaw(b.getWith(d, begun))}
	send := func(c *caller, changes object) *answer {
		body := object{}
		for _, part := range []object{finish, changes} {
			for name, value := range part {
				body[name] = value
			}
		}
		return c.post("/v1/step-up/finish", body)
	}
	send(b, object{"gate": other}).wantCode(400, "ceremony_invalid")
	send(b, object{"gate": gate[1:]}).wantCode(400, "ceremony_invalid")
	send(h.browser(), nil).wantCode(400, "ceremony_invalid") // another browser
	send(p.caller, object{"gate": ""}).wantCode(400, "ceremony_invalid")
	done := send(b, nil).want(200)
	if to := decode[struct {
		RedirectTo string `json:"redirect_to"`
	}](t, done.body).RedirectTo; !strings.HasPrefix(to, origin+"/login?app=1&flow=") {
		t.Errorf("goes back to %s", to)
	}
	cookie := done.header.Get("Set-Cookie")
	for _, want := range []string{"latchkey_pass=", "HttpOnly", "SameSite=Lax", "Max-Age=300", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the pass cookie lacks %s", want)
		}
	}
	send(b, nil).wantCode(409, "ceremony_spent")

	stranger := device()
	h.person("bob").register(stranger).want(201)
	wrong := b.begin("step-up", object{"gate": gate})
	b.post("/v1/step-up/finish", object{"gate": gate, "ceremony": wrong.Ceremony, "credential": jsonRaw(b.getWith(d, begun))}).
		wantCode(400, "passkey_rejected")
	h.clock.advance(5 * time.Minute)
	b.post("/v1/step-up/begin", object{"gate": gate}).wantCode(400, "ceremony_expired")
	b.post("/v1/step-up/begin", object{"gate": "AAAA"}).wantCode(400, "ceremony_invalid")
	h.app().post("/v1/step-up/begin", object{}).wantCode(401, "unauthenticated")
	if strings.Contains(h.log.String(), gate) || strings.Contains(h.log.String(), hookKey) || strings.Contains(h.log.String(), b.cookies["latchkey_pass"]) {
		t.Error("the log holds a secret")
	}
}

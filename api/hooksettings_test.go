package api_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/api"
)

func settingsGated(h *harness) {
	gated(h)
	h.rules.LoginGate = false // the settings gate does not depend on it
	h.config.Hooks.SettingsUI = origin + "/settings"
}

// change is the body of the template for a browser's settings flow at Kratos 1.3.1.
func change(p *person, changes ...object) object {
	call := object{"flow_id": uuid.NewString(), "flow_type": "browser", "identity_id": p.id.String(), "session_cookie": sessionCookie + "=" + p.token}
	for _, change := range changes {
		for name, value := range change {
			if value == nil {
				delete(call, name)
				continue
			}
			call[name] = value
		}
	}
	return call
}

// TestSettingsGateDecides: next to a usable passkey, settings can be changed from a session that used one here, and
// from no other: not from one that Kratos raised because a factor was set up in it.
func TestSettingsGateDecides(t *testing.T) {
	h := newHarness(t, settingsGated)
	p, d := h.person("ada"), device()
	bob, stale := h.person("bob"), h.signIn(p.id, "ada")
	h.kratosHook().post("/hooks/kratos/settings", change(p)).want(204) // no passkey yet
	p.register(d).want(201)
	raised := h.signIn(p.id, "ada")
	h.kratos.mu.Lock()
	session := h.kratos.sessions[raised.token]
	session.AAL = account.AAL2
	session.Methods = append(session.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()})
	h.kratos.sessions[raised.token] = session
	h.kratos.mu.Unlock()

	named := func(p *person) object { return object{"session_cookie": nil, "session_id": p.sessionID(h).String()} }
	refused := func(name string, call object) *answer {
		t.Helper()
		got := h.kratosHook().post("/hooks/kratos/settings", call)
		if got.want(403); !strings.Contains(string(got.body), "9100004") {
			t.Errorf("%s: %s", name, got.body)
		}
		return got
	}
	call := change(stale)
	said := string(refused("by password", call).body)
	back := url.Values{"return_to": {origin + "/settings?flow=" + call["flow_id"].(string)}}.Encode()
	if !strings.Contains(said, `"step_up_url":"`+h.config.BaseURL+"/step-up?"+back+`"`) {
		t.Errorf("the way out: %s", said)
	}
	refused("raised by Kratos", change(raised))
	refused("raised by Kratos, named", change(raised, named(raised)))
	refused("another user's cookie", change(p, object{"session_cookie": sessionCookie + "=" + bob.token}))
	refused("an unknown cookie", change(p, object{"session_cookie": sessionCookie + "=x"}))
	refused("another cookie", change(p, object{"session_cookie": "other=" + p.token}))
	refused("no cookie", change(p, object{"session_cookie": nil}))
	refused("no cookie, null", change(p, object{"session_cookie": nil, "session_id": uuid.Nil.String()}))
	refused("another user's session", change(p, named(bob)))
	if app := refused("an app", change(p, object{"flow_type": "api", "session_cookie": nil})); strings.Contains(string(app.body), "step_up_url") {
		t.Errorf("an app is sent to a page: %s", app.body)
	}
	h.kratosHook().post("/hooks/kratos/settings", change(bob)).want(204)

	stale.stepUp(d).want(200)
	for _, proven := range []object{change(stale), change(stale, named(stale)), change(stale, named(stale), object{"flow_type": "api"})} {
		h.kratosHook().post("/hooks/kratos/settings", proven).want(204)
	}
	refused("by the cookie of a stale one", change(raised))
	h.clock.advance(h.rules.Freshness + time.Second)
	refused("no longer fresh", change(stale))

	if n := h.count("security_audit WHERE event_type = 'settings_gate.refused'"); n == 0 {
		t.Error("not on record")
	}
	for _, secret := range []string{p.token, stale.token, raised.token, bob.token} {
		if strings.Contains(h.log.String(), secret) || strings.Contains(h.dump(), secret) {
			t.Error("a session cookie is in the log or the database")
		}
	}
	h.kratos.goDown(true)
	h.kratosHook().post("/hooks/kratos/settings", change(stale)).wantCode(503, "kratos_unavailable")
	h.kratosHook().post("/hooks/kratos/settings", change(stale, named(stale))).wantCode(503, "kratos_unavailable")
}

// TestSettingsGateWithoutPage: without the address of Kratos' page the step-up leads to the default of return_to.
func TestSettingsGateWithoutPage(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.config.Hooks = api.Hooks{Key: hookKey} })
	p := h.person("ada")
	p.register(device()).want(201)
	got := h.kratosHook().post("/hooks/kratos/settings", change(p, object{"session_cookie": nil})).want(403)
	if !strings.Contains(string(got.body), `"step_up_url":"`+h.config.BaseURL+`/step-up"`) {
		t.Errorf("the way out: %s", got.body)
	}
}

// TestSettingsGateWithoutPasskey: an attacker with the password must not replace the address of a user with a role, to which
// the mail about a new factor goes; nor change an account that its owner has just recovered.
func TestSettingsGateWithoutPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	staff := h.person("staff@example.com")
	h.kratos.change(staff.id, func(i *kratosIdentity) { i.Role = account.RoleAdmin })
	hook := h.kratosHook()
	hook.post("/hooks/kratos/settings", change(staff)).want(403)
	staff.enrolsTOTP(h)
	hook.post("/hooks/kratos/settings", change(staff)).want(403) // enrolled with the password
	staff.standing()
	h.clock.advance(h.rules.PasskeyAge + time.Minute)
	if told := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'factor.appeared' AND metadata LIKE '%\"role\":true%'")[0][0].(int64); told != 1 {
		t.Errorf("%d events say that the factor is of a user with a role", told)
	}
	old := h.signIn(staff.id, "staff@example.com")
	hook.post("/hooks/kratos/settings", change(old)).want(403)
	old.enrolsTOTP(h) // its use looks the same
	hook.post("/hooks/kratos/settings", change(old)).want(204)

	other, attacker, owner := contested(t, settingsGated)
	hook = other.kratosHook()
	hook.post("/hooks/kratos/settings", change(other.signIn(attacker.id, attacker.email))).want(403)
	hook.post("/hooks/kratos/settings", change(owner)).want(204)
}

// After a take-back that the web_hook reported, Kratos leads the owner to its settings, before Latchkey has seen their session.
// The session at Kratos does not say when the identity was changed, and whose session it is depends on that.
func TestSettingsGateSeesTheOwnerFirst(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, settingsGated)
	h.clock.advance(123 * time.Millisecond) // not a whole second
	attacker.register(device()).want(201)
	verify()
	h.clock.advance(400 * time.Millisecond) // a slow Kratos
	h.reportRecovery(attacker)
	owner := h.beginsBy(attacker, "link_recovery")
	hook := h.kratosHook()
	hook.post("/hooks/kratos/settings", change(h.signIn(attacker.id, attacker.email))).want(403)
	hook.post("/hooks/kratos/settings", change(owner)).want(204)
	h.clock.advance(3 * time.Second)
	again := h.beginsBy(attacker, "link_recovery")
	hook.post("/hooks/kratos/settings", change(again)).want(403) // the take-back has its session
	owner.register(device()).want(201)
}

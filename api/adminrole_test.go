package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/webauthnsvc/webauthntest"
)

// console is a user with that role in a browser, on a page of the listener itself.
func (h *harness) console(login, role string) (*person, *caller) {
	h.t.Helper()
	p := h.person(login)
	h.giveRole(p, role)
	return p, h.consoleOf(p)
}

// registerBefore registers a passkey before the user has the role, since the first one would require an enrolment code.
func (h *harness) registerBefore(p *person, a *webauthntest.Authenticator) {
	h.t.Helper()
	role := h.kratos.role(p.id)
	h.giveRole(p, "")
	p.register(a).want(201)
	h.giveRole(p, role)
}

func (h *harness) giveRole(p *person, role string) {
	h.kratos.change(p.id, func(k *kratosIdentity) { k.Role = role })
	h.kratos.editSession(p.token, func(s *account.Session) { s.Identity.Role = role })
}

func (h *harness) consoleOf(p *person) *caller {
	c := h.caller(h.admin)
	c.cookies = p.cookies
	c.header.Set("Origin", "http://example.com") // httptest's host
	c.header.Set("Sec-Fetch-Site", "same-origin")
	return c
}

// Reading requires aal2; a change requires a passkey that has just verified the user.
func TestConsoleLevels(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.console("ada@example.com", "admin")
	bob := h.person("bob@example.com")
	suspect := "/admin/v1/passkeys/" + bob.register(device()).want(201).id().String()

	refused := console.get("/admin/v1/me").wantCode(403, "aal2_required").object()
	if refused["redirect_browser_to"] == nil {
		t.Errorf("no way out: %v", refused)
	}

	phone := device()
	h.registerBefore(ada, phone)
	if ways := console.get("/admin/v1/me").wantCode(403, "step_up_required").object()["ways"]; fmt.Sprint(ways) != "[map[way:passkey]]" {
		t.Errorf("ways %v", ways)
	}
	// Present, but not verified: a second factor next to the password, which does not allow changes.
	plain := device(func(a *webauthntest.Authenticator) { a.UserVerified = false })
	ada.stepUp(phone).want(200)
	ada.register(plain).want(201)
	ada.stepUp(plain).want(200)
	me := console.get("/admin/v1/me").want(200).object()
	if me["role"] != "admin" || me["login"] != "ada@example.com" || fmt.Sprint(me["actor"]) != fmt.Sprint(object{"kind": "identity", "id": ada.id.String()}) {
		t.Errorf("me: %v", me)
	}
	console.post(suspect+"/suspend", object{"reason": "x"}).wantCode(403, "step_up_required")
	ada.stepUp(phone).want(200)
	console.post(suspect+"/suspend", object{"reason": "Called in sick"}).want(200)
	h.clock.advance(16 * time.Minute)
	console.get("/admin/v1/me").want(200)
	console.post(suspect+"/resume", object{"reason": "x"}).wantCode(403, "step_up_required")

	event := h.adminWith("read").get("/admin/v1/audit-events?event_type=passkey.suspended").want(200).object()["events"].([]any)[0].(object)
	if fmt.Sprint(event["actor"]) != fmt.Sprint(object{"kind": "identity", "id": ada.id.String()}) {
		t.Errorf("on record: %v", event["actor"])
	}
	h.kratos.editSession(ada.token, func(s *account.Session) { s.Identity.Active = false })
	console.get("/admin/v1/me").wantCode(403, "identity_inactive")
	h.kratos.goDown(true)
	console.get("/admin/v1/me").wantCode(503, "kratos_unavailable")
}

// Without a passkey, a factor at Kratos admits to the console, unless it was just enrolled: the password alone could
// have done that.
func TestConsoleByFactorAtKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "admin")
	bob := h.person("bob@example.com")
	suspect := "/admin/v1/passkeys/" + bob.register(device()).want(201).id().String()
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	byTOTP := func(s *account.Session) {
		s.AAL = account.AAL2
		s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()})
	}
	h.kratos.editSession(ada.token, byTOTP)
	console.get("/admin/v1/me").wantCode(403, "forbidden")
	ada.post("/v1/registration/begin", object{}).wantCode(403, "forbidden")

	h.clock.advance(24 * time.Hour)
	h.kratos.editSession(ada.token, byTOTP)
	console.get("/admin/v1/me").want(200)
	console.post(suspect+"/suspend", object{"reason": "x"}).wantCode(403, "enrolment_required") // a change requires a passkey
	ada.register(device()).want(201)
}

// A passkey of Kratos' own is a first factor there: an attacker with the password can add one next to that of a user with a
// role, sign in with it, and remove it before Latchkey sees it. So it is not what lets such a user in without a passkey here.
func TestConsoleByOwnPasskeyOfKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "admin")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.passkey = true })
	ada.post("/v1/registration/begin", object{}).wantCode(403, "forbidden") // Latchkey sees it
	h.clock.advance(48 * time.Hour)
	h.kratos.editSession(ada.token, func(s *account.Session) {
		s.AuthenticatedAt, s.Methods = h.clock.Now(), nil
		for _, name := range []string{"passkey", "password"} {
			s.Methods = append(s.Methods, account.Method{Name: name, AAL: account.AAL1, CompletedAt: h.clock.Now()})
		}
	})
	console.get("/admin/v1/me").wantCode(403, "forbidden")
	refused := ada.post("/v1/registration/begin", object{}).wantCode(403, "forbidden").object()
	if reason := refused["reason"]; reason != "enrolment_code_required" {
		t.Errorf("reason %v", reason)
	}
}

// Each role has exactly its scopes; traits, unknown roles and removed ones have none.
func TestConsoleRoles(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	may := map[string][]string{"admin": admin.Scopes, "support": {"read", "revoke", "reset"}, "auditor": {"read", "export"}, "": nil, "Admin": nil, "root": nil}
	for role, scopes := range may {
		ada, console := h.console("ada-"+role+"@example.com", role)
		bob := h.person("bob-" + role + "@example.com")
		passkey := bob.register(device()).want(201).id().String()
		phone := device()
		h.registerBefore(ada, phone)
		ada.stepUp(phone).want(200)
		_, operators := h.adminKey(nil, "read")
		doomed := operators.String()
		if role == "admin" { // an admin cannot revoke the operator's key
			doomed = console.post("/admin/v1/keys", object{"name": "doomed", "scopes": []string{"read"}}).want(201).object()["id"].(string)
		}
		for _, call := range adminCalls(bob.id.String(), passkey, doomed) {
			status := 403
			for _, scope := range scopes {
				above := strings.HasSuffix(call.path, "/enrolment-code") || strings.HasSuffix(call.path, "/confirm")
				if scope == call.scope && (!above || role == "admin") {
					status = 200
				}
			}
			got := console.send(call.method, call.path, "application/json", adminBody(call.method, call.path, "read"))
			if got.status/100 != status/100 || (status == 403 && got.object()["code"] != "forbidden") {
				t.Errorf("%q: %s %s: %d %s", role, call.method, call.path, got.status, got.body)
			}
		}
	}
}

// Staff cannot act on themselves, and support cannot become an admin through an admin's lost phone.
func TestConsoleHelpsOthers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	boss, bossConsole := h.console("boss@example.com", "admin")
	support, deskConsole := h.console("support@example.com", "support")
	for _, p := range []*person{boss, support} {
		phone := device()
		h.registerBefore(p, phone)
		p.stepUp(phone).want(200)
	}
	before := h.dump()
	for _, path := range []string{"/mfa-reset", "/recovery-code", "/end-sessions"} {
		deskConsole.post("/admin/v1/identities/"+boss.id.String()+path, object{"reason": "x"}).wantCode(403, "forbidden")
		deskConsole.post("/admin/v1/identities/"+support.id.String()+path, object{"reason": "x"}).wantCode(403, "forbidden")
		bossConsole.post("/admin/v1/identities/"+boss.id.String()+path, object{"reason": "x"}).wantCode(403, "forbidden")
	}
	if h.dump() != before {
		t.Error("a refusal changed something")
	}
	bossConsole.post("/admin/v1/identities/"+support.id.String()+"/enrolment-code", object{"reason": "x"}).want(201)
	// The creator of a key cannot use it to approve their own request.
	two := h.replica(func(h *harness) { h.rules.ResetApprovals = 2 })
	console := two.consoleOf(boss)
	key := console.post("/admin/v1/keys", object{"name": "mine", "scopes": []string{"reset"}}).want(201).object()["key"].(string)
	reset := console.post(support.resetPath(), object{"reason": "x"}).want(202).object()
	two.adminBy(key).post("/admin/v1/mfa-resets/"+reset["id"].(string)+"/approve", object{}).wantCode(403, "forbidden")
	two.adminWith("reset").post("/admin/v1/mfa-resets/"+reset["id"].(string)+"/approve", object{}).want(200)
}

// The cookie is accepted only from pages of the same origin, also for reading; a key takes precedence.
func TestConsoleOrigins(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.PublicConsole = true })
	ada, console := h.console("ada@example.com", "admin")
	phone := device()
	h.registerBefore(ada, phone)
	ada.stepUp(phone).want(200)
	public := *console
	public.handler = h.public
	for name, c := range map[string]*caller{"admin": console, "public": &public} {
		c.get("/admin/v1/passkeys").want(200)
		for _, site := range []string{"cross-site", "same-site", "none"} {
			c.with("Sec-Fetch-Site", site).get("/admin/v1/passkeys").wantCode(403, "forbidden_origin")
			c.with("Sec-Fetch-Site", site).post("/admin/v1/keys", object{"name": "x", "scopes": []string{"read"}}).wantCode(403, "forbidden_origin")
		}
		old := c.with("Sec-Fetch-Site", "") // a browser without it
		old.with("Origin", "").get("/admin/v1/passkeys").want(200)
		for _, from := range []string{origin, "null", "http://example.com.evil.test", "http://example.com:81", ""} {
			old.with("Origin", from).post("/admin/v1/keys", object{"name": "x", "scopes": []string{"read"}}).wantCode(403, "forbidden_origin")
		}
		old.post("/admin/v1/keys", object{"name": name, "scopes": []string{"read"}}).want(201)
		if got := c.with("Origin", origin).get("/admin/v1/passkeys"); got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: pages of %s may read", name, origin)
		}
		stranger := *c
		stranger.cookies = map[string]string{sessionCookie: "ory_st_unknown"}
		stranger.get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
		// A session token does not come from a browser.
		stranger.cookies = map[string]string{}
		stranger.with("X-Session-Token", ada.token).get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
	}
	key, _ := h.adminKey(nil, "read")
	public.with("Authorization", "Bearer "+key).get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
	if me := console.with("Authorization", "Bearer "+key).get("/admin/v1/me").want(200).object(); me["actor"].(object)["kind"] != "admin_key" {
		t.Errorf("me: %v", me)
	}
	console.with("Authorization", "Bearer wrong").get("/admin/v1/me").wantCode(401, "unauthenticated")
	closed := newHarness(t)
	beside := closed.caller(closed.public)
	beside.unchecked = true // the contract describes the other listener
	beside.get("/admin/v1/me").wantCode(404, "not_found")
}

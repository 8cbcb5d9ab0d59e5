package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/webauthnsvc/webauthntest"
)

// For the first passkey, an ordinary session is sufficient if it is not too old.
func TestFirstPasskeyNeedsNoPrivilegedSession(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		within, age time.Duration
		allowed     bool
	}{
		{24 * time.Hour, 0, true},
		{24 * time.Hour, 24*time.Hour - time.Second, true},
		{24 * time.Hour, 24 * time.Hour, false},
		{0, 1000 * time.Hour, true},
		{24 * time.Hour, -60 * time.Second, true}, // clocks differ a little
		{24 * time.Hour, -61 * time.Second, false},
	} {
		t.Run(fmt.Sprint(test.within, test.age), func(t *testing.T) {
			h := newHarness(t, func(h *harness) { h.rules.FirstPasskeyWithin = test.within })
			ada := h.person("ada@example.com")
			h.kratos.editSession(ada.token, func(s *account.Session) { s.AuthenticatedAt = h.clock.Now().Add(-test.age) })
			if test.allowed {
				ada.register(device()).want(201)
				return
			}
			refused := ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required").object()
			ways := refused["ways"].([]any)
			if len(ways) != 1 || ways[0].(object)["way"] != "kratos" || !strings.Contains(ways[0].(object)["url"].(string), "aal=aal1&return_to="+baseURL) {
				t.Errorf("got %v, want one way, to Kratos at aal1 and back to %s", ways, baseURL)
			}
			if got := h.kratos.refreshes; len(got) != 1 || !got[0].refresh {
				t.Errorf("got %v, want one call, with refresh", got)
			}
		})
	}
}

// A stolen password must not add a passkey next to a second factor at Kratos.
func TestKratosFactorsRequireFreshness(t *testing.T) {
	for name, factors := range map[string]kratosFactors{
		"totp": {TOTP: true}, "lookup_secret": {LookupSecret: true}, "webauthn": {WebAuthn: true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			ada := h.person("ada@example.com")
			early := ada.begin("registration", object{})
			phone := device()
			credential := ada.create(phone, early)
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors = factors })
			refused := ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required").object()
			way := refused["ways"].([]any)[0].(object)
			if len(refused["ways"].([]any)) != 1 || way["way"] != "kratos" || !strings.Contains(way["url"].(string), "aal=aal2") {
				t.Errorf("got %v, want 1 entry, way kratos, url with aal=aal2", refused["ways"])
			}
			// The rule is applied again at finish; nothing is spent, so the user steps up and continues.
			ada.finish("registration", early, credential).wantCode(403, "step_up_required")
			now := h.clock.Now()
			h.kratos.editSession(ada.token, func(s *account.Session) {
				s.AAL = account.AAL2
				s.Methods = append(s.Methods, account.Method{Name: name, AAL: account.AAL2, CompletedAt: now})
			})
			ada.finish("registration", early, credential).want(201)
		})
	}
}

// vouchedTOTP sets up an authenticator app at Kratos, and with it the first passkey, which vouches for it.
func (p *person) vouchedTOTP(h *harness, a *webauthntest.Authenticator) uuid.UUID {
	h.t.Helper()
	h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	before := h.kratos.sessions[p.token]
	h.kratos.editSession(p.token, func(s *account.Session) {
		s.AAL = account.AAL2
		s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()})
	})
	id := p.register(a).want(201).id()
	h.kratos.editSession(p.token, func(s *account.Session) { *s = before })
	return id
}

// A factor at Kratos that was used when the first passkey was set up counts next to it.
func TestFreshByKratos(t *testing.T) {
	for _, test := range []struct {
		name  string
		aal   string
		age   time.Duration
		fresh bool
	}{
		{"just now", account.AAL2, 0, true},
		{"nearly too long ago", account.AAL2, 15*time.Minute - time.Second, true},
		{"too long ago", account.AAL2, 15 * time.Minute, false},
		{"from the future", account.AAL2, -61 * time.Second, false},
		{"a method that the session's level does not bear out", account.AAL1, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			ada := h.person("ada@example.com")
			ada.vouchedTOTP(h, device())
			h.clock.advance(time.Hour)
			h.kratos.editSession(ada.token, func(s *account.Session) {
				s.AAL = test.aal
				s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now().Add(-test.age)})
			})
			got := ada.post("/v1/registration/begin", object{})
			if (got.status == 200) != test.fresh {
				t.Errorf("got %d %s, want 200: %t", got.status, got.body, test.fresh)
			}
		})
	}
}

// A password that was just entered is not fresh once there is a passkey.
func TestFreshByStepUp(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	first := ada.register(phone).want(201).id().String()
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required") // registering is not a step-up
	ada.delete("/v1/passkeys/"+first).wantCode(403, "step_up_required")
	ada.patch("/v1/passkeys/"+first, object{"name": "renaming needs the session only"}).want(200)
	ada.login(phone).want(200) // a login elsewhere is not a step-up of this session
	ada.delete("/v1/passkeys/"+first).wantCode(403, "step_up_required")

	ada.stepUp(phone).want(200)
	ada.begin("registration", object{})
	elsewhere := h.signIn(ada.id, ada.email)
	elsewhere.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

	b := ada.begin("registration", object{})
	credential := ada.create(device(), b)
	h.clock.advance(14*time.Minute + 59*time.Second)
	b2 := ada.begin("registration", object{})
	h.clock.advance(time.Second)
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	ada.finish("registration", b2, ada.create(device(), b2)).wantCode(403, "step_up_required")
	ada.finish("registration", b, credential).wantCode(400, "ceremony_expired")
	ada.stepUp(phone).want(200)
	ada.finish("registration", b2, ada.create(device(), b2)).want(201)

	// The step-up ends with the passkey that made it.
	ada.delete("/v1/passkeys/" + first).want(200)
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// A refusal for freshness always names a way out.
func TestRefusalsNameTheWays(t *testing.T) {
	ways := func(a *answer) string {
		var names []string
		for _, w := range a.wantCode(403, "step_up_required").object()["ways"].([]any) {
			names = append(names, w.(object)["way"].(string))
		}
		return strings.Join(names, " ")
	}
	h := newHarness(t)
	ada := h.person("ada@example.com")
	id := ada.vouchedTOTP(h, device()).String()
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "passkey" {
		t.Errorf("got %s, want passkey", got)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.LookupSecret = true }) // that nothing vouches for
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "passkey" {
		t.Errorf("got %s, want passkey", got)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "passkey kratos" {
		t.Errorf("got %s, want 'passkey kratos'", got)
	}
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "kratos" {
		t.Errorf("got %s, want kratos", got)
	}
	// Signing in again would not help: only an admin can.
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	ada = h.signIn(ada.id, ada.email)
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "support" {
		t.Errorf("got %s, want support", got)
	}
	if got := ways(ada.post("/v1/registration/begin", object{})); got != "support" {
		t.Errorf("got %s, want support", got)
	}
	code := h.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "x"}).want(201).object()["code"].(string)
	if got := ways(ada.post("/v1/registration/begin", object{})); got != "recovery_code support" {
		t.Errorf("got %s, want recovery_code support", got)
	}
	ada.redeem(code).want(200)
	laptop := device()
	ada.register(laptop).want(201)
	if got := ways(ada.delete("/v1/passkeys/" + id)); got != "passkey" {
		t.Errorf("got %s, want passkey", got)
	}
	ada.stepUp(laptop).want(200)
	ada.delete("/v1/passkeys/" + id).want(200)
}

// Two tabs set up a first passkey at once: the second is no longer a first one.
func TestSecondTabRegistersNoFirstPasskey(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	one, two := ada.begin("registration", object{}), ada.begin("registration", object{})
	phone := device()
	laptop := device()
	second := ada.create(laptop, two)
	h.kratos.meanwhile = func() { // both have passed the check when the first is stored
		ada.finish("registration", one, ada.create(phone, one)).want(201)
	}
	ada.finish("registration", two, second).wantCode(403, "step_up_required")
	if h.count("passkeys") != 1 {
		t.Error("a stolen password has added a second passkey")
	}
	ada.stepUp(phone).want(200)
	ada.finish("registration", two, second).want(201)
}

func TestLastPasskey(t *testing.T) {
	for _, keep := range []bool{true, false} {
		h := newHarness(t, func(h *harness) { h.rules.KeepLastPasskey = keep })
		ada := h.person("ada@example.com")
		phone, laptop := device(), device()
		one := ada.register(phone).want(201).id().String()
		ada.stepUp(phone).want(200)
		two := ada.register(laptop).want(201).id().String()
		ada.delete("/v1/passkeys/" + two).want(200)
		if got := ada.delete("/v1/passkeys/" + one); keep {
			got.wantCode(409, "last_passkey")
		} else if signal := got.want(200).object()["signal"].([]any); len(signal) == 0 {
			t.Errorf("the browser is not told to forget it: %s", got.body)
		}
	}
}

func TestInactiveIdentity(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	b := ada.begin("registration", object{})
	credential := ada.create(device(), b)
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = false })
	ada.post("/v1/registration/begin", object{}).wantCode(403, "identity_inactive")
	ada.finish("registration", b, credential).wantCode(403, "identity_inactive")
	h.kratos.remove(ada.id)
	ada.post("/v1/registration/begin", object{}).wantCode(401, "unauthenticated")
	if h.count("passkeys") != 0 {
		t.Error("stored")
	}
	eve := h.person("eve@example.com")
	h.kratos.editSession(eve.token, func(s *account.Session) { s.Identity.Active = false })
	eve.post("/v1/step-up/begin", object{}).wantCode(403, "identity_inactive")
}

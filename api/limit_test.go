package api_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

func TestLoginsAreLimitedPerClient(t *testing.T) {
	t.Parallel()
	limits := func(h *harness) { h.config.LoginPerMinute, h.config.LoginBurst = 60, 5 }
	// exhaust takes tokens until none is left, and returns their number.
	exhaust := func(c *caller, next func(i int)) int {
		for i := range 50 {
			next(i)
			if c.post("/v1/login/begin", object{}).status == 429 {
				return i
			}
		}
		return 50
	}
	same := func(int) {}

	t.Run("burst, then one a second", func(t *testing.T) {
		h := newHarness(t, limits)
		app := h.app()
		if n := exhaust(app, same); n != 5 {
			t.Errorf("%d passed", n)
		}
		refused := app.post("/v1/login/finish", object{"ceremony": "x", "credential": object{}}).wantCode(429, "rate_limited")
		if wait, _ := strconv.Atoi(refused.header.Get("Retry-After")); wait != 1 || refused.object()["retry_after"].(float64) != 1 {
			t.Errorf("got %v %s, want 1 s in Retry-After and retry_after", refused.header, refused.body)
		}
		h.clock.advance(time.Second)
		app.post("/v1/login/begin", object{}).want(200)
		app.post("/v1/login/begin", object{}).wantCode(429, "rate_limited")
		other := h.app()
		other.remote = "192.0.2.8:1"
		other.post("/v1/login/begin", object{}).want(200)
		// A user with a session is not affected by an attacker behind the same address.
		h.person("ada@example.com").register(device()).want(201)
	})
	t.Run("other ports are the same client", func(t *testing.T) {
		app := newHarness(t, limits).app()
		if n := exhaust(app, func(i int) { app.remote = fmt.Sprintf("192.0.2.7:%d", 1000+i) }); n != 5 {
			t.Errorf("%d passed", n)
		}
	})
	t.Run("X-Forwarded-For of an untrusted proxy", func(t *testing.T) {
		app := newHarness(t, limits).app()
		n := exhaust(app, func(i int) {
			app.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))
			app.header.Set("X-Real-Ip", fmt.Sprintf("198.51.100.%d", i))
			app.header.Set("Forwarded", fmt.Sprintf("for=198.51.100.%d", i))
		})
		if n != 5 {
			t.Errorf("%d passed", n)
		}
	})
	t.Run("private addresses are not trusted by themselves", func(t *testing.T) {
		for _, remote := range []string{"127.0.0.1:1", "10.0.0.1:1", "[::1]:1", "[fe80::1]:1"} {
			app := newHarness(t, limits).app()
			app.remote = remote
			if n := exhaust(app, func(i int) { app.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i)) }); n != 5 {
				t.Errorf("%s: %d passed", remote, n)
			}
		}
	})
	trusting := func(h *harness) {
		limits(h)
		h.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	}
	t.Run("behind a trusted proxy", func(t *testing.T) {
		app := newHarness(t, trusting).app()
		app.remote = "10.1.2.3:1"
		if n := exhaust(app, func(i int) { app.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i)) }); n != 50 {
			t.Errorf("%d passed: clients behind the proxy share one bucket", n)
		}
		// What the client itself wrote is left of what the proxy added.
		spoofer := newHarness(t, trusting).app()
		spoofer.remote = "10.1.2.3:1"
		if n := exhaust(spoofer, func(i int) { spoofer.header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d, 198.51.100.1", i)) }); n != 5 {
			t.Errorf("%d passed by spoofing", n)
		}
	})
	t.Run("not through the proxy", func(t *testing.T) {
		app := newHarness(t, trusting).app()
		app.remote = "192.0.2.7:1"
		if n := exhaust(app, func(i int) { app.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i)) }); n != 5 {
			t.Errorf("%d passed", n)
		}
	})
	t.Run("an IPv6 /64 is one client", func(t *testing.T) {
		app := newHarness(t, limits).app()
		if n := exhaust(app, func(i int) { app.remote = fmt.Sprintf("[2001:db8:0:1::%x]:1", i+1) }); n != 5 {
			t.Errorf("%d passed", n)
		}
		other := newHarness(t, limits).app()
		if n := exhaust(other, func(i int) { other.remote = fmt.Sprintf("[2001:db8:0:%x::1]:1", i+1) }); n != 50 {
			t.Errorf("%d passed: /64s share a bucket", n)
		}
		mapped := newHarness(t, limits).app()
		if n := exhaust(mapped, func(i int) { mapped.remote = []string{"192.0.2.7:1", "[::ffff:192.0.2.7]:1"}[i%2] }); n != 5 {
			t.Errorf("%d passed: an IPv4 address in IPv6 is another client", n)
		}
	})
}

// Guessing admin keys is slowed down, without locking out callers with a valid one.
func TestFailedAdminCallsAreLimited(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.config.AdminFailuresPerMinute = 10 })
	admin := h.adminWith("read")
	passed := 0
	for range 30 {
		if h.adminBy("latchkey_admin_guess").get("/admin/v1/passkeys").status == 401 {
			passed++
		}
	}
	if passed != 10 {
		t.Errorf("%d guesses were answered", passed)
	}
	h.adminBy("latchkey_admin_guess").get("/admin/v1/passkeys").wantCode(429, "rate_limited")
	for range 50 {
		admin.get("/admin/v1/passkeys").want(200) // from the same address
	}
	h.clock.advance(time.Minute)
	h.adminBy("latchkey_admin_guess").get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
}

// An account cannot fill the audit log: writes are limited for each session, and for each identity over its sessions. A
// limited call writes and spends nothing.
func TestWritesAreLimitedPerSessionAndIdentity(t *testing.T) {
	t.Parallel()
	const perMinute = 6
	limits := func(h *harness) { h.config.WritesPerMinute = perMinute }
	// refused causes a finish that is refused and recorded.
	refused := func(p *person, kind string, phone *webauthntest.Authenticator) *answer {
		b := p.begin(kind, map[string]object{"confirmations": {"payload": "x"}, "step-up": {}}[kind])
		phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		defer func() { phone.Tamper.Signature = nil }()
		credential := p.getWith(phone, b)
		return p.finish(kind, b, credential)
	}
	writes := map[string]func(p *person, id string, phone *webauthntest.Authenticator) *answer{
		"rename": func(p *person, id string, _ *webauthntest.Authenticator) *answer {
			return p.patch("/v1/passkeys/"+id, object{"name": "x"})
		},
		"remove": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.delete("/v1/passkeys/" + uuid.NewString())
		},
		"confirm a factor": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/factors/"+uuid.NewString()+"/confirm", object{})
		},
		"disown a factor": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/factors/"+uuid.NewString()+"/disown", object{})
		},
		"new codes": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/recovery-codes", object{})
		},
		"redeem": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/recovery-codes/redeem", object{"code": "x"})
		},
		"step-up": func(p *person, _ string, phone *webauthntest.Authenticator) *answer {
			return refused(p, "step-up", phone)
		},
		"confirmation": func(p *person, _ string, phone *webauthntest.Authenticator) *answer {
			return refused(p, "confirmations", phone)
		},
		"registration": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/registration/finish", object{"ceremony": "x", "credential": object{}})
		},
		"malformed body": func(p *person, _ string, _ *webauthntest.Authenticator) *answer {
			return p.post("/v1/step-up/finish", object{"ceremony": "x", "credential": object{}})
		},
	}
	for name, write := range writes {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, limits)
			ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
			phone := device()
			id := ada.register(phone).want(201).id().String()
			h.clock.advance(time.Minute)
			for i := range perMinute {
				if got := write(ada, id, phone); got.status == 429 {
					t.Fatalf("call %d is refused: %s", i, got.body)
				}
			}
			before := h.dump()
			limited := write(ada, id, phone).wantCode(429, "rate_limited")
			if wait := limited.header.Get("Retry-After"); wait != "10" {
				t.Errorf("Retry-After: %s", wait)
			}
			if h.dump() != before {
				t.Error("a limited call has written something")
			}
			// Reading, beginning, other users and other sessions of the same user are not affected.
			ada.get("/v1/session").want(200)
			b := ada.begin("step-up", object{})
			eve.register(device()).want(201)
			again := h.signIn(ada.id, ada.email)
			again.stepUp(phone).want(200)
			// The ceremony can still be finished afterwards.
			credential := ada.getWith(phone, b)
			ada.finish("step-up", b, credential).wantCode(429, "rate_limited")
			h.clock.advance(10 * time.Second)
			ada.finish("step-up", b, credential).want(200)
		})
	}

	t.Run("an identity, over all its sessions and logins", func(t *testing.T) {
		h := newHarness(t, limits)
		ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
		phone := device()
		id := ada.register(phone).want(201).id().String()
		h.clock.advance(time.Minute)
		app, passed := h.app(), 0
		for i := range 5 * perMinute {
			p := h.signIn(ada.id, ada.email)
			p.remote = []string{"192.0.2.7:1", "192.0.2.8:1"}[i%2]
			if p.patch("/v1/passkeys/"+id, object{"name": "x"}).status == 200 {
				passed++
			}
		}
		if passed != 4*perMinute {
			t.Errorf("%d passed", passed)
		}
		// Calls that a passkey has verified are counted separately.
		for range 4 * perMinute {
			app.login(phone).want(200)
		}
		b := app.begin("login", object{})
		credential := app.getWith(phone, b)
		before := h.dump()
		app.finish("login", b, credential).wantCode(429, "rate_limited")
		if h.dump() != before {
			t.Error("a limited login has written something")
		}
		eve.register(device()).want(201)
		h.clock.advance(3 * time.Second)
		app.finish("login", b, credential).want(200)
	})
	t.Run("a bad signature uses up nothing of its owner's", func(t *testing.T) {
		h := newHarness(t, limits)
		ada := h.person("ada@example.com")
		phone := device()
		ada.register(phone).want(201)
		attacker := h.app()
		for range 10 * perMinute {
			b := attacker.begin("login", object{})
			phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
			credential := attacker.getWith(phone, b)
			phone.Tamper.Signature = nil
			attacker.finish("login", b, credential).wantReason("not_accepted")
		}
		h.app().login(phone).want(200)
	})
}

package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/account"
)

// challenged wants RFC 9470's challenge with these parameters, besides the constant ones, and the page.
func challenged(t *testing.T, got *answer, parameters, unmet, page string) {
	t.Helper()
	got.wantCode(401, "insufficient_authentication")
	header := got.header.Values("WWW-Authenticate")
	form := regexp.MustCompile(`^Bearer error="insufficient_user_authentication", error_description="[^"\\]+"(.*)$`)
	if len(header) != 1 || !form.MatchString(header[0]) || form.FindStringSubmatch(header[0])[1] != parameters {
		t.Errorf("the challenge is %q, want %s", header, parameters)
	}
	if said := fmt.Sprint(got.object()["unmet"]); said != unmet {
		t.Errorf("unmet are %s, want %s", said, unmet)
	}
	if named := got.header.Get("X-Latchkey-Page"); !strings.HasPrefix(named, page+"?") {
		t.Errorf("the page is %s, want %s", named, page)
	}
	if got.header.Get("X-Latchkey-Identity") != "" {
		t.Error("a refusal names the identity")
	}
}

const acrUV = `, acr_values="urn:latchkey:acr:passkey:uv"`

// What is missing for a demand is said by RFC 9470, and each remedy makes the session meet it.
func TestAuthzDemands(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, phone := h.person("ada@example.com"), device()
	ada.get("/v1/authz?level=aal1&max_age=60").want(200)
	challenged(t, ada.get("/v1/authz?level=aal2"), acrUV, "[below_level]", baseURL+"/setup")
	ada.register(phone).want(201)
	challenged(t, ada.get("/v1/authz?level=aal2"), acrUV, "[below_level]", baseURL+"/step-up")
	// A new passkey is no proof, and a password next to one is none.
	got := ada.get("/v1/authz?level=aal2&max_age=300")
	challenged(t, got, acrUV+`, max_age="300"`, "[below_level too_old]", baseURL+"/step-up")
	if page, err := url.Parse(got.header.Get("X-Latchkey-Page")); err != nil || page.Query().Get("max_age") != "300" || page.Query().Get("level") != "aal2" {
		t.Errorf("the page does not know the demand: %s", page)
	}
	if o := got.object(); o["acr_values"] != "urn:latchkey:acr:passkey:uv" || o["max_age"] != 300.0 || fmt.Sprint(o["ways"]) != "[map[way:passkey]]" {
		t.Errorf("the document says %v", o)
	}
	ada.stepUp(phone).want(200)
	if got := ada.get("/v1/authz?level=aal2&max_age=300").want(200); got.header.Get("X-Latchkey-Level") != "aal2" {
		t.Errorf("passed with %v", got.header)
	}
	h.clock.advance(299 * time.Second)
	ada.get("/v1/authz?level=aal2&max_age=300").want(200)
	h.clock.advance(time.Second)
	challenged(t, ada.get("/v1/authz?level=aal2&max_age=300"), acrUV+`, max_age="300"`, "[too_old]", baseURL+"/step-up")
	challenged(t, ada.get("/v1/authz?max_age=300"), `, max_age="300"`, "[too_old]", baseURL+"/step-up")
	challenged(t, ada.get("/v1/authz?level=omit&max_age=300"), `, max_age="300"`, "[too_old]", baseURL+"/step-up")
	challenged(t, ada.get("/v1/authz?level=aal1&max_age=300"), `, acr_values="urn:latchkey:acr:passkey urn:latchkey:acr:passkey:uv", max_age="300"`, "[too_old]", baseURL+"/step-up")
	if got := ada.get("/v1/authz?level=omit&max_age=301").want(200); got.header.Get("X-Latchkey-Level") != "" || got.header.Get("X-Latchkey-Identity") == "" {
		t.Errorf("level=omit: %v", got.header)
	}
	ada.get("/v1/authz?level=aal2").want(200)
	ada.get("/v1/authz?max_age=2147483647").want(200)

	page := ada.get("/v1/authz?redirect&max_age=300&return_to=" + url.QueryEscape(origin+"/home/a?b=c")).want(302).header.Get("Location")
	if target, err := url.Parse(page); err != nil || target.Path != "/step-up" || target.Query().Get("max_age") != "300" || target.Query().Get("return_to") != origin+"/home/a?b=c" {
		t.Errorf("redirected to %s", page)
	}
	// Another session of the same person has proven nothing.
	challenged(t, h.signIn(ada.id, ada.email).get("/v1/authz?max_age=300"), `, max_age="300"`, "[too_old]", baseURL+"/step-up")
	h.app().get("/v1/authz?level=aal2&max_age=300").wantCode(401, "unauthenticated")
}

// A recovery code gives the level, and is no proof. So it is offered for a level only: with a demand for both, it would be spent, and
// the request refused again.
func TestAuthzDemandsOfferNoCodeInVain(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	code := ada.post("/v1/recovery-codes", object{}).want(201).object()["codes"].([]any)[0]
	again := h.signIn(ada.id, ada.email)
	for query, want := range map[string]string{
		"level=aal2":            "[map[way:passkey] map[way:recovery_code]]",
		"level=aal2&max_age=60": "[map[way:passkey]]",
		"max_age=60":            "[map[way:passkey]]",
	} {
		if got := fmt.Sprint(again.get("/v1/authz?"+query).wantCode(401, "insufficient_authentication").object()["ways"]); got != want {
			t.Errorf("%s: the ways are %s, want %s", query, got, want)
		}
	}
	again.post("/v1/recovery-codes/redeem", object{"code": code}).want(200)
	again.get("/v1/authz?level=aal2").want(200)
	challenged(t, again.get("/v1/authz?level=aal2&max_age=60"), acrUV+`, max_age="60"`, "[too_old]", baseURL+"/step-up")
}

// Kratos may itself refuse a session below aal2 (session.whoami.required_aal): such a session does not meet that level either. Without a
// demand, the answer is Kratos' refusal.
func TestAuthzDemandsWhatKratosDoes(t *testing.T) {
	const page = "http://kratos.test/self-service/login/browser"
	h := newHarness(t, policy("none", 0))
	ada := h.person("ada@example.com")
	h.kratos.aal2 = page + "?aal=aal2"
	challenged(t, ada.get("/v1/authz?level=aal2"), acrUV, "[below_level]", page)
	challenged(t, ada.get("/v1/authz?level=aal2&max_age=300"), acrUV+`, max_age="300"`, "[below_level]", page)
	for _, query := range []string{"", "?level=aal1", "?max_age=300"} {
		if got := ada.get("/v1/authz"+query).wantCode(403, "aal2_required"); got.header.Get("WWW-Authenticate") != "" {
			t.Errorf("%s: %v", query, got.header)
		}
	}
}

// A user without a passkey proves who they are at Kratos, with what they have there.
func TestAuthzDemandsAtKratos(t *testing.T) {
	const refresh = "http://kratos.test/self-service/login/browser"
	h := newHarness(t, policy("none", 0))
	ada := h.person("ada@example.com")
	h.clock.advance(time.Hour)
	got := ada.get("/v1/authz?max_age=60&return_to=" + url.QueryEscape(origin+"/home/x"))
	challenged(t, got, `, max_age="60"`, "[too_old]", refresh)
	if page, _ := url.Parse(got.header.Get("X-Latchkey-Page")); page.Query().Get("return_to") != origin+"/home/x" {
		t.Errorf("sent to %s", page)
	}
	h.kratos.editSession(ada.token, func(s *account.Session) {
		s.Methods = append(s.Methods, account.Method{Name: "password", AAL: account.AAL1, CompletedAt: h.clock.Now()})
	})
	ada.get("/v1/authz?max_age=60").want(200)

	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	got = ada.get("/v1/authz?level=aal2")
	challenged(t, got, acrUV, "[below_level]", refresh)
	if page := got.object()["redirect_browser_to"]; page == nil {
		t.Errorf("the document does not name the page of Kratos: %s", got.body)
	}
	ada.usesTOTP(h)
	ada.get("/v1/authz?level=aal2").want(200)
}

// The policy decides what is not demanded, and no grace period lifts a demand.
func TestAuthzDemandsBesidePolicy(t *testing.T) {
	h := newHarness(t, policy("aal2", time.Hour))
	ada, phone := h.person("ada@example.com"), device()
	ada.get("/v1/authz?level=aal1").want(200) // in the grace period
	challenged(t, ada.get("/v1/authz?level=aal2"), acrUV, "[below_level]", baseURL+"/setup")
	h.clock.advance(2 * time.Hour)
	ada.get("/v1/authz?level=aal1").wantCode(403, "enrolment_required")
	ada.register(phone).want(201)
	ada.get("/v1/authz?level=aal1").wantCode(403, "step_up_required")
	ada.get("/v1/authz").wantCode(403, "step_up_required")
	ada.stepUp(phone).want(200)
	ada.get("/v1/authz?level=aal1&max_age=60").want(200)

	// A passkey that is removed takes its proof with it.
	h.adminWith("revoke").post("/admin/v1/passkeys/"+ada.passkeyIDs()[0]+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
	challenged(t, ada.get("/v1/authz?level=aal2&max_age=60"), acrUV+`, max_age="60"`, "[below_level too_old]", baseURL+"/setup")
}

// Where the user verification of a passkey is no second factor, no acr means aal2.
func TestAuthzDemandsWithoutUV(t *testing.T) {
	h := newHarness(t, policy("none", 0), func(h *harness) { h.rules.UVPasskeyIsAAL2 = false })
	ada := h.person("ada@example.com")
	challenged(t, ada.get("/v1/authz?level=aal2"), "", "[below_level]", baseURL+"/setup")
	if values := fmt.Sprint(h.app().get("/.well-known/openid-configuration").want(200).object()["acr_values_supported"]); values != "[urn:latchkey:acr:passkey]" {
		t.Errorf("discovery knows %s", values)
	}
}

// A key without its PIN is a proof of its user's presence, if no level is demanded that it cannot give.
func TestAuthzDemandsAnyPasskey(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, key := h.person("ada@example.com"), device()
	key.UserVerified = false
	ada.register(key).want(201)
	h.clock.advance(time.Hour)
	challenged(t, ada.get("/v1/authz?max_age=60"), `, max_age="60"`, "[too_old]", baseURL+"/step-up")
	ada.stepUp(key).want(200)
	ada.get("/v1/authz?max_age=60").want(200)
}

func TestAuthzRefusesBadDemands(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.unchecked = true // not in the contract
	before := h.dump()
	for query, field := range map[string]string{
		"max_age": "max_age", "max_age=": "max_age", "max_age=0": "max_age", "max_age=-1": "max_age", "max_age=%2B1": "max_age", "max_age=1.5": "max_age", "max_age=1e3": "max_age",
		"max_age=0x10": "max_age", "max_age=%201": "max_age", "max_age=1%00": "max_age", "max_age=2147483648": "max_age", "max_age=9223372036854775808": "max_age",
		"max_age=" + strings.Repeat("9", 5000): "max_age", "max_age=60&max_age=60": "max_age", "max_age=60&max_age=600": "max_age", "max_age=５": "max_age",
		"level=aal3": "level", "level=AAL2": "level", "level=aal1%20aal2": "level", "level=aal1&level=aal2": "level", "level=aal2&level=omit": "level",
		"level=urn:latchkey:acr:passkey:uv": "level",
		// Go's own reading would leave these out, and with them the demand.
		"level=aal2;max_age=60": "query", "level=%zz": "query",
		// So would these.
		"max-age=60": "query", "maxAge=60": "query", "MAX_AGE=60": "query", "level[]=aal2": "query", "Level=aal2": "query", "returnTo=x": "query",
	} {
		for _, c := range []*caller{ada.caller, h.app()} {
			c.unchecked = true
			if got := c.get("/v1/authz?" + query); c == ada.caller {
				got.wantField(field)
			} else if got.status < 400 {
				t.Errorf("%s passes: %d", query, got.status)
			}
		}
	}
	if h.dump() != before {
		t.Error("a refused demand changed something")
	}
}

// Without Kratos or the database, a demand is never met.
func TestAuthzDemandsInOutages(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	h.store.goDown(true)
	for _, query := range []string{"level=aal1", "level=aal2", "max_age=60", "level=omit&max_age=60"} {
		ada.get("/v1/authz?"+query).wantCode(503, "store_unavailable")
	}
	h.store.goDown(false)
	h.kratos.goDown(true)
	ada.get("/v1/authz?level=aal2&max_age=60").wantCode(503, "kratos_unavailable")
}

// A new login at Kratos would not count while its clock is wrong, so no one is sent there in circles.
func TestAuthzDemandsAndClocks(t *testing.T) {
	h := newHarness(t, policy("none", 0), func(h *harness) {
		h.rules.KratosAhead = func() (time.Duration, bool) { return -2 * time.Minute, true }
	})
	ada := h.person("ada@example.com")
	h.kratos.editSession(ada.token, func(s *account.Session) { s.Methods[0].CompletedAt = h.clock.Now().Add(-2 * time.Minute) })
	ada.get("/v1/authz?max_age=60").wantCode(500, "clocks_differ")
	ada.get("/v1/authz?max_age=180").want(200)
}

// Fifty questions at once have fifty right answers.
func TestAuthzDemandsAtOnce(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, phone := h.person("ada@example.com"), device()
	eve := h.person("eve@example.com")
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	statuses := make([]int, 50)
	var wait sync.WaitGroup
	for i := range statuses {
		wait.Add(1)
		go func() {
			defer wait.Done()
			c := ada
			if i%2 == 1 {
				c = eve
			}
			statuses[i] = c.get("/v1/authz?level=aal2&max_age=60").status
		}()
	}
	wait.Wait()
	for i, status := range statuses {
		if want := []int{http.StatusOK, http.StatusUnauthorized}[i%2]; status != want {
			t.Errorf("%d: %d, want %d", i, status, want)
		}
	}
}

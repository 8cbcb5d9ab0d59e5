package api_test

import (
	"fmt"
	"testing"
	"time"
)

// office has the default limits, as config's TestDefaultLimits has them.
func office(h *harness) {
	h.config.LoginPerMinute, h.config.LoginBurst, h.config.IdentifierPerMinute, h.config.WritesPerMinute = 60, 60, 30, 30
}

// Forty people behind one address load the page twice and sign in at the same moment; all of them get in.
func TestOfficeBehindOneAddress(t *testing.T) {
	t.Parallel()
	h := newHarness(t, office)
	type colleague struct {
		*caller
		begun begun
		used  []byte
	}
	var colleagues []*colleague
	for i := range 40 {
		p, phone := h.person(string(rune('a'+i))+"@example.com"), device()
		p.register(phone).want(201)
		c := &colleague{caller: h.app()}
		for range 2 {
			c.begin("login", object{"mediation": "conditional"})
		}
		c.begun = c.begin("login", object{})
		c.used = c.getWith(phone, c.begun)
		colleagues = append(colleagues, c)
	}
	for _, c := range colleagues {
		c.finish("login", c.begun, c.used).want(200)
	}
}

// By identifier, which has a limit of its own against enumeration, all are in after half a minute, and not much earlier.
func TestOfficeByIdentifier(t *testing.T) {
	t.Parallel()
	h := newHarness(t, office)
	start := h.clock.Now()
	for i := range 40 {
		email := fmt.Sprintf("person%d@example.com", i)
		phone := device()
		h.person(email).register(phone).want(201)
		app := h.app()
		begin := app.post("/v1/login/begin", object{"identifier": email})
		for begin.status == 429 {
			h.clock.advance(time.Second)
			begin = app.post("/v1/login/begin", object{"identifier": email})
		}
		b := decode[begun](t, begin.want(200).body)
		app.finish("login", b, app.getWith(phone, b)).want(200)
	}
	if took := h.clock.Now().Sub(start); took < 15*time.Second || took > 30*time.Second {
		t.Errorf("it took %s, want 15 to 30 s", took)
	}
}

// A finish does not need what begins have used up, but only the first of a ceremony: replays and made-up ceremonies count.
func TestOnlyTheFirstFinishIsFree(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.LoginPerMinute, h.config.LoginBurst = 60, 5 })
	phone := device()
	h.person("ada@example.com").register(phone).want(201)
	app := h.app()
	first := app.begin("login", object{})
	credential := app.getWith(phone, first)
	for range 4 {
		app.begin("login", object{})
	}
	app.post("/v1/login/begin", object{}).wantCode(429, "rate_limited")
	app.finish("login", first, credential).want(200)
	app.finish("login", first, credential).wantCode(429, "rate_limited")

	h.clock.advance(time.Minute)
	for range 3 {
		app.finish("login", first, credential).wantCode(409, "ceremony_spent")
	}
	app.finish("login", begun{Ceremony: "made up"}, credential).wantCode(400, "ceremony_invalid")
	app.post("/v1/login/finish", object{"ceremony": 1}).wantCode(400, "invalid_request")
	for _, refused := range []*answer{
		app.finish("login", first, credential), app.finish("login", begun{Ceremony: "made up"}, credential), app.post("/v1/login/finish", object{"ceremony": 1}),
		app.post("/v1/login/begin", object{}), app.post("/v1/login/begin", object{"mediation": 1}),
	} {
		refused.wantCode(429, "rate_limited")
	}
}

// Page loads and sign-ins do not use up each other's limit.
func TestAutofillHasItsOwnLimit(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.LoginPerMinute, h.config.LoginBurst = 60, 5 })
	phone := device()
	h.person("ada@example.com").register(phone).want(201)
	app := h.app()
	last := begun{}
	for range 10 {
		last = app.begin("login", object{"mediation": "conditional"})
	}
	app.post("/v1/login/begin", object{"mediation": "conditional"}).wantCode(429, "rate_limited")
	for range 5 {
		app.begin("login", object{})
	}
	app.post("/v1/login/begin", object{}).wantCode(429, "rate_limited")
	app.finish("login", last, app.getWith(phone, last)).want(200)
}

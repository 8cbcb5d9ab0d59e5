package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"latchkey/account"
	policies "latchkey/policy"
)

func is[T any](value T) *T { return &value }

func withRules(rules ...policies.Rule) func(*harness) {
	return func(h *harness) { h.rules.Rules = rules }
}

// staff is a rule for the identities whose metadata say so.
func staff(edit func(*policies.Rule)) policies.Rule {
	rule := policies.Rule{Name: "staff", Percent: 100, When: policies.When{Metadata: []policies.Member{{Path: "hr.unit", Values: []string{"finance"}}}}}
	edit(&rule)
	return rule
}

// becomes sets the metadata at Kratos, in the identity and so in its sessions.
func (p *person) becomes(h *harness, metadata string) {
	h.kratos.change(p.id, func(i *kratosIdentity) { i.Metadata = json.RawMessage(metadata) })
	h.kratos.editSession(p.token, func(s *account.Session) { s.Identity.Metadata = json.RawMessage(metadata) })
}

const inFinance = `{"hr":{"unit":"finance"}}`

// A rule requires aal2 of those whom it matches, from the moment when it does and until it no longer does.
func TestRuleRequires(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.Required, r.Grace = is("aal2"), is(time.Hour) })))
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	for _, path := range []string{"/v1/authz", "/v1/authz?level=omit"} {
		ada.get(path).want(200)
		eve.get(path).want(200)
	}
	ada.becomes(h, inFinance)
	began := h.clock.Now()
	if got := ada.standing(); got.Required != "aal2" || got.Next != "enrol" || got.GraceUntil == nil || !got.GraceUntil.Equal(began.Add(time.Hour)) {
		t.Errorf("%+v", got)
	}
	if got := eve.standing(); got.Required != "aal1" || got.Next != "none" {
		t.Errorf("the other user: %+v", got)
	}
	ada.get("/v1/authz").want(200)
	h.clock.advance(time.Hour)
	for _, path := range []string{"/v1/authz", "/v1/authz?level=omit"} {
		ada.get(path).wantCode(403, "enrolment_required")
		eve.get(path).want(200)
	}
	// A session from before the rule is subject to it like any other.
	key := device()
	ada.register(key).want(201)
	ada.get("/v1/authz").wantCode(403, "step_up_required")
	ada.stepUp(key).want(200)
	ada.get("/v1/authz").want(200)

	again := h.signIn(ada.id, ada.email)
	again.becomes(h, inFinance)
	again.get("/v1/authz").wantCode(403, "step_up_required")
	again.becomes(h, `{"hr":{"unit":"sales"}}`)
	again.get("/v1/authz").want(200)
	again.becomes(h, `null`)
	again.get("/v1/authz").want(200)
}

// A grace period that has begun goes on under another rule, with the length that the rule says.
func TestGraceUnderAnotherRule(t *testing.T) {
	t.Parallel()
	long := policies.Rule{Name: "all", Percent: 100, Required: is("aal2"), Grace: is(48 * time.Hour)}
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.Required, r.Grace = is("aal2"), is(time.Hour) }), long))
	ada := h.person("ada@example.com")
	began := h.clock.Now()
	want := func(until time.Time) {
		t.Helper()
		if got := ada.standing(); got.GraceUntil == nil || !got.GraceUntil.Equal(until) {
			t.Errorf("grace until %v, want %v", got.GraceUntil, until)
		}
	}
	want(began.Add(48 * time.Hour))
	h.clock.advance(30 * time.Minute)
	ada.becomes(h, inFinance)
	want(began.Add(time.Hour))
	h.clock.advance(time.Hour)
	ada.get("/v1/authz").wantCode(403, "enrolment_required")
	ada.becomes(h, "null")
	want(began.Add(48 * time.Hour))
	ada.get("/v1/authz").want(200)
}

// A rule requires a second way in of those whom it matches; the others are not even asked.
func TestRuleRequiresSecondFactor(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.SecondFactor, r.Grace = is("required"), is(time.Duration(0)) })))
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	ada.becomes(h, inFinance)
	for _, p := range []*person{ada, eve} {
		p.register(device()).want(201)
	}
	if got := ada.standing(); got.SecondFactor != "required" || got.Next != "enrol" || got.NextReason != "second_factor" {
		t.Errorf("%+v", got)
	}
	if got := eve.standing(); got.SecondFactor != "none" || got.Next != "none" {
		t.Errorf("the other user: %+v", got)
	}
	for _, path := range []string{"/v1/authz", "/v1/authz?level=omit"} {
		ada.get(path).wantCode(403, "enrolment_required")
		eve.get(path).want(200)
	}
}

// Until its deadline a rule refuses no request, and names the deadline to those who lack something. Then its grace begins
// with the first refusal, as ever: a deadline that has passed before the rule existed refuses no one at once.
func TestRuleDeadline(t *testing.T) {
	t.Parallel()
	var deadline time.Time
	h := newHarness(t, func(h *harness) {
		deadline = h.clock.Now().Add(72 * time.Hour)
		h.rules.Rules = []policies.Rule{{
			Name: "campaign", Percent: 100, Required: is("aal2"), SecondFactor: is("required"), Grace: is(time.Hour), Deadline: deadline,
		}}
	})
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	key := device()
	eve.register(key).want(201)
	for name, p := range map[string]*person{"without a passkey": ada, "without a second way": eve} {
		if got := p.standing(); got.Next != "none" || got.Required != "aal1" || got.SecondFactor != "encouraged" || got.Deadline == nil || !got.Deadline.Equal(deadline) {
			t.Errorf("%s: %+v", name, got)
		}
		p.get("/v1/authz").want(200)
	}
	eve.stepUp(key).want(200)
	eve.newCodes()
	if got := eve.standing(); got.Deadline != nil {
		t.Errorf("with all that will be required: until %v", got.Deadline)
	}
	h.clock.advance(72*time.Hour - time.Second)
	ada = h.signIn(ada.id, ada.email)
	ada.get("/v1/authz").want(200)
	h.clock.advance(time.Second)
	if got := ada.standing(); got.Next != "enrol" || got.Deadline != nil || got.GraceUntil == nil || !got.GraceUntil.Equal(deadline.Add(time.Hour)) {
		t.Errorf("after the deadline: %+v", got)
	}
	ada.get("/v1/authz").want(200)
	h.clock.advance(time.Hour)
	ada.get("/v1/authz").wantCode(403, "enrolment_required")
	late := h.person("late@example.com")
	late.get("/v1/authz").want(200)
	h.clock.advance(time.Hour)
	late.get("/v1/authz").wantCode(403, "enrolment_required")
}

// A rule's freshness decides how long a session may change passkeys; a rule that no longer matches no longer does.
func TestRuleFreshness(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.Freshness = is(time.Minute) })))
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	ada.becomes(h, inFinance)
	for _, p := range []*person{ada, eve} {
		key := device()
		p.register(key).want(201)
		p.stepUp(key).want(200)
	}
	if until := ada.standing().FreshUntil; until == nil || !until.Equal(h.clock.Now().Add(time.Minute)) {
		t.Errorf("fresh until %v", until)
	}
	h.clock.advance(2 * time.Minute)
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	ada.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	eve.post("/v1/registration/begin", object{}).want(200)
	ada.becomes(h, "{}")
	ada.post("/v1/registration/begin", object{}).want(200)
}

// A lower limit removes no passkey: it refuses further ones, also those whose ceremony has begun.
func TestRuleMaxPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.MaxPasskeys = is(1) })))
	ada := h.person("ada@example.com")
	key := device()
	ada.register(key).want(201)
	ada.stepUp(key).want(200)
	ada.register(device()).want(201)
	begun := ada.begin("registration", object{})
	last := ada.create(device(), begun)
	limit := func(want float64) {
		t.Helper()
		if got := ada.get("/v1/passkeys").want(200).object(); got["limit"] != want || len(got["passkeys"].([]any)) != 2 {
			t.Errorf("%v", got)
		}
		details := h.adminWith("read").get("/admin/v1/identities/" + ada.id.String()).want(200).object()
		if details["limit"] != want {
			t.Errorf("to admins: %v", details["limit"])
		}
	}
	limit(20)
	ada.becomes(h, inFinance)
	limit(1)
	ada.post("/v1/registration/begin", object{}).wantCode(409, "limit_reached")
	ada.finish("registration", begun, last).wantCode(409, "limit_reached")
	ada.stepUp(key).want(200)
}

// Rules know schema, role and organization as Kratos reports them.
func TestRuleConditionsOnTheIdentity(t *testing.T) {
	t.Parallel()
	rule := func(name string, when policies.When) policies.Rule {
		return policies.Rule{Name: name, When: when, Percent: 100, Required: is("aal2"), Grace: is(time.Duration(0))}
	}
	h := newHarness(t, withRules(
		rule("schema", policies.When{Schemas: []string{"employee"}}), rule("role", policies.When{Roles: []string{"auditor"}}),
		rule("organization", policies.When{Organizations: []string{"acme"}}),
	))
	for name, edit := range map[string]func(*account.Identity){
		"schema":       func(i *account.Identity) { i.Schema = "employee" },
		"role":         func(i *account.Identity) { i.Role = "auditor" },
		"organization": func(i *account.Identity) { i.Organization = "acme" },
	} {
		p := h.person(name + "@example.com")
		p.get("/v1/authz").want(200)
		h.kratos.editSession(p.token, func(s *account.Session) { edit(&s.Identity) })
		p.get("/v1/authz").wantCode(403, "enrolment_required")
	}
}

// A cached session may only let a request through: a refusal under a rule that no longer matches is not final.
func TestRuleAndCachedSession(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withRules(staff(func(r *policies.Rule) { r.Required, r.Grace = is("aal2"), is(time.Duration(0)) })))
	ada := h.person("ada@example.com")
	ada.becomes(h, inFinance)
	h.kratos.stale = map[string]account.Session{ada.token: h.kratos.sessions[ada.token]}
	ada.get("/v1/authz").wantCode(403, "enrolment_required")
	ada.becomes(h, "{}")
	ada.get("/v1/authz").want(200)
}

// Where a rule requires nothing, ?level=omit costs the database nothing, although another rule does require something.
func TestRuleWithoutDatabase(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("aal2", 0), withRules(staff(func(r *policies.Rule) { r.Required = is("none") })))
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	ada.becomes(h, inFinance)
	h.store.goDown(true)
	ada.get("/v1/authz?level=omit").want(200)
	eve.get("/v1/authz?level=omit").wantCode(503, "store_unavailable")
}

// A user who removes their only passkey has the whole grace period from then on, if theirs had not begun.
func TestGraceAfterRemoval(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.Required, h.rules.Grace = "aal2", 24*time.Hour })
	ada, key := h.person("ada@example.com"), device()
	ada.register(key).want(201)
	ada.stepUp(key).want(200)
	h.clock.advance(time.Minute)
	ada.send("DELETE", "/v1/passkeys/"+ada.passkeyRows(h)[0].ID.String(), "application/json", []byte(`{}`)).want(200)
	again := h.signIn(ada.id, ada.email)
	again.send("GET", "/v1/authz", "", nil).want(200)
	if until := again.standing().GraceUntil; until == nil || !until.Equal(h.clock.Now().Add(24*time.Hour)) {
		t.Errorf("grace until %v", until)
	}
	h.clock.advance(25 * time.Hour)
	h.signIn(ada.id, ada.email).send("GET", "/v1/authz", "", nil).want(403)
}

package api_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"latchkey/authenticator"
	policies "latchkey/policy"
	"latchkey/webauthnsvc/webauthntest"
)

// explained is what GET /admin/v1/identities/{id}/policy says.
type explained struct {
	Active bool    `json:"active"`
	Rule   *string `json:"rule"`
	Rules  []struct {
		Rule    string `json:"rule"`
		Applies bool   `json:"applies"`
		Because string `json:"because"`
	} `json:"rules"`
	Requires struct {
		Authenticators *string    `json:"authenticators"`
		Required       string     `json:"required"`
		MaxPasskeys    int        `json:"max_passkeys"`
		Grace          int        `json:"grace"`
		Deadline       *time.Time `json:"deadline"`
	} `json:"requires"`
	Profile *struct {
		Attestation string   `json:"attestation"`
		Allow       []string `json:"allow"`
		Wants       []string `json:"wants"`
		Beside      []string `json:"beside"`
		Passkeys    []struct {
			Unmet []string `json:"unmet"`
		} `json:"passkeys"`
	} `json:"profile"`
	Has struct {
		Passkeys       int      `json:"passkeys"`
		Factors        []string `json:"factors"`
		RecoveryCodes  int      `json:"recovery_codes"`
		LacksSecondWay bool     `json:"lacks_second_way"`
	} `json:"has"`
	NextLogin struct {
		Gate        bool           `json:"login_gate"`
		FirstFactor policyOutcome  `json:"first_factor"`
		Passkey     *policyOutcome `json:"passkey"`
		Login       *policyOutcome `json:"passkey_login"`
	} `json:"next_login"`
}

type policyOutcome struct {
	Refused    bool       `json:"refused"`
	Next       string     `json:"next"`
	NextReason string     `json:"next_reason"`
	GraceUntil *time.Time `json:"grace_until"`
	Asked      bool       `json:"asked"`
	Level      string     `json:"level"`
	// Registration is what a registration needs first.
	Registration string `json:"registration"`
}

func (h *harness) explain(p *person) (got explained) {
	h.t.Helper()
	body := h.adminWith("read").get("/admin/v1/identities/" + p.id.String() + "/policy").want(200).body
	if err := json.Unmarshal(body, &got); err != nil {
		h.t.Fatal(err)
	}
	return got
}

// written counts what a request of the user would write.
func (h *harness) written() [3]int {
	return [3]int{h.count("enrolment_grace"), h.count("second_grace"), h.count("factors")}
}

// is compares an outcome with what the session really gets.
func (want policyOutcome) is(t *testing.T, name string, p *person) {
	t.Helper()
	real := p.standing()
	same := want.GraceUntil == nil && real.GraceUntil == nil || want.GraceUntil != nil && real.GraceUntil != nil && want.GraceUntil.Equal(*real.GraceUntil)
	if want.Level != real.Assurance.Level || want.Next != real.Next || want.NextReason != real.NextReason || !same {
		t.Errorf("%s: explained as %+v, and the session gets %s %s %s until %v", name, want, real.Assurance.Level, real.Next, real.NextReason, real.GraceUntil)
	}
	if begun := p.post("/v1/registration/begin", object{}); (begun.status == 200) != (want.Registration == "") || (begun.status == 409) != (want.Registration == "limit") {
		t.Errorf("%s: explained as %+v, and a registration answers %d", name, want, begun.status)
	}
	status := p.send("GET", "/v1/authz", "", nil).status
	if (status == 403) != want.Refused || (status == 200) == want.Refused {
		t.Errorf("%s: explained as %+v, and /v1/authz answers %d", name, want, status)
	}
}

// crowd are people in all states that a rule distinguishes, each with the passkey to use, or nil.
var crowd = []struct {
	name  string
	setUp func(h *harness, p *person) *webauthntest.Authenticator
}{
	{"nothing", func(*harness, *person) *webauthntest.Authenticator { return nil }},
	{"a passkey", func(_ *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		return key
	}},
	{"a key without a PIN", func(_ *harness, p *person) *webauthntest.Authenticator {
		key := device(withoutUV, deviceBound)
		p.register(key).want(201)
		return key
	}},
	{"two passkeys", func(_ *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		p.stepUp(key).want(200)
		p.register(device()).want(201)
		return key
	}},
	{"a passkey and codes", func(_ *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		p.stepUp(key).want(200)
		p.newCodes()
		return key
	}},
	{"an app at Kratos", func(h *harness, p *person) *webauthntest.Authenticator {
		h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		return nil
	}},
	{"a passkey, and an app that appeared", func(h *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		return key
	}},
	{"a passkey, and an app that is vouched for", func(h *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		p.stepUp(key).want(200)
		p.standing()
		p.confirmsFactor()
		return key
	}},
	{"a passkey that is suspended", func(h *harness, p *person) *webauthntest.Authenticator {
		p.register(device()).want(201)
		h.adminWith("revoke").post("/admin/v1/passkeys/"+p.passkeyRows(h)[0].ID.String()+"/suspend", object{"reason": "lost"}).want(200)
		return nil
	}},
	{"a grace period that is over", func(h *harness, p *person) *webauthntest.Authenticator {
		p.standing()
		h.clock.advance(3 * time.Hour)
		return nil
	}},
	{"a grace period for the second way", func(h *harness, p *person) *webauthntest.Authenticator {
		key := device()
		p.register(key).want(201)
		p.stepUp(key).want(200)
		p.standing()
		h.clock.advance(time.Hour)
		return key
	}},
}

// What explain says of each of these people under each kind of rule is what happens to them.
func TestExplainedIsWhatHappens(t *testing.T) {
	t.Parallel()
	soon := func(h *harness) time.Time { return h.clock.Now().Add(30 * 24 * time.Hour) }
	for name, rule := range map[string]func(h *harness) policies.Rule{
		"aal2 with grace": func(*harness) policies.Rule { return policies.Rule{Required: is("aal2"), Grace: is(2 * time.Hour)} },
		"aal2 at once":    func(*harness) policies.Rule { return policies.Rule{Required: is("aal2"), Grace: is(time.Duration(0))} },
		"highest available": func(*harness) policies.Rule {
			return policies.Rule{Required: is("highest_available"), SecondFactor: is("encouraged")}
		},
		"two ways": func(*harness) policies.Rule {
			return policies.Rule{Required: is("aal2"), SecondFactor: is("required"), Grace: is(2 * time.Hour)}
		},
		"a second way only": func(*harness) policies.Rule {
			return policies.Rule{SecondFactor: is("required"), Grace: is(time.Duration(0))}
		},
		"later": func(h *harness) policies.Rule {
			return policies.Rule{Required: is("aal2"), SecondFactor: is("required"), Deadline: soon(h)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, func(h *harness) {
				one := rule(h)
				one.Name, one.Percent, one.When = "staff", 100, policies.When{Metadata: []policies.Member{{Path: "hr.unit", Values: []string{"finance"}}}}
				h.rules.Rules = []policies.Rule{one}
			}, minting)
			for _, one := range crowd {
				p := h.person(one.name)
				p.becomes(h, inFinance)
				key := one.setUp(h, p)
				before := h.written()
				got := h.explain(p)
				if after := h.written(); after != before {
					t.Errorf("%s: the explanation writes: %v, then %v", one.name, before, after)
				}
				if got.Rule == nil || *got.Rule != "staff" {
					t.Errorf("%s: rule %v", one.name, got.Rule)
				}
				again := h.signIn(p.id, p.email)
				got.NextLogin.FirstFactor.is(t, one.name+", after the password", again)
				if (key != nil) != (got.NextLogin.Passkey != nil) {
					t.Fatalf("%s: %+v", one.name, got.NextLogin)
				}
				if key != nil {
					again.stepUp(key).want(200)
					got.NextLogin.Passkey.is(t, one.name+", after the passkey", again)
					got.NextLogin.Login.is(t, one.name+", after a login by passkey", h.minted(key))
				}
			}
		})
	}
}

// The explanation names each rule, and why it does not apply.
func TestExplainNamesTheCondition(t *testing.T) {
	t.Parallel()
	rule := func(name string, percent int, when policies.When) policies.Rule {
		return policies.Rule{Name: name, Percent: percent, When: when, MaxPasskeys: is(3)}
	}
	ofStaff := rule("finance", 100, policies.When{Metadata: []policies.Member{{Path: "hr.unit", Values: []string{"finance"}}}})
	ofStaff.Authenticators = is("staff")
	h := newHarness(t, withRules(
		rule("customers", 100, policies.When{Schemas: []string{"customer"}}),
		rule("admins", 100, policies.When{Roles: []string{"admin"}}),
		rule("acme", 100, policies.When{Organizations: []string{"acme"}}),
		rule("sales", 100, policies.When{Metadata: []policies.Member{{Path: "hr.unit", Values: []string{"sales"}}}}),
		rule("not yet", 0, policies.When{}),
		ofStaff,
		rule("all", 100, policies.When{}),
	), func(h *harness) {
		h.rules.LoginGate, h.rules.Profiles = true, []authenticator.Profile{{
			Name: "staff", Attestation: authenticator.Direct, Allow: []string{"YubiKey 5"}, Binding: authenticator.DeviceBound, MinECBits: 384,
		}}
	})
	ada := h.person("ada@example.com")
	ada.becomes(h, inFinance)
	got := h.explain(ada)
	want := []string{"schema", "role", "organization", "metadata.hr.unit", "percent", "", "earlier_rule"}
	for i, one := range got.Rules {
		if one.Because != want[i] || one.Applies != (want[i] == "") {
			t.Errorf("%s: %+v, want %q", one.Rule, one, want[i])
		}
	}
	if named := got.Requires.Authenticators; named == nil || *named != "staff" {
		t.Errorf("authenticators: %v", named)
	}
	if len(got.Rules) != len(want) || *got.Rule != "finance" || got.Requires.MaxPasskeys != 3 || got.Requires.Required != "none" || got.NextLogin.Gate {
		t.Errorf("%+v", got)
	}
	wants := []string{"attested", "approved", "device_bound", "key_size"}
	if p := got.Profile; p == nil || p.Attestation != "direct" || !slices.Equal(p.Allow, []string{"YubiKey 5"}) || !slices.Equal(p.Wants, wants) || len(p.Passkeys) != 0 {
		t.Errorf("profile: %+v", p)
	}
	ada.becomes(h, "null") // the rule of another time let any authenticator in
	ada.register(device()).want(201)
	ada.becomes(h, inFinance)
	if p := h.explain(ada).Profile; len(p.Passkeys) != 1 || !slices.Equal(p.Passkeys[0].Unmet, wants) {
		t.Errorf("passkeys beside the profile: %+v", p.Passkeys)
	}
	if got := h.explain(ada); !got.NextLogin.Gate || got.Has.Passkeys != 1 || !got.Has.LacksSecondWay {
		t.Errorf("with a passkey: %+v", got)
	}
	plain := newHarness(t)
	eve := plain.person("eve@example.com")
	if got := plain.explain(eve); got.Rule != nil || len(got.Rules) != 0 || got.Requires.MaxPasskeys != 20 || got.Requires.Authenticators != nil {
		t.Errorf("without rules: %+v", got)
	}
	reads := plain.adminWith("read")
	plain.adminWith("revoke").get("/admin/v1/identities/"+eve.id.String()+"/policy").wantCode(403, "forbidden")
	plain.kratos.remove(eve.id)
	reads.get("/admin/v1/identities/"+eve.id.String()+"/policy").wantCode(404, "not_found")
}

package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/store/migrated"
	"latchkey/webauthnsvc/webauthntest"
)

// explainedPolicy is what `latchkey policy explain --json` says.
type explainedPolicy struct {
	Rule     *string `json:"rule"`
	Requires struct {
		Freshness   int64 `json:"freshness"`
		MaxPasskeys int   `json:"max_passkeys"`
	} `json:"requires"`
	Profile *struct {
		Name     string   `json:"name"`
		Binding  string   `json:"binding"`
		Wants    []string `json:"wants"`
		Passkeys []struct {
			Unmet []string `json:"unmet"`
		} `json:"passkeys"`
	} `json:"profile"`
	Has struct {
		Unclear []string `json:"unclear"`
	} `json:"has"`
	NextLogin struct {
		FirstFactor  explainedOutcome  `json:"first_factor"`
		Passkey      *explainedOutcome `json:"passkey"`
		PasskeyLogin *explainedOutcome `json:"passkey_login"`
		// KratosMayDemand are the kinds of factors that Kratos may demand before.
		KratosMayDemand []string `json:"kratos_may_demand"`
	} `json:"next_login"`
}

type explainedOutcome struct {
	Refused    bool       `json:"refused"`
	Next       string     `json:"next"`
	NextReason string     `json:"next_reason"`
	GraceUntil *time.Time `json:"grace_until"`
	Asked      bool       `json:"asked"`
	Level      string     `json:"level"`
	// Registration is what a registration needs first.
	Registration string `json:"registration"`
}

// previewed is what `latchkey policy preview --json` says.
type previewed struct {
	Identities   int64
	Now, Changed map[string]int64
	Changes      []struct {
		From, To string
		Count    int64
		Examples []uuid.UUID
	}
	Later         struct{ Now, Changed map[string]int64 }
	ByKratos      bool `json:"by_kratos"`
	PasskeyLogins struct {
		Users        int64
		Now, Changed loginsReaching
		UserVerified int64 `json:"user_verified"`
	} `json:"passkey_logins"`
}

// ruledSession is what a session really gets.
type ruledSession struct {
	Next         string     `json:"next"`
	NextReason   string     `json:"next_reason"`
	GraceUntil   *time.Time `json:"grace_until"`
	Deadline     *time.Time `json:"deadline"`
	FreshUntil   *time.Time `json:"fresh_until"`
	SecondFactor string     `json:"second_factor"`
	SecondWays   []string   `json:"second_ways"`
	Factors      []factor   `json:"factors"`
	Assurance    struct {
		Level string `json:"level"`
	} `json:"assurance"`
	refused      bool   // by /v1/authz
	registration string // the code of the refusal of a registration; "": it begins
}

func (c caller) ruled(t *testing.T) (got ruledSession) {
	t.Helper()
	authz := c.do(t, http.MethodGet, "/v1/authz", nil)
	if got.refused = authz.status == http.StatusForbidden; !got.refused && authz.status != http.StatusOK {
		t.Fatalf("authz answers %d: %s", authz.status, authz.body)
	}
	c.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &got)
	if begun := c.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}); begun.status != http.StatusOK {
		var said problem
		begun.want(t, begun.status, &said)
		got.registration = said.Code
	}
	return got
}

// refusedRegistrations are the codes with which a registration is refused for want of what Outcome.Registration names.
var refusedRegistrations = map[string]string{
	"": "", "fresh": "step_up_required", "sign_in": "step_up_required", "verified_address": "step_up_required", "support": "step_up_required",
	"enrolment_code": "enrolment_code_required", "limit": "limit_reached",
}

// asked reports whether the set-up page asks for something that can be put off, as web/elements/setup.js decides.
func (r ruledSession) asked() bool {
	lacks := false
	for _, one := range r.Factors {
		lacks = lacks || one.HeldBy == "latchkey" && len(r.SecondWays) > 0
	}
	return r.GraceUntil != nil || r.Deadline != nil || r.Next == "none" && lacks && r.SecondFactor != "none"
}

// is compares what was explained with what the session gets.
func (want explainedOutcome) is(t *testing.T, when string, got ruledSession) {
	t.Helper()
	same := (want.GraceUntil == nil) == (got.GraceUntil == nil) && (want.GraceUntil == nil || got.GraceUntil.Sub(*want.GraceUntil).Abs() < 5*time.Minute)
	if want.Refused != got.refused || want.Level != got.Assurance.Level || want.Next != got.Next || want.NextReason != got.NextReason || want.Asked != got.asked() || !same || refusedRegistrations[want.Registration] != got.registration {
		t.Errorf("%s: explained as %+v, and the session gets %+v", when, want, got)
	}
}

// TestPolicyIsWhatHappens: `policy preview` and `policy explain` say of users in all states what happens to them once the policy has changed.
func TestPolicyIsWhatHappens(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kratos demo.KratosOptions
		crowd  func(*stack, *testing.T) []crowdMember
	}{
		"all kinds of users":          {demo.KratosOptions{Schemas: map[string]string{"employee": employeeSchema}}, (*stack).crowd},
		"codes for all with an email": {demo.KratosOptions{Code: "fallback"}, (*stack).mailed},
		"codes as second factor":      {demo.KratosOptions{Code: "second"}, (*stack).mailed},
		"codes as first factor":       {demo.KratosOptions{Code: "first"}, (*stack).mailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testPolicy(t, test.kratos, test.crowd)
		})
	}
}

func testPolicy(t *testing.T, kratos demo.KratosOptions, members func(*stack, *testing.T) []crowdMember) {
	secret, port, dsn := demo.RandomSecret(), freePort(t), migrated.Postgres(t)
	remember("cipher secret", secret)
	env := []string{"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_POLICY_FIRST_PASSKEY_WITHIN=1h", "LATCHKEY_LIFECYCLE_EVERY=0s"}
	kratos.Login = &demo.KratosLogin{}
	now, then := filepath.Join(t.TempDir(), "now.yml"), filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(now, []byte("policy: {uv_passkey_is_aal2: false}"), 0o600))
	must(t, os.WriteFile(then, []byte(changedPolicy), 0o600))
	s := startStack(t, kratos, demo.LatchkeyOptions{DSN: dsn, PublicPort: port, Env: append(env, "LATCHKEY_CONFIG="+now)})
	crowd := members(s, t)
	s.deactivated(t)
	var preview previewed
	text, _ := s.commandLine(t, nil, 0, "policy", "preview", then, "--json")
	must(t, json.Unmarshal([]byte(text), &preview))
	s.reach(t, crowd, preview.PasskeyLogins.Users, preview.PasskeyLogins.UserVerified, preview.PasskeyLogins.Now)

	must(t, s.latchkey.Stop())
	env = append(env, "LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET="+kratos.Login.ClientSecret, "LATCHKEY_CONFIG="+then)
	changed := &stack{kratos: s.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, DSN: dsn, PublicPort: port, Env: env})}
	changed.reach(t, crowd, preview.PasskeyLogins.Users, preview.PasskeyLogins.UserVerified, preview.PasskeyLogins.Changed)
	happened, by := map[string]int64{}, map[uuid.UUID]string{}
	for _, one := range crowd {
		effect := changed.meets(t, one)
		happened[effect]++
		by[one.user.IdentityID] = effect
	}
	for effect := range happened {
		if preview.Changed[effect] != happened[effect] {
			t.Errorf("preview says of %d users %s, and that happens to %d", preview.Changed[effect], effect, happened[effect])
		}
	}
	if !maps.Equal(preview.Changed, happened) || preview.Identities != int64(len(crowd)) || preview.Now["goes_on"] != preview.Identities || !preview.ByKratos {
		t.Errorf("%+v, and %v happened", preview, happened)
	}
	for _, one := range preview.Changes {
		for _, id := range one.Examples {
			if by[id] != one.To {
				t.Errorf("%s is an example of %s, and gets %s", id, one.To, by[id])
			}
		}
	}
}

func (s *stack) explains(t *testing.T, user *demo.KratosUser) (explained explainedPolicy) {
	t.Helper()
	text, _ := s.commandLine(t, nil, 0, "policy", "explain", user.IdentityID.String(), "--json")
	must(t, json.Unmarshal([]byte(text), &explained))
	return explained
}

// meets signs a user in under the changed policy, compares what happens with the explanation, and returns it in the words of preview.
func (s *stack) meets(t *testing.T, one crowdMember) (effect string) {
	t.Helper()
	explained := s.explains(t, one.user)
	if rule := explained.Rule; (rule == nil) != (one.rule == "") || rule != nil && *rule != one.rule {
		t.Errorf("%s: the rule is %v", one.name, rule)
	}
	person := s.signsInByPassword(t, one.user)
	first := person.ruled(t)
	explained.NextLogin.FirstFactor.is(t, one.name+", after the password", first)
	last := first
	if (one.device != nil) != (explained.NextLogin.Passkey != nil) {
		t.Fatalf("%s: %+v", one.name, explained)
	}
	if one.device != nil {
		person.stepUp(t, one.device)
		last = person.ruled(t)
		explained.NextLogin.Passkey.is(t, one.name+", after the passkey", last)
		s.keepsTo(t, one, explained, person, last)
	}
	switch {
	case last.refused && last.Next == "enrol":
		return "refused"
	case first.refused:
		return "step_up"
	case last.asked():
		return "asked"
	}
	return "goes_on"
}

// keepsTo compares freshness and the number of passkeys with what was explained.
func (s *stack) keepsTo(t *testing.T, one crowdMember, explained explainedPolicy, person caller, got ruledSession) {
	t.Helper()
	if until := got.FreshUntil; until != nil {
		if left, want := time.Until(*until), time.Duration(explained.Requires.Freshness)*time.Second; left > want || left < want-time.Minute {
			t.Errorf("%s: fresh for %s, and explained as %s", one.name, left, want)
		}
	}
	if (explained.Profile != nil) != (one.rule == "two" || one.rule == "campaign") { // also before its deadline
		t.Errorf("%s: %+v", one.name, explained)
	}
	if explained.Profile == nil || got.registration != "" {
		return
	}
	// Another passkey of the same kind as the first is allowed if that meets the profile, and otherwise lacks the same.
	twin := webauthntest.New(one.device.Origin)
	twin.UserVerified, twin.BackupEligible, twin.BackedUp = one.device.UserVerified, one.device.BackupEligible, one.device.BackedUp
	unmet := explained.Profile.Passkeys[0].Unmet
	answer := person.finish(t, "registration", person.begin(t, "registration").created(t, twin))
	switch {
	case len(unmet) == 0:
		answer.want(t, http.StatusCreated, nil)
		return
	case !twin.UserVerified && slices.Contains(unmet, "user_verification"): // which is checked before the profile
		answer.rejected(t, "user_verification_missing")
		return
	}
	var said struct{ Wanted []string }
	answer.refused(t, http.StatusForbidden, "authenticator_not_allowed")
	must(t, json.Unmarshal(answer.body, &said))
	if !slices.Equal(said.Wanted, unmet) || !slices.Equal(explained.Profile.Wants, []string{"synced", "user_verification"}) {
		t.Errorf("%s: refused for want of %v, and explained as %+v", one.name, said.Wanted, explained.Profile)
	}
}

const employeeSchema = `{
	"$id": "https://latchkey.test/employee.schema.json", "$schema": "http://json-schema.org/draft-07/schema#", "title": "Employee", "type": "object",
	"properties": {"traits": {"type": "object", "required": ["email"], "properties": {"email": {
		"type": "string", "format": "email", "title": "Email", "ory.sh/kratos": {"credentials": {"password": {"identifier": true}}}
	}}}}
}`

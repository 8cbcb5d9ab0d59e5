package policy_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/policy"
)

// now is not near any deadline.
var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func is[T any](value T) *T { return &value }

var plain = policy.Terms{
	Required: policy.RequiredNone, SecondFactor: policy.SecondFactorNone, Freshness: 15 * time.Minute, Grace: 24 * time.Hour, MaxPasskeys: 20,
}

// whoIs returns a subject with this metadata.
func whoIs(metadata string) policy.Subject {
	return policy.Subject{ID: uuid.New(), Schema: "employee", Role: "support", Organization: "acme", Metadata: json.RawMessage(metadata)}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	member := func(path string, values ...string) policy.When {
		return policy.When{Metadata: []policy.Member{{Path: path, Values: values}}}
	}
	tests := []struct {
		name     string
		when     policy.When
		metadata string
		matches  bool
	}{
		{"none", policy.When{}, ``, true},
		{"schema", policy.When{Schemas: []string{"customer", "employee"}}, ``, true},
		{"another schema", policy.When{Schemas: []string{"customer"}}, ``, false},
		{"no case folding", policy.When{Schemas: []string{"Employee"}}, ``, false},
		{"role", policy.When{Roles: []string{"support"}}, ``, true},
		{"another role", policy.When{Roles: []string{"admin"}}, ``, false},
		{"organization", policy.When{Organizations: []string{"acme"}}, ``, true},
		{"another organization", policy.When{Organizations: []string{"other"}}, ``, false},
		{"all must hold", policy.When{Schemas: []string{"employee"}, Roles: []string{"admin"}}, ``, false},
		{"text", member("team", "sales"), `{"team":"sales"}`, true},
		{"one of the values", member("team", "legal", "sales"), `{"team":"sales"}`, true},
		{"another text", member("team", "sales"), `{"team":"salesforce"}`, false},
		{"absent", member("team", "sales"), `{}`, false},
		{"null", member("team", "null", ""), `{"team":null}`, false},
		{"no metadata", member("team", "sales"), ``, false},
		{"metadata is null", member("team", "sales"), `null`, false},
		{"metadata is a list", member("team", "sales"), `["sales"]`, false},
		{"not JSON", member("team", "sales"), `{"team":"sales"`, false},
		{"yes", member("vip", "true"), `{"vip":true}`, true},
		{"no", member("vip", "true"), `{"vip":false}`, false},
		{"number", member("tier", "3"), `{"tier":3}`, true},
		{"large number", member("tier", "12345678901234567890"), `{"tier":12345678901234567890}`, true},
		{"within", member("hr.unit.name", "ops"), `{"hr":{"unit":{"name":"ops"}}}`, true},
		{"within a text", member("hr.unit.name", "ops"), `{"hr":{"unit":"ops"}}`, false},
		{"in a list", member("groups", "admins"), `{"groups":["staff","admins"]}`, true},
		{"not in the list", member("groups", "admins"), `{"groups":["staff"]}`, false},
		{"in a list within a list", member("groups", "admins"), `{"groups":[["admins"]]}`, false},
		{"a group", member("hr", "ops"), `{"hr":{"ops":true}}`, false},
		{"name in another case", member("Team", "sales"), `{"team":"sales"}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rules := policy.New(plain, policy.Rule{Name: "staff", When: test.when, Percent: 100})
			if got := rules.For(whoIs(test.metadata), now).Rule == "staff"; got != test.matches {
				t.Errorf("matches: %v, want %v", got, test.matches)
			}
		})
	}
}

// A user without a schema, role or organization matches no value of them, not even an empty one.
func TestNothingMatchesNothing(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]policy.When{
		"schema": {Schemas: []string{""}}, "role": {Roles: []string{""}}, "organization": {Organizations: []string{""}},
	} {
		if got := policy.New(plain, policy.Rule{Name: "staff", When: when, Percent: 100}).For(policy.Subject{}, now); got.Rule != "" {
			t.Errorf("%s: %q applies", name, got.Rule)
		}
	}
}

func TestFirstMatchApplies(t *testing.T) {
	t.Parallel()
	rules := policy.New(plain,
		policy.Rule{Name: "admins", When: policy.When{Roles: []string{"admin"}}, Percent: 100, Required: is(policy.RequiredAAL2), Grace: is(time.Duration(0))},
		policy.Rule{Name: "not yet", Percent: 0, MaxPasskeys: is(1)},
		policy.Rule{Name: "staff", When: policy.When{Schemas: []string{"employee"}}, Percent: 100,
			Required: is(policy.RequiredHighestAvailable), SecondFactor: is(policy.SecondFactorRequired), Freshness: is(time.Minute), MaxPasskeys: is(5)},
	)
	tests := map[string]struct {
		who  policy.Subject
		want policy.Terms
	}{
		"the first":      {policy.Subject{Role: "admin", Schema: "employee"}, policy.Terms{Rule: "admins", Required: "aal2", SecondFactor: "none", Freshness: 15 * time.Minute, MaxPasskeys: 20}},
		"the third":      {policy.Subject{Schema: "employee"}, policy.Terms{Rule: "staff", Required: "highest_available", SecondFactor: "required", Freshness: time.Minute, Grace: 24 * time.Hour, MaxPasskeys: 5}},
		"none of them":   {policy.Subject{Schema: "customer"}, plain},
		"without a rule": {policy.Subject{}, plain},
	}
	for name, test := range tests {
		if got := rules.For(test.who, now); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

// A percentage is always of the same users, and a higher one only adds some. Of two rules, it is not the same ones.
func TestPercent(t *testing.T) {
	t.Parallel()
	const users = 20_000
	in := func(name string, percent int, id uuid.UUID) bool {
		return policy.New(plain, policy.Rule{Name: name, Percent: percent}).For(policy.Subject{ID: id}, now).Rule != ""
	}
	counts, both := map[int]int{}, 0
	for i := range users {
		id := uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i))
		before := false
		for _, percent := range []int{0, 1, 20, 50, 99, 100} {
			now := in("pilot", percent, id)
			if before && !now {
				t.Fatalf("%s is no longer among %d percent", id, percent)
			}
			if before = now; now {
				counts[percent]++
			}
		}
		if in("pilot", 20, id) && in("other", 20, id) {
			both++
		}
	}
	if counts[0] != 0 || counts[100] != users {
		t.Errorf("0 percent are %d users, 100 percent %d of %d", counts[0], counts[100], users)
	}
	for _, percent := range []int{1, 20, 50, 99} {
		if want := users * percent / 100; counts[percent] < want-users/100 || counts[percent] > want+users/100 {
			t.Errorf("%d percent of %d users are %d", percent, users, counts[percent])
		}
	}
	if want := users * 4 / 100; both < want*3/4 || both > want*5/4 {
		t.Errorf("20 percent of both rules: %d users, want about %d", both, want)
	}
}

// The share of a user must not change with a release: some would lose a rule, and others be refused by it.
func TestShareIsForever(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("6b1f2a3c-4d5e-4f60-8a7b-9c0d1e2f3a4b")
	first := 0
	for policy.New(plain, policy.Rule{Name: "pilot", Percent: first}).For(policy.Subject{ID: id}, now).Rule == "" {
		first++
	}
	if first != 79 {
		t.Errorf("applies from %d percent on", first)
	}
}

// Before its deadline, what a rule demands is not required, and its grace period is not that of the plain settings. What it will require is
// encouraged. What it says of new passkeys and of changes does not wait.
func TestDeadline(t *testing.T) {
	t.Parallel()
	deadline := now.Add(time.Hour)
	strict := policy.Demands{Required: policy.RequiredAAL2, SecondFactor: policy.SecondFactorRequired, Grace: time.Minute}
	rule := policy.Rule{Name: "campaign", Percent: 100, Required: &strict.Required, SecondFactor: &strict.SecondFactor, Grace: is(time.Minute), Deadline: deadline}
	somewhat := plain
	somewhat.Required, somewhat.SecondFactor = policy.RequiredHighestAvailable, policy.SecondFactorRequired
	narrow := rule
	narrow.Authenticators, narrow.MaxPasskeys, narrow.Freshness = is("staff"), is(2), is(time.Second)
	lenient := rule
	lenient.Required, lenient.SecondFactor = is(policy.RequiredNone), is(policy.SecondFactorNone)
	before := policy.Terms{Rule: "campaign", Freshness: 15 * time.Minute, Grace: 24 * time.Hour, MaxPasskeys: 20, Deadline: deadline}
	with := func(terms policy.Terms, required, second string, later policy.Demands) policy.Terms {
		terms.Required, terms.SecondFactor, terms.Later = required, second, later
		return terms
	}
	after := policy.Terms{Rule: "campaign", Freshness: 15 * time.Minute, Grace: time.Minute, MaxPasskeys: 20}
	tests := map[string]struct {
		plain policy.Terms
		rule  policy.Rule
		at    time.Time
		want  policy.Terms
	}{
		"before":                {plain, rule, now, with(before, "none", "encouraged", strict)},
		"a moment before":       {plain, rule, deadline.Add(-1), with(before, "none", "encouraged", strict)},
		"at it":                 {plain, rule, deadline, with(after, "aal2", "required", policy.Demands{})},
		"the plain ones demand": {somewhat, rule, now, with(before, "highest_available", "required", strict)},
		"it will demand less":   {somewhat, lenient, now, with(before, "highest_available", "required", policy.Demands{Required: "none", SecondFactor: "none", Grace: time.Minute})},
		"new passkeys":          {plain, narrow, now, with(policy.Terms{Rule: "campaign", Freshness: time.Second, Grace: 24 * time.Hour, MaxPasskeys: 2, Authenticators: "staff", Deadline: deadline}, "none", "encouraged", strict)},
	}
	for name, test := range tests {
		if got := policy.New(test.plain, test.rule).For(policy.Subject{}, test.at); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

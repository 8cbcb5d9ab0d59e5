package config

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// A rule has what its lines say, and nothing else: a zero is a value, and what is left out is not one.
func TestRulesAreRead(t *testing.T) {
	t.Parallel()
	const text = `
policy:
  rules:
    - name: admins
      when: {role: [admin, support], schema: employee, organization: acme}
      required: aal2
      grace: 0s
      max_passkeys: 5
    - name: finance
      when:
        metadata:
          hr.department: [finance, 3]
          vip: true
      percent: 0
      deadline: 2027-01-31
      second_factor: required
      freshness: 5m
    - name: zone
      deadline: "2027-01-31T08:00:00+01:00"
      required: highest_available
`
	zero, five, minutes, none := 0, 5, 5*time.Minute, time.Duration(0)
	want := []Rule{
		{Name: "admins", When: When{Role: []string{"admin", "support"}, Schema: []string{"employee"}, Organization: []string{"acme"}}, Required: "aal2", Grace: &none, MaxPasskeys: &five},
		{Name: "finance", When: When{Metadata: map[string][]string{"hr.department": {"finance", "3"}, "vip": {"true"}}}, Percent: &zero, Deadline: "2027-01-31", SecondFactor: "required", Freshness: &minutes},
		{Name: "zone", Deadline: "2027-01-31T08:00:00+01:00", Required: "highest_available"},
	}
	const json = `LATCHKEY_POLICY_RULES=[{"name":"admins","when":{"role":["admin","support"],"schema":"employee","organization":"acme"},"required":"aal2","grace":"0s","max_passkeys":5},
{"name":"finance","when":{"metadata":{"hr.department":["finance",3],"vip":true}},"percent":0,"deadline":"2027-01-31","second_factor":"required","freshness":"5m"},
{"name":"zone","deadline":"2027-01-31T08:00:00+01:00","required":"highest_available"}]`
	for name, load := range map[string]func() (Loaded, error){
		"file":        func() (Loaded, error) { return loadText(t, text) },
		"environment": func() (Loaded, error) { return loadText(t, "", json) },
	} {
		loaded, err := load()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := loaded.Policy.Rules; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
		if at, err := loaded.Policy.Rules[2].DeadlineAt(); err != nil || !at.Equal(time.Date(2027, 1, 31, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: deadline %v, %v", name, at, err)
		}
		var shown strings.Builder
		if err := loaded.WriteSettings(&shown); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{`"grace":"0s"`, `"percent":0`, `"vip":["true"]`, `"deadline":"2027-01-31"`} {
			if !strings.Contains(shown.String(), part) {
				t.Errorf("%s: %s is not in %s", name, part, &shown)
			}
		}
	}
}

func TestEachFaultOfARuleIsNamed(t *testing.T) {
	t.Parallel()
	rules := func(list ...string) string { return "policy: {rules: [" + strings.Join(list, ", ") + "]}" }
	tests := []struct {
		name, yaml          string
		path, wrong, remedy string
	}{
		{"unknown key", rules("{name: a, requires: aal2}"), "policy.rules[0].requires", "not a setting", "policy.rules[0].required"},
		{"unknown condition", rules("{name: a, when: {traits: x}}"), "policy.rules[0].when.traits", "not a setting", "Known here: schema, role, organization, metadata."},
		{"no name", rules("{required: aal2}"), "policy.rules[0].name", "is empty", "Set a value"},
		{"same name", rules("{name: a, when: {role: admin}}", "{name: a}"), "policy.rules[1].name", "occurs twice (a)", "name of its own"},
		{"percent below 0", rules("{name: a, percent: -1}"), "policy.rules[0].percent", "is -1", "0 to 100"},
		{"percent above 100", rules("{name: a, percent: 101}"), "policy.rules[0].percent", "is 101", "0 to 100"},
		{"unknown value", rules("{name: a, required: aal3}"), "policy.rules[0].required", "not allowed", "aal2"},
		{"too many passkeys", rules("{name: a, max_passkeys: 51}"), "policy.rules[0].max_passkeys", "is 51", "1 to 50"},
		{"never fresh", rules("{name: a, freshness: 0s}"), "policy.rules[0].freshness", "is 0s", "1s or more"},
		{"no room for a second way", rules("{name: a, second_factor: required, max_passkeys: 1}"), "policy.rules[0].max_passkeys", "second_factor is required", "2 or more"},
		{"nor by the plain settings", "webauthn: {max_passkeys: 1}\n" + rules("{name: a, second_factor: required}"), "policy.rules[0].max_passkeys", "second_factor is required", "2 or more"},
		{"no date", rules("{name: a, required: aal2, deadline: soon}"), "policy.rules[0].deadline", "neither a date", "2027-01-31"},
		{"no zone", rules("{name: a, required: aal2, deadline: '2027-01-31T08:00:00'}"), "policy.rules[0].deadline", "neither a date", "2027-01-31"},
		{"no such day", rules("{name: a, required: aal2, deadline: 2027-02-30}"), "policy.rules[0].deadline", "neither a date", "2027-01-31"},
		{"nothing to wait for", rules("{name: a, max_passkeys: 3, deadline: 2027-01-31}"), "policy.rules[0].deadline", "nothing to wait for", "remove the deadline"},
		{"behind a rule for all", rules("{name: all}", "{name: b, when: {role: admin}}"), "policy.rules[1]", "rule 0 (all)", "Move it before"},
		{"behind a wider one", rules("{name: a, when: {role: [admin, support]}}", "{name: b, when: {role: admin, schema: employee}}"), "policy.rules[1]", "rule 0 (a)", "Move it before"},
		{"behind wider metadata", rules("{name: a, when: {metadata: {x: [1, 2]}}}", "{name: b, when: {metadata: {x: 2, y: 3}}}"), "policy.rules[1]", "rule 0 (a)", "Move it before"},
		{"a path with a gap", rules("{name: a, when: {metadata: {'hr..unit': x}}}"), "policy.rules[0].when.metadata", `"hr..unit"`, "single dots"},
		{"a group as value", rules("{name: a, when: {metadata: {hr: {unit: x}}}}"), "policy.rules[0].when.metadata.hr", "is a group", "Write a text"},
		{"no value", rules("{name: a, when: {metadata: {hr: []}}}"), "policy.rules[0].when.metadata.hr", "is empty", "Give it a value"},
		{"a list of names", rules("{name: a, when: {metadata: [x]}}"), "policy.rules[0].when.metadata", "is a list", "names below it"},
		{"an empty list of schemas", rules("{name: a, when: {schema: []}}"), "policy.rules[0].when.schema", "is empty", "any schema"},
		{"an empty list of roles", rules("{name: a, when: {role: []}}"), "policy.rules[0].when.role", "is empty", "any role"},
		{"an empty list of organizations", rules("{name: a, when: {organization: []}}"), "policy.rules[0].when.organization", "is empty", "any organization"},
		{"no conditions", rules("{name: a, when: {}}"), "policy.rules[0].when", "is empty", "without it, the rule matches all users"},
		{"conditions without a value", rules("{name: a, when: , required: none}"), "policy.rules[0].when", "is empty", "schema, role, organization, metadata"},
		{"no metadata", rules("{name: a, when: {metadata: {}}}"), "policy.rules[0].when.metadata", "is empty", "any metadata"},
		{"a misspelled role", rules("{name: a, when: {role: [admin, suport]}}"), "policy.rules[0].when.role[1]", `"suport"`, "auditor, support, admin"},
		{"an empty condition", rules("{name: a, when: {role: ['']}}"), "policy.rules[0].when.role[0]", "is empty", "remove the entry"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := loadText(t, test.yaml)
			faults := faultsOf(t, err)
			if len(faults) != 1 || faults[0].Path != test.path || !strings.Contains(faults[0].Wrong, test.wrong) || !strings.Contains(faults[0].Remedy, test.remedy) {
				t.Errorf("got %+v, want %s: %q, %q", faults, test.path, test.wrong, test.remedy)
			}
		})
	}
}

// Rules that overlap are in order: only one that can never apply is a fault.
func TestRulesMayOverlap(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]string{
		"a part of all first":     "{name: a, percent: 99}, {name: b}",
		"narrower first":          "{name: a, when: {role: admin}}, {name: b, when: {role: [admin, support]}}",
		"another condition":       "{name: a, when: {role: admin}}, {name: b, when: {schema: employee}}",
		"more conditions first":   "{name: a, when: {role: admin, schema: employee}}, {name: b, when: {role: admin}}",
		"other members":           "{name: a, when: {metadata: {x: 1}}}, {name: b, when: {metadata: {y: 1}}}",
		"without any requirement": "{name: a, when: {metadata: {service: true}}, required: none}, {name: b, required: aal2}",
	} {
		if _, err := loadText(t, "policy: {rules: ["+list+"]}"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

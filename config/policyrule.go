package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/config/setting"
)

// Rule is one rule of the policy.
type Rule struct {
	// The name of the rule, in what `latchkey` and the console report. A percentage depends on it too: another name draws other
	// users.
	Name string `koanf:"name"`
	// Whom the rule matches: those for whom all conditions hold. Without this line, it matches all; without a condition below it,
	// it is refused.
	When When `koanf:"when" optional:"true" absent:"the rule matches all users"`
	// How many percent of those who match the rule applies to. It is always the same users; a higher percentage adds others.
	// For the rest, the next rules count. Without it, to all.
	Percent *int `koanf:"percent" min:"0" max:"100"`
	// From when `required`, `second_factor` and `grace` of the rule count: a date (which begins in UTC) or a time with its zone, such as
	// `2027-01-31T08:00:00+01:00`. Until then those of the plain settings do, and the set-up page asks in each session for what the
	// rule will require; it can be put off. `authenticators`, `max_passkeys` and `freshness` do not wait.
	Deadline string `koanf:"deadline" optional:"true" example:"2027-01-31"`
	// As policy.required, for these users.
	Required string `koanf:"required" enum:"none,highest_available,aal2" optional:"true"`
	// As policy.second_factor, for these users.
	SecondFactor string `koanf:"second_factor" enum:"none,encouraged,required" optional:"true"`
	// As policy.grace, for these users.
	Grace *time.Duration `koanf:"grace" min:"0s"`
	// As policy.freshness, for these users.
	Freshness *time.Duration `koanf:"freshness" min:"1s"`
	// As webauthn.max_passkeys, for these users. Those who have more keep them, and cannot add any.
	MaxPasskeys *int `koanf:"max_passkeys" min:"1" max:"50"`
	// As policy.authenticators, for these users. A profile without requirements lifts that of the plain settings.
	Authenticators string `koanf:"authenticators" optional:"true" example:"staff"`
}

// When are the conditions of a rule. Each has one value or a list of values, of which one must be the user's.
type When struct {
	// The `schema_id` of the identity.
	Schema []string `koanf:"schema" single:"true" optional:"true" absent:"the rule matches users with any schema" example:"employee"`
	// The role at Latchkey: auditor, support or admin.
	Role []string `koanf:"role" single:"true" optional:"true" absent:"the rule matches users with any role" example:"admin"`
	// The `organization_id` of the identity, where Kratos reports one. Kratos 1.3.1 has no organizations, so there it matches
	// no user.
	Organization []string `koanf:"organization" single:"true" optional:"true" absent:"the rule matches users with any organization" example:"3c9d3f6e-6a0e-4a55-9f6c-0d3b8f1f8a10"`
	// Members of `metadata_public`, which users cannot change by themselves, with their values. A name may be a path, such as
	// `hr.department`. A member that is a list matches if it contains a value.
	Metadata map[string][]string `koanf:"metadata" optional:"true" absent:"the rule matches users with any metadata" example:"{\"department\": \"finance\"}"`
}

// DeadlineAt returns the deadline; zero without one.
func (rule Rule) DeadlineAt() (time.Time, error) {
	if rule.Deadline == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, rule.Deadline); err == nil {
		return day, nil
	}
	return time.Parse(time.RFC3339, rule.Deadline)
}

// plainSettings are those that a rule may have too, and that its checks need.
type plainSettings struct {
	required, secondFactor string
	maxPasskeys            int
}

// checkRules finds what is wrong with a rule by itself, next to the plain settings, and after the rules before it.
func checkRules(r *setting.Report, rules []Rule, plain plainSettings) {
	for i, rule := range rules {
		path := fmt.Sprintf("policy.rules[%d]", i)
		earlier := rules[:i]
		if rule.Name != "" && slices.ContainsFunc(earlier, func(other Rule) bool { return other.Name == rule.Name }) {
			r.Fault(path+".name", "occurs twice ("+rule.Name+").", "Give each rule a name of its own.")
		}
		if j := slices.IndexFunc(earlier, func(other Rule) bool { return other.covers(rule) }); j >= 0 {
			r.Fault(path, fmt.Sprintf("can never apply: rule %d (%s) before it matches all of its users.", j, earlier[j].Name), "Move it before that one, or remove it.")
		}
		rule.check(r, path, plain)
	}
}

func (rule Rule) check(r *setting.Report, path string, plain plainSettings) {
	rule.When.check(r, path+".when")
	for name := range rule.When.Metadata {
		if slices.Contains(strings.Split(name, "."), "") {
			r.Fault(path+".when.metadata", fmt.Sprintf("has the name %.40q.", name), "Write the names of members, separated by single dots.")
		}
	}
	limit := plain.maxPasskeys
	if rule.MaxPasskeys != nil {
		limit = *rule.MaxPasskeys
	}
	required, second := cmp.Or(rule.Required, plain.required), cmp.Or(rule.SecondFactor, plain.secondFactor)
	if second == "required" && limit < 2 {
		r.Fault(path+".max_passkeys", fmt.Sprintf("is %d, but second_factor is required.", limit), "Choose 2 or more: users who cannot have recovery codes need a second passkey.")
	}
	if rule.Deadline == "" {
		return
	}
	if _, err := rule.DeadlineAt(); err != nil {
		r.Fault(path+".deadline", "is neither a date nor a time with its zone.", "Write 2027-01-31, or 2027-01-31T08:00:00+01:00.")
	} else if required == plain.required && second == plain.secondFactor {
		r.Fault(path+".deadline", "has nothing to wait for: the rule requires what the plain settings require.", "Set required or second_factor in the rule, or remove the deadline.")
	}
}

// roles are those that account.Ranks has.
var roles = []string{"auditor", "support", "admin"}

// check refuses a misspelled role, which no user has.
func (w When) check(r *setting.Report, path string) {
	for i, role := range w.Role {
		if role != "" && !slices.Contains(roles, role) {
			r.Fault(fmt.Sprintf("%s.role[%d]", path, i), fmt.Sprintf("is %.40q, which is no role at Latchkey.", role), "Choose "+strings.Join(roles, ", ")+", or use metadata for other members.")
		}
	}
}

// covers reports whether the rule applies to all users whom another one matches.
func (rule Rule) covers(other Rule) bool {
	if rule.Percent != nil && *rule.Percent < 100 {
		return false
	}
	if !wider(rule.When.Schema, other.When.Schema) || !wider(rule.When.Role, other.When.Role) || !wider(rule.When.Organization, other.When.Organization) {
		return false
	}
	for name, values := range rule.When.Metadata {
		if theirs, ok := other.When.Metadata[name]; !ok || !wider(values, theirs) {
			return false
		}
	}
	return true
}

// wider reports whether a condition holds wherever another one does.
func wider(values, others []string) bool {
	return len(values) == 0 || len(others) > 0 && !slices.ContainsFunc(others, func(one string) bool { return !slices.Contains(values, one) })
}

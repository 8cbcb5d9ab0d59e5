// Package policies converts the rules of the configuration for package policy.
package policies

import (
	"latchkey/config"
	"latchkey/policy"
)

// Of returns the rules of a configuration that has been checked.
func Of(cfg config.Policy) []policy.Rule {
	var list []policy.Rule
	for _, r := range cfg.Rules {
		rule := policy.Rule{
			Name: r.Name, Percent: 100, Grace: r.Grace, Freshness: r.Freshness, MaxPasskeys: r.MaxPasskeys,
			Required: text(r.Required), SecondFactor: text(r.SecondFactor), Authenticators: text(r.Authenticators),
			When: policy.When{Schemas: r.When.Schema, Roles: r.When.Role, Organizations: r.When.Organization},
		}
		if r.Percent != nil {
			rule.Percent = *r.Percent
		}
		rule.Deadline, _ = r.DeadlineAt() // checked when the configuration was loaded
		for path, values := range r.When.Metadata {
			rule.When.Metadata = append(rule.When.Metadata, policy.Member{Path: path, Values: values})
		}
		list = append(list, rule)
	}
	return list
}

func text(given string) *string {
	if given == "" {
		return nil
	}
	return &given
}

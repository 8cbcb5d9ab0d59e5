package checkup

import (
	"context"
	"fmt"

	"latchkey/config"
	"latchkey/kratos/inspect"
)

// Organizations warns of rules with a condition on the organization, if Kratos runs and reports none.
func Organizations(ctx context.Context, loaded config.Loaded) (warnings []config.Fault) {
	version := ""
	for i, rule := range loaded.Policy.Rules {
		if len(rule.When.Organization) == 0 {
			continue
		}
		if version == "" {
			var err error
			if version, err = inspect.New(loaded.Kratos.PublicURL, loaded.Kratos.AdminURL, loaded.Kratos.Timeout).Version(ctx); err != nil || inspect.HasOrganizations(version) {
				return nil
			}
		}
		warnings = append(warnings, config.Fault{
			Path: fmt.Sprintf("policy.rules[%d].when.organization", i), Source: loaded.Origins["policy.rules"],
			Wrong:  fmt.Sprintf("never holds: Kratos %s reports no organization.", version),
			Remedy: "Use a condition on metadata instead: docs/rules.md, Conditions.",
		})
	}
	return warnings
}

package policies

import (
	"reflect"
	"slices"
	"strings"

	"latchkey/config"
)

// compared are the settings that `policy preview` compares. The profiles are compared by their names.
var compared = []string{
	"policy.required", "policy.second_factor", "policy.grace", "policy.authenticators", "policy.login_gate", "policy.rules",
	"policy.uv_passkey_is_aal2",
	"recovery_codes.enabled",
}

// NotCompared returns the settings of policy, recovery_codes and webauthn, and those about Kratos on which a decision depends, that
// differ, and that `policy preview` does not compare.
func NotCompared(now, changed config.Config) []string {
	names := slices.Concat(
		differing("policy.", now.Policy, changed.Policy), differing("recovery_codes.", now.RecoveryCodes, changed.RecoveryCodes),
		differing("webauthn.", now.WebAuthn, changed.WebAuthn), differingInRules(now.Policy.Rules, changed.Policy.Rules),
	)
	if now.Kratos.CodeIsSecondFactor != changed.Kratos.CodeIsSecondFactor {
		names = append(names, "kratos.code_is_second_factor")
	}
	if now.Kratos.Login.Enabled != changed.Kratos.Login.Enabled {
		names = append(names, "kratos.login.enabled")
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(compared, name) })
}

// Deciding returns those of some settings on which a decision may depend.
func Deciding(names []string) []string {
	return slices.DeleteFunc(append([]string{}, names...), func(name string) bool {
		group, _, _ := strings.Cut(name, ".")
		return !slices.Contains([]string{"policy", "recovery_codes", "webauthn"}, group) && !slices.Contains([]string{"kratos.code_is_second_factor", "kratos.login.enabled"}, name)
	})
}

// differing returns the names of the members that differ, of two structs of settings.
func differing[T any](path string, a, b T) []string {
	names := []string{}
	one, other := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range one.NumField() {
		if !reflect.DeepEqual(one.Field(i).Interface(), other.Field(i).Interface()) {
			names = append(names, path+one.Type().Field(i).Tag.Get("koanf"))
		}
	}
	return names
}

// differingInRules returns the settings of rules that are not compared, if a rule has them and the rules differ: with other conditions,
// or in another order, the same setting is of other users.
func differingInRules(now, changed []config.Rule) (names []string) {
	if reflect.DeepEqual(now, changed) {
		return nil
	}
	all := slices.Concat(now, changed)
	if slices.ContainsFunc(all, func(rule config.Rule) bool { return rule.Freshness != nil }) {
		names = append(names, "policy.rules[].freshness")
	}
	if slices.ContainsFunc(all, func(rule config.Rule) bool { return rule.MaxPasskeys != nil }) {
		names = append(names, "policy.rules[].max_passkeys")
	}
	return names
}

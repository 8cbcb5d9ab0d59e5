package policies

import (
	"reflect"
	"slices"

	"latchkey/config"
)

// compared are the settings that `policy preview` compares. The profiles are compared by their names.
var compared = []string{
	"policy.required", "policy.second_factor", "policy.grace", "policy.freshness", "policy.authenticators", "policy.login_gate", "policy.rules",
	"policy.uv_passkey_is_aal2",
	"recovery_codes.enabled", "webauthn.max_passkeys",
}

// NotCompared returns the settings of policy, recovery_codes and webauthn, and those about Kratos on which a decision depends, that
// differ, and that `policy preview` does not compare.
func NotCompared(now, changed config.Config) []string {
	names := slices.Concat(
		differing("policy.", now.Policy, changed.Policy), differing("recovery_codes.", now.RecoveryCodes, changed.RecoveryCodes),
		differing("webauthn.", now.WebAuthn, changed.WebAuthn),
	)
	if now.Kratos.CodeIsSecondFactor != changed.Kratos.CodeIsSecondFactor {
		names = append(names, "kratos.code_is_second_factor")
	}
	if now.Kratos.Login.Enabled != changed.Kratos.Login.Enabled {
		names = append(names, "kratos.login.enabled")
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(compared, name) })
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

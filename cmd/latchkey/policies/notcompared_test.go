package policies_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/cmd/latchkey/policies"
	"latchkey/config"
)

// Each setting that preview does not compare is named if it differs, and no other.
func TestNotCompared(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*config.Config)
		want   []string
	}{
		"nothing": {func(*config.Config) {}, nil},
		"what is compared": {func(c *config.Config) {
			c.Policy.Required, c.Policy.SecondFactor, c.Policy.LoginGate, c.Policy.Grace = "aal2", "required", true, time.Hour
			c.Policy.Authenticators, c.Policy.Rules = "staff", []config.Rule{{Name: "all", Required: "aal2"}}
			c.RecoveryCodes.Enabled, c.Policy.UVPasskeyIsAAL2 = true, true
		}, nil},
		"what is not": {func(c *config.Config) {
			c.Policy.FirstPasskeyNeeds, c.Policy.FirstPasskeyWithin, c.Kratos.Login.Enabled = "verified_address", time.Hour, true
			c.Policy.KeepLastPasskey, c.RecoveryCodes.Level, c.Kratos.CodeIsSecondFactor = true, "aal2", "yes"
			c.WebAuthn.UVNotTrusted, c.WebAuthn.MaxPasskeys, c.Policy.Freshness = []string{"x"}, 7, time.Hour
			c.Policy.Rules = []config.Rule{{Name: "all", MaxPasskeys: new(int), Freshness: new(time.Duration)}}
		}, []string{
			"policy.freshness", "policy.first_passkey_within", "policy.first_passkey_needs", "policy.keep_last_passkey",
			"recovery_codes.level", "webauthn.uv_not_trusted", "webauthn.max_passkeys", "policy.rules[].freshness", "policy.rules[].max_passkeys", "kratos.code_is_second_factor", "kratos.login.enabled",
		}},
		"no matter of preview": {func(c *config.Config) { c.Kratos.AdminURL = "http://other" }, nil},
	} {
		changed := config.Config{}
		test.change(&changed)
		if got := policies.NotCompared(config.Config{}, changed); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

package api_test

import (
	"context"
	"testing"

	"latchkey/people"
	"latchkey/rules"
)

// previewOf compares a changed configuration.
func (h *harness) previewOf(change func(*rules.Config)) *people.Preview {
	h.t.Helper()
	changed := h.rules
	change(&changed)
	other, err := rules.Compared(changed)
	if err != nil {
		h.t.Fatal(err)
	}
	got, err := h.service.People.Preview(h.t.Context(), other, func(_, _ int64) {})
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

// Preview compares the login gate, which asks users who have a passkey for it, and no others.
func TestPreviewLoginGate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return 7, true, nil }
	})
	h.person("ada@example.com").register(device()).want(201)
	got := h.previewOf(func(c *rules.Config) { c.LoginGate = true })
	if got.Now[people.EffectNone] != 7 || got.Changed[people.EffectStepUp] != 1 || got.Changed[people.EffectNone] != 6 {
		t.Errorf("the gate is new: %+v", got)
	}
	h = h.replica(func(h *harness) { h.rules.LoginGate = true })
	got = h.previewOf(func(c *rules.Config) { c.LoginGate = false })
	if got.Now[people.EffectStepUp] != 1 || got.Changed[people.EffectNone] != 7 {
		t.Errorf("the gate goes: %+v", got)
	}
}

// Users whom Kratos has deleted are counted until that is noticed, and preview says how many there are at least.
func TestPreviewOfTheDeleted(t *testing.T) {
	t.Parallel()
	total := int64(1)
	h := newHarness(t, func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return total, true, nil }
	})
	for _, name := range []string{"ada@example.com", "bob@example.com", "eve@example.com"} {
		h.person(name).register(device()).want(201)
	}
	if got := h.previewOf(func(*rules.Config) {}); got.Gone != 2 || got.Identities != 3 {
		t.Errorf("%+v", got)
	}
	total = 5
	if got := h.previewOf(func(*rules.Config) {}); got.Gone != 0 || got.Identities != 5 {
		t.Errorf("%+v", got)
	}
}

// Preview compares whether recovery codes, the second way of users without a role, are enabled. Kratos is asked who has a role.
func TestPreviewRecoveryCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("none", 0), byKratos)
	for _, name := range []string{"ada", "eve"} {
		p, key := h.person(name+"@example.com"), device()
		p.register(key).want(201)
		p.stepUp(key).want(200)
		p.newCodes()
		if name == "eve" {
			h.kratos.change(p.id, func(i *kratosIdentity) { i.Role = "admin" })
		}
	}
	two := func(c *rules.Config) { c.SecondFactor = "required" }
	got := h.previewOf(two)
	if !got.ByKratos || got.Changed[people.EffectNone] != 1 || got.Changed[people.EffectRefused] != 1 {
		t.Errorf("with codes: %+v", got)
	}
	got = h.previewOf(func(c *rules.Config) {
		two(c)
		c.RecoveryCodes = false
	})
	if got.Changed[people.EffectRefused] != 2 {
		t.Errorf("without codes: %+v", got)
	}
}

// Preview counts what logins with a passkey alone suffice for, and compares whether user verification makes them aal2.
func TestPreviewPasskeyLogins(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return 7, true, nil }
	})
	h.person("ada@example.com").register(device()).want(201)
	h.person("bob@example.com").register(device(withoutUV, deviceBound)).want(201)
	eve := h.person("eve@example.com")
	eve.register(device()).want(201)
	h.query("UPDATE passkeys SET step_up_only = 1 WHERE identity_id = unhex('" + eve.id.String() + "', '-')")
	for name, test := range map[string]struct {
		change func(*rules.Config)
		want   people.LoginsReaching
	}{
		"no change":                   {func(*rules.Config) {}, people.LoginsReaching{AAL2: 1}},
		"aal2 is required":            {func(c *rules.Config) { c.Required = "aal2" }, people.LoginsReaching{AAL2: 1, StepUp: 1}},
		"user verification is not it": {func(c *rules.Config) { c.UVPasskeyIsAAL2 = false }, people.LoginsReaching{}},
		"both":                        {func(c *rules.Config) { c.Required, c.UVPasskeyIsAAL2 = "aal2", false }, people.LoginsReaching{StepUp: 2}},
	} {
		want := people.PasskeyLogins{Users: 2, UserVerified: 1, Now: people.LoginsReaching{AAL2: 1}, Changed: test.want}
		if got := h.previewOf(test.change).PasskeyLogins; got == nil || *got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	without := newHarness(t, func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return 7, true, nil }
	})
	without.person("ada@example.com").register(device()).want(201)
	if got := without.previewOf(func(*rules.Config) {}).PasskeyLogins; got != nil {
		t.Errorf("without sessions at Kratos: %+v", got)
	}
}

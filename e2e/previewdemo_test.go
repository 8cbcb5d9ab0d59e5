package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestPreviewWithGeneratedSecret: preview works where no secret is configured, as in the demo: Latchkey generates one beside its database.
// It names what the environment overrides and what it does not compare, and knows that Kratos has fewer users.
func TestPreviewWithGeneratedSecret(t *testing.T) {
	t.Parallel()
	k := startKratos(t, demo.KratosOptions{})
	l, err := demo.StartLatchkey(t.Context(), demo.LatchkeyOptions{Binary: plain.path(t), Kratos: k, Dir: t.TempDir(), Env: []string{"LATCHKEY_LIFECYCLE_EVERY=0s"}})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	s := &stack{kratos: k, latchkey: l}
	user, person := s.app(t)
	file := filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(file, []byte("policy: {required: aal2, grace: 0s}"), 0o600))
	table, said := s.commandLine(t, nil, 0, "policy", "preview", file)
	if !strings.HasPrefix(table, "1 users") || !strings.Contains(table, "1 who now go on") || !strings.Contains(table, "are refused until they set something up, such as") {
		t.Errorf("the table:\n%s\n%s", table, said)
	}
	table, _ = s.commandLine(t, []string{"LATCHKEY_POLICY_REQUIRED=none"}, 0, "policy", "preview", file)
	if strings.Contains(table, "who now go on") || !strings.Contains(table, "what the changed file says of them does not count: policy.required\n") {
		t.Errorf("with required by the environment:\n%s", table)
	}
	must(t, os.WriteFile(file, []byte("webauthn: {max_passkeys: 2}\npolicy: {freshness: 1m, rules: [{name: all, max_passkeys: 1}]}"), 0o600))
	table, _ = s.commandLine(t, nil, 0, "policy", "preview", file)
	if !strings.Contains(table, "are not compared: policy.freshness, webauthn.max_passkeys, policy.rules[].max_passkeys\n") {
		t.Errorf("other limits:\n%s", table)
	}
	person.register(t, webauthntest.New(l.PublicURL))
	must(t, k.DeleteIdentity(t.Context(), user.IdentityID))
	must(t, os.WriteFile(file, []byte("policy: {required: aal2}"), 0o600))
	if table, _ = s.commandLine(t, nil, 0, "policy", "preview", file); !strings.Contains(table, "Kratos has 1 fewer users") {
		t.Errorf("after the deletion:\n%s", table)
	}
	must(t, os.WriteFile(file, []byte("webauthn: {profiles: [{name: keys, attestation: direct}], attestation_roots: [gone.pem]}"), 0o600))
	if _, said = s.commandLine(t, nil, 1, "policy", "preview", file); !strings.Contains(said, "gone.pem") {
		t.Errorf("of a root that is missing it says %s", said)
	}
}

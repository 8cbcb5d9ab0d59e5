package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestPreviewWithGeneratedSecret: preview works where no secret is configured, as in the demo: Latchkey generates one beside its database.
func TestPreviewWithGeneratedSecret(t *testing.T) {
	t.Parallel()
	k := startKratos(t, demo.KratosOptions{})
	l, err := demo.StartLatchkey(t.Context(), demo.LatchkeyOptions{Binary: plain.path(t), Kratos: k, Dir: t.TempDir()})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	s := &stack{kratos: k, latchkey: l}
	s.app(t)
	file := filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(file, []byte("policy: {required: aal2, grace: 0s}"), 0o600))
	table, said := s.commandLine(t, nil, 0, "policy", "preview", file)
	if !strings.HasPrefix(table, "1 users") || !strings.Contains(table, "1 who now go on") || !strings.Contains(table, "are refused until they set something up, such as") {
		t.Errorf("the table:\n%s\n%s", table, said)
	}
	must(t, os.WriteFile(file, []byte("webauthn: {profiles: [{name: keys, attestation: direct}], attestation_roots: [gone.pem]}"), 0o600))
	if _, said = s.commandLine(t, nil, 1, "policy", "preview", file); !strings.Contains(said, "gone.pem") {
		t.Errorf("of a root that is missing it says %s", said)
	}
}

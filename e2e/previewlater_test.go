package e2e_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/store/migrated"
)

// TestPreviewLater: `later` of a preview is what happens to users who have set up nothing, once a deadline and their grace periods have passed.
func TestPreviewLater(t *testing.T) {
	t.Parallel()
	secret, port, dsn := demo.RandomSecret(), freePort(t), migrated.Postgres(t)
	remember("cipher secret", secret)
	env := []string{"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_POLICY_FIRST_PASSKEY_WITHIN=1h", "LATCHKEY_LIFECYCLE_EVERY=0s"}
	file := filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(file, []byte(changedPolicy), 0o600))
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{DSN: dsn, PublicPort: port, Env: env})
	var crowd []crowdMember
	for _, group := range []string{"campaign", "graced"} {
		for name, held := range holdings {
			user, device := held(t, s)
			s.joins(t, user, group)
			crowd = append(crowd, crowdMember{group + ", " + name, group, user, device})
		}
	}
	var preview previewed
	text, _ := s.commandLine(t, nil, 0, "policy", "preview", file, "--json")
	must(t, json.Unmarshal([]byte(text), &preview))

	must(t, s.latchkey.Stop())
	must(t, os.WriteFile(file, []byte(strings.Replace(changedPolicy, "2999-01-01", "2026-01-01", 1)), 0o600))
	later := &stack{kratos: s.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, DSN: dsn, PublicPort: port, Env: append(env, "LATCHKEY_CONFIG="+file)})}
	for _, one := range crowd { // grace periods begin
		person := later.signsInByPassword(t, one.user)
		person.ruled(t)
		if one.device != nil {
			person.stepUp(t, one.device)
			person.ruled(t)
		}
	}
	for _, table := range []string{"enrolment_grace", "second_grace"} {
		_, err := later.database(t).Exec(t.Context(), "UPDATE "+table+" SET began_at = began_at - interval '25 hours'")
		must(t, err)
	}
	happened := map[string]int64{}
	for _, one := range crowd {
		happened[later.meets(t, one)]++
	}
	all := int64(len(crowd))
	if !maps.Equal(preview.Later.Changed, happened) || !maps.Equal(preview.Later.Now, map[string]int64{"goes_on": all}) {
		t.Errorf("preview says of later %+v, and %v happens", preview.Later, happened)
	}
	if preview.Changed["refused"] != 0 || happened["refused"] == 0 {
		t.Errorf("%d are refused at once, and %d later", preview.Changed["refused"], happened["refused"])
	}
}

package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
)

// manyRules are a hundred rules that hardly anyone meets, and behind them those of the test.
func manyRules() string {
	var rules []string
	for i := range 100 {
		rules = append(rules, fmt.Sprintf(`{name: r%d, when: {metadata: {n.x%d: [v%d, %d, true]}}, required: aal2, grace: 0s}`, i, i, i, i))
	}
	return "policy: {rules: [" + strings.Join(append(rules,
		`{name: none, percent: 0, required: aal2}`,
		`{name: east, when: {metadata: {k: east}}, required: aal2, deadline: "2099-03-01T00:00:00+14:00"}`,
		`{name: past, when: {metadata: {k: past}}, required: aal2, grace: 0s, deadline: 2020-01-01}`,
		`{name: number, when: {metadata: {k: [1, "1.10"]}}, required: aal2, grace: 0s}`,
		`{name: first, when: {metadata: {k: b}}, required: aal2, grace: 0s}`,
		`{name: second, when: {metadata: {k: [b, c]}}, required: highest_available}`,
		`{name: staff, when: {role: [admin, support, auditor]}, required: aal2, grace: 0s}`,
		`{name: all, percent: 100, max_passkeys: 7}`), ", ") + "]}"
}

// TestPolicyOddMetadata: whatever metadata_public is, explain names the rule by which /v1/authz decides, and preview reads it.
func TestPolicyOddMetadata(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "latchkey.yml")
	must(t, os.WriteFile(file, []byte(manyRules()), 0o600))
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_CONFIG=" + file}})
	refused := int64(0)
	cases := []struct {
		metadata, rule string
		refused        bool
	}{
		{`null`, "all", false}, {`true`, "all", false}, {`"east"`, "all", false}, {`["east"]`, "all", false}, {`{"k": null}`, "all", false}, {`{"k": {"east": "east"}}`, "all", false},
		{`{"k": ["x", "east"]}`, "east", false}, {`{"k": "east"}`, "east", false}, {`{"k": "past"}`, "past", true}, {`{"k": "past", "k": "x"}`, "all", false},
		{`{"k": 1}`, "number", true}, {`{"k": "1"}`, "number", true}, {`{"k": 1.10}`, "number", true}, {`{"k": 1.0}`, "all", false}, {`{"k": "b"}`, "first", true}, {`{"k": "c"}`, "second", false},
		{`{"n": {"x3": true}}`, "r3", true}, {`{"n": {"x99": 99}}`, "r99", true}, {`{"n.x3": "v3"}`, "all", false}, {`{"n": ["x3"]}`, "all", false},
		{`{"latchkey_role": "admin"}`, "staff", true}, {`{"latchkey_role": ["admin"]}`, "all", false}, {`{"latchkey_role": {"a": "admin"}}`, "all", false}, {`{"LATCHKEY_ROLE": "admin"}`, "all", false}, {`{"latchkey_role": "root"}`, "all", false},
		{`{"k": ` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`, "all", false}, {`{"pad": "` + strings.Repeat("a", 1_000_000) + `", "k": "past"}`, "past", true},
	}
	for _, c := range cases {
		name := c.metadata[:min(len(c.metadata), 60)]
		user, person := s.app(t)
		must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", json.RawMessage(c.metadata)))
		explained := s.explains(t, user)
		if explained.Rule == nil || *explained.Rule != c.rule || explained.NextLogin.FirstFactor.Refused != c.refused {
			t.Errorf("%s: explained by %v: %+v", name, explained.Rule, explained.NextLogin.FirstFactor)
		}
		if answer := person.do(t, http.MethodGet, "/v1/authz", nil); (answer.status == http.StatusForbidden) != c.refused || !c.refused && answer.status != http.StatusOK {
			t.Errorf("%s: /v1/authz answers %d", name, answer.status)
		}
		if c.refused {
			refused++
		}
	}
	var preview previewed
	text, _ := s.commandLine(t, nil, 0, "policy", "preview", file, "--json")
	must(t, json.Unmarshal([]byte(text), &preview))
	if preview.Identities != int64(len(cases)) || preview.Now["refused"] != refused || preview.Changed["refused"] != refused || len(preview.Changes) > 0 {
		t.Errorf("%+v, and %d of %d are refused", preview, refused, len(cases))
	}
}

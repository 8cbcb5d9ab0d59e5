package config

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func TestManualIsCommitted(t *testing.T) {
	var want bytes.Buffer
	if err := WriteManual(&want); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("docs/config.md is not what the comments in config give: run `make generate`")
	}
}

func example(t testing.TB) string {
	t.Helper()
	var out strings.Builder
	if err := WriteExample(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestExampleLoadsAndIsTheDefault(t *testing.T) {
	loaded, err := loadText(t, example(t))
	if err != nil || len(loaded.Warnings) > 0 {
		t.Fatalf("err %v, warnings %v", err, loaded.Warnings)
	}
	if !reflect.DeepEqual(loaded.Config, Default()) {
		t.Errorf("the example is not the default:\n%+v\n%+v", loaded.Config, Default())
	}
	for _, f := range declared().Leaves() {
		if !strings.Contains(example(t), f.Key+":") {
			t.Errorf("%s is missing in the example", f.Path)
		}
	}
}

func TestSchemaJudgesAsTheLoaderDoes(t *testing.T) {
	source, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("urn:latchkey:config", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("urn:latchkey:config")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{
		example(t):                    true,
		"kratos:\nlog: {level: warn}": true,
		"webauthn: {rp: [{id: example.com, name: E, origins: [https://example.com], related_origins: []}]}": true,
		"policy: {first_passkey_within: 0}":      true,
		"policy: {freshness: 1h30m}":             true,
		"krato: {}":                              false,
		"kratos: {publicurl: x}":                 false,
		"policy: {freshness: 15}":                false,
		"policy: {freshness: soon}":              false,
		"webauthn: {user_verification: ''}":      false,
		"webauthn: {max_passkeys: 51}":           false,
		"webauthn: {conditional_create: 'true'}": false,
		"webauthn: {rp: [{id: x}]}":              false,
		"webauthn: {rp: []}":                     false,
		"secrets: {cipher: [short]}":             false,
		"return_to: https://example.com":         false,
		"dsn: ''":                                false,
	}
	for content, good := range tests {
		var value any
		if err := yaml.Unmarshal([]byte(content), &value); err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(asJSON(t, value)); (err == nil) != good {
			t.Errorf("schema on %.80q: got %v, want good: %v", content, err, good)
		}
		if _, err := loadText(t, content); (err == nil) != good {
			t.Errorf("loader on %.80q: got %v, want good: %v", content, err, good)
		}
	}
}

func asJSON(t testing.TB, value any) any {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

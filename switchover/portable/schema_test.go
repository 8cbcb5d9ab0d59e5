package portable_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"

	"latchkey/switchover/portable"
)

func schema(t *testing.T) map[string]any {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal(portable.Schema, &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// checkSchema checks that the published schema accepts a line, or does not.
func checkSchema(t *testing.T, line string, want bool) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(portable.Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("urn:latchkey:passkeys-export:1", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("urn:latchkey:passkeys-export:1")
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(decoded); (err == nil) != want {
		t.Errorf("%s: %v, want %t", line, err, want)
	}
}

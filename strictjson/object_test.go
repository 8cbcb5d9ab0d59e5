package strictjson_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"latchkey/strictjson"
)

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"nothing":               ``,
		"null":                  `null`,
		"an array":              `[{"id": "a"}]`,
		"twice":                 `{"id": "a", "id": "a"}`,
		"twice, once as null":   `{"id": "a", "id": null}`,
		"twice, escaped":        `{"id": "a", "\u0069d": "b"}`,
		"twice, not known":      `{"x": 1, "x": 2}`,
		"another case":          `{"ID": "a"}`,
		"another case and null": `{"Id": null}`,
		"Kelvin for k":          "{\"\u212aey\": 1}",
		"no name":               `{1: 2}`,
		"comma at the end":      `{"id": "a",}`,
		"not closed":            `{"id": "a"`,
		"something after it":    `{"id": "a"} {}`,
		"not UTF-8":             "{\"id\": \"\xff\"}",
		"not UTF-8 in a name":   "{\"\xff\": 1}",
	} {
		if got, err := strictjson.Read([]byte(raw), "id", "key"); err == nil {
			t.Errorf("%s: %s gives %v, want an error", name, raw, got)
		}
	}
}

func TestReadAccepts(t *testing.T) {
	t.Parallel()
	raw := ` { "id" : "\u0061\/b", "on": true, "off": false, "no": null, "deep": {"ID": [1, {}]}, "list": ["a", 1, null, "b"] } `
	got, err := strictjson.Read([]byte(raw), "id", "key")
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(got))
	if want := []string{"deep", "id", "list", "off", "on"}; !slices.Equal(names, want) {
		t.Errorf("members %q, want %q", names, want)
	}
	if want := `{"ID": [1, {}]}`; string(got["deep"]) != want {
		t.Errorf("deep is %s, want %s", got["deep"], want)
	}
	for name, want := range map[string]string{"id": "a/b", "no": "", "absent": ""} {
		if value, err := got.String(name); err != nil || value != want {
			t.Errorf("%s is %q, %v; want %q", name, value, err, want)
		}
	}
	for name, want := range map[string]bool{"on": true, "off": false, "no": false} {
		if value, err := got.Bool(name); err != nil || value != want {
			t.Errorf("%s is %v, %v; want %v", name, value, err, want)
		}
	}
	if value, want := got.Strings("list"), []string{"a", "b"}; !slices.Equal(value, want) {
		t.Errorf("list is %q, want %q", value, want)
	}
}

func TestValuesOfAnotherType(t *testing.T) {
	t.Parallel()
	got, err := strictjson.Read([]byte(`{"number": 1, "text": "true", "object": {}, "padded": "YQ==", "standard": "+/8", "bits": "YR", "line": "Y\nQ", "ok": "YQ"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"number", "object"} {
		if value, err := got.String(name); err == nil {
			t.Errorf("%s is the string %q, want an error", name, value)
		}
	}
	for _, name := range []string{"number", "text", "object"} {
		if value, err := got.Bool(name); err == nil {
			t.Errorf("%s is the boolean %v, want an error", name, value)
		}
	}
	for _, name := range []string{"number", "object", "absent", "padded", "standard", "bits", "line"} {
		if value, err := got.Bytes(name); err == nil {
			t.Errorf("%s is the bytes %q, want an error", name, value)
		}
	}
	if value, err := got.Bytes("ok"); err != nil || string(value) != "a" {
		t.Errorf("ok is %q, %v; want a", value, err)
	}
	if value := got.Strings("text"); value != nil {
		t.Errorf("text is the array %q, want none", value)
	}
}

// FuzzRead checks that what is accepted means the same to encoding/json.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id": "a", "b": [1, {"c": "\u0000"}], "n": null}`))
	f.Add([]byte(` {"type": "webauthn.get", "x": 1e400} `))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := strictjson.Read(raw, "id")
		if err != nil {
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatalf("accepted, but encoding/json refuses: %v", err)
		}
		maps.DeleteFunc(want, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
		if !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Errorf("members %q, want %q", got, want)
		}
		for name := range got {
			var want string
			value, err := got.String(name)
			if known := json.Unmarshal(got[name], &want); (err == nil) != (known == nil) || value != want {
				t.Errorf("%s is %q, %v; want %q, %v", name, value, err, want, known)
			}
		}
	})
}

// TestReadAllocations is there because every login reads three objects: with a Decoder's own names and tokens, that was
// a third of its allocations.
func TestReadAllocations(t *testing.T) {
	raw := []byte(`{"type":"webauthn.get","challenge":"YWJj","origin":"https://example.com","crossOrigin":false,"other":[{"a":1}]}`)
	got := testing.AllocsPerRun(100, func() {
		if _, err := strictjson.Read(raw, "type", "challenge", "origin", "crossOrigin"); err != nil {
			t.Error(err)
		}
	})
	if limit := 14.0; got > limit {
		t.Errorf("%v allocations, want at most %v", got, limit)
	}
}

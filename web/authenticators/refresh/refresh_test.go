package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/web/authenticators"
)

const (
	one = "11111111-1111-1111-1111-111111111111"
	two = "22222222-2222-2222-2222-222222222222"
)

// run refreshes a list.json from a list, and gives what it printed and what the file is then.
func run(t *testing.T, before, list, kind string) (out, after string, err error) {
	t.Helper()
	dir := t.TempDir()
	path, file := filepath.Join(dir, "list.json"), filepath.Join(dir, "given.json")
	for name, body := range map[string]string{path: before, file: list} {
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var printed bytes.Buffer
	err = refresh(options{file: file, kind: kind, dir: dir}, &printed)
	raw, readErr := os.ReadFile(path)
	if readErr != nil {
		t.Fatal(readErr)
	}
	return printed.String(), string(raw), err
}

func TestRefresh(t *testing.T) {
	before := "{\n  \"" + one + "\": {\"name\": \"One\", \"kind\": \"phone\"}\n}\n"
	out, after, err := run(t, before, `{"`+two+`": {"name": "T&wo", "icon_light": "data:x"}, "`+one+`": {"friendlyNames": {"en-US": "One Authenticator"}, "icon": "data:x"}}`, "security_key")
	want := "{\n  \"" + one + "\": {\"name\": \"One\", \"kind\": \"phone\"},\n  \"" + two + "\": {\"name\": \"T&wo\", \"kind\": \"security_key\"}\n}\n"
	if err != nil || after != want {
		t.Errorf("%v: got\n%s, want\n%s", err, after, want)
	}
	for _, line := range []string{"new   " + two + "  T&wo", "kept  " + one + "  One, there One Authenticator", "2 authenticators, 1 of them new"} {
		if !strings.Contains(out, line) {
			t.Errorf("%q is not in\n%s", line, out)
		}
	}
	// What is not sound changes nothing, and is reported all at once.
	for _, bad := range []string{
		`{}`, `[]`, `{"nonsense": {"name": "X"}, "` + two + `": {"name": "a\u202eb"}}`,
		`{"AAAAAAAA-1111-1111-1111-111111111111": {"name": "X"}}`, `{"00000000-0000-0000-0000-000000000000": {"name": "X"}}`,
		`{"` + two + `": {"name": ""}}`, `{"` + two + `": {"name": " X"}}`, `{"` + two + `": {"name": "a\nb"}}`,
		`{"` + two + `": {"name": "` + strings.Repeat("x", 49) + `"}}`,
	} {
		_, after, err := run(t, before, bad, "phone")
		if err == nil || after != before {
			t.Errorf("%s is accepted: %s", bad, after)
		} else if strings.Contains(bad, "nonsense") && !(strings.Contains(err.Error(), "nonsense") && strings.Contains(err.Error(), two)) {
			t.Errorf("not all faults are named: %v", err)
		}
	}
	if _, after, err := run(t, before, `{"`+two+`": {"name": "Two"}}`, ""); err == nil || after != before {
		t.Errorf("a new one of no kind is accepted: %s", after)
	}
}

// The file of this repository is what the program writes.
func TestListIsWritten(t *testing.T) {
	raw, err := os.ReadFile("../list.json")
	if err != nil {
		t.Fatal(err)
	}
	list, err := current("../list.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(write(list), raw) {
		t.Error("list.json is not as the program writes it: one authenticator a line, by AAGUID")
	}
	names := map[string]string{}
	for aaguid, entry := range list {
		names[aaguid] = entry.Name
		if err := check(aaguid, entry.Name); err != nil {
			t.Error(err)
		}
	}
	if err := add(authenticators.List{}, names, "phone", &bytes.Buffer{}); err != nil {
		t.Error(err)
	}
}

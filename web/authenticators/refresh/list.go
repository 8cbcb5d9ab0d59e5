package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/web/authenticators"
)

const (
	maxNameRunes = 48 // it becomes a passkey's name, which has 64, and gets a number
	maxEntries   = 2000
)

// parse returns the names by AAGUID. It refuses the whole list if any entry is invalid, because the others may be wrong as
// well.
func parse(raw []byte) (map[string]string, error) {
	var list map[string]struct {
		Name          string            `json:"name"`
		FriendlyNames map[string]string `json:"friendlyNames"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("the list cannot be read: %w", err)
	}
	if len(list) == 0 || len(list) > maxEntries {
		return nil, fmt.Errorf("the list has %d entries: want 1 to %d", len(list), maxEntries)
	}
	names := map[string]string{}
	var faults []error
	for _, aaguid := range slices.Sorted(maps.Keys(list)) {
		names[aaguid] = cmp.Or(list[aaguid].Name, list[aaguid].FriendlyNames["en-US"])
		faults = append(faults, check(aaguid, names[aaguid]))
	}
	return names, errors.Join(faults...)
}

func check(aaguid, name string) error {
	id, err := uuid.Parse(aaguid)
	switch {
	case err != nil || id.String() != aaguid:
		return fmt.Errorf("%q is no AAGUID in lower case", aaguid)
	case id == uuid.Nil:
		return errors.New("the zero AAGUID stands for no authenticator in particular")
	case name == "" || strings.TrimSpace(name) != name || !utf8.ValidString(name) || strings.ContainsFunc(name, notPrintable):
		return fmt.Errorf("%s: the name %q is empty or has characters that cannot be seen", aaguid, name)
	}
	return nil
}

// notPrintable reports control characters and bidirectional overrides.
func notPrintable(r rune) bool { return !unicode.IsPrint(r) }

func current(path string) (authenticators.List, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list authenticators.List
	return list, json.Unmarshal(raw, &list)
}

// add adds the names that are new, and reports them and those that differ. It adds none if one is too long to be a name of a
// passkey: shorten it in the list.
func add(list authenticators.List, found map[string]string, kind string, out io.Writer) error {
	var faults []error
	added := authenticators.List{}
	for _, aaguid := range slices.Sorted(maps.Keys(found)) {
		name := found[aaguid]
		switch was, ok := list[aaguid]; {
		case ok && was.Name != name:
			fmt.Fprintf(out, "kept  %s  %s, there %s\n", aaguid, was.Name, name)
		case ok:
		case utf8.RuneCountInString(name) > maxNameRunes:
			faults = append(faults, fmt.Errorf("%s: the name %q has more than %d characters", aaguid, name, maxNameRunes))
		default:
			fmt.Fprintf(out, "new   %s  %s\n", aaguid, name)
			added[aaguid] = authenticators.Entry{Name: name, Kind: kind}
		}
	}
	if len(added) > 0 && !slices.Contains(authenticators.Kinds, kind) {
		faults = append(faults, fmt.Errorf("say of which kind the new ones are: %s", strings.Join(authenticators.Kinds, ", ")))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	maps.Copy(list, added)
	fmt.Fprintf(out, "%d authenticators, %d of them new\n", len(list), len(added))
	return nil
}

// write writes one authenticator a line, by AAGUID.
func write(list authenticators.List) []byte {
	var lines []string
	for _, aaguid := range slices.Sorted(maps.Keys(list)) {
		lines = append(lines, fmt.Sprintf("  %q: {\"name\": %s, \"kind\": %q}", aaguid, quote(list[aaguid].Name), list[aaguid].Kind))
	}
	return []byte("{\n" + strings.Join(lines, ",\n") + "\n}\n")
}

func quote(text string) string {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always can be
	return strings.TrimSpace(quoted.String())
}

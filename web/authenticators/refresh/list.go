package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/web/authenticators"
)

const (
	maxNameRunes = 48       // it becomes a passkey's name, which has 64, and gets a number
	maxIconBytes = 16 << 10 // larger ones are auto-traced bitmaps
	maxEntries   = 2000
)

// listing is what will be written.
type listing struct {
	entries authenticators.List
	icons   map[string][]byte // by file name, each drawing once
	notes   []string          // omitted icons, and why
}

// source is source.json.
type source struct {
	Repository string `json:"repository"`
	Commit     string `json:"commit,omitempty"`
	Date       string `json:"date,omitempty"`
	SHA256     string `json:"sha256"` // of the aaguid.json
}

type given struct {
	Name  string `json:"name"`
	Light string `json:"icon_light"`
	Dark  string `json:"icon_dark"`
}

// parse refuses the whole list if any entry is invalid, because the others may be wrong as well.
func parse(raw []byte, namesOnly bool) (*listing, error) {
	var list map[string]given
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("the list cannot be read: %w", err)
	}
	if len(list) == 0 {
		// Its maintainers announced that they will retire it by publishing an empty object. Keep the existing names.
		return nil, errors.New("the list is empty: it has been retired, so keep what is there")
	}
	if len(list) > maxEntries {
		return nil, fmt.Errorf("the list has %d entries, more than the %d that a page should learn of", len(list), maxEntries)
	}
	next := &listing{entries: authenticators.List{}, icons: map[string][]byte{}}
	var faults []error
	for _, aaguid := range slices.Sorted(maps.Keys(list)) {
		entry := list[aaguid]
		if err := checkEntry(aaguid, entry.Name); err != nil {
			faults = append(faults, err)
			continue
		}
		made := authenticators.Entry{Name: entry.Name}
		if !namesOnly {
			made.Light = next.icon(aaguid, "light", entry.Light)
			made.Dark = next.icon(aaguid, "dark", entry.Dark)
		}
		next.entries[aaguid] = made
	}
	return next, errors.Join(faults...)
}

func checkEntry(aaguid, name string) error {
	id, err := uuid.Parse(aaguid)
	switch {
	case err != nil || id.String() != aaguid:
		return fmt.Errorf("%q is no AAGUID in lower case", aaguid)
	case id == uuid.Nil:
		return errors.New("the zero AAGUID stands for no authenticator in particular")
	case name == "" || strings.TrimSpace(name) != name || !utf8.ValidString(name) || strings.ContainsFunc(name, notPrintable):
		return fmt.Errorf("%s: the name %q is empty or has characters that cannot be seen", aaguid, name)
	case utf8.RuneCountInString(name) > maxNameRunes:
		return fmt.Errorf("%s: the name has more than %d characters", aaguid, maxNameRunes)
	}
	return nil
}

// notPrintable reports control characters and bidirectional overrides.
func notPrintable(r rune) bool { return !unicode.IsPrint(r) }

// icon adds a drawing and returns its file name; "" if it has none or is omitted.
func (l *listing) icon(aaguid, mode, uri string) string {
	if uri == "" {
		return ""
	}
	leaveOut := func(why string) string {
		l.notes = append(l.notes, fmt.Sprintf("%s (%s): left out, because %s", aaguid, mode, why))
		return ""
	}
	encoded, ok := strings.CutPrefix(uri, "data:image/svg+xml;base64,")
	if !ok {
		return leaveOut("it is no SVG drawing")
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return leaveOut("its base64 cannot be read")
	}
	if raw, err = clean(raw); err != nil {
		return leaveOut(err.Error())
	}
	if len(raw) > maxIconBytes {
		return leaveOut(fmt.Sprintf("it has %d bytes, more than %d", len(raw), maxIconBytes))
	}
	name := digest(raw)[:16] + ".svg"
	l.icons[name] = raw
	return name
}

func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// current reads the existing list; a missing file is an empty list.
func current(dir string) (authenticators.List, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "list.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list authenticators.List
	if err == nil {
		err = json.Unmarshal(raw, &list)
	}
	return list, err
}

// write writes the files and removes unused drawings.
func (l *listing) write(dir string, from source) error {
	icons := filepath.Join(dir, "icons")
	if err := os.MkdirAll(icons, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(icons, "*.svg"))
	if err != nil {
		return err
	}
	for name, raw := range l.icons {
		if err := os.WriteFile(filepath.Join(icons, name), raw, 0o644); err != nil {
			return err
		}
	}
	if err := writeJSON(filepath.Join(dir, "list.json"), l.entries); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(dir, "source.json"), from); err != nil {
		return err
	}
	for _, path := range old {
		if name := filepath.Base(path); l.icons[name] == nil && !strings.HasPrefix(name, "key-") { // ours
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeJSON(path string, value any) error {
	raw, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o644)
}

// report prints the changes.
func (l *listing) report(out io.Writer, before authenticators.List) {
	added, changed, gone := 0, 0, 0
	for _, aaguid := range slices.Sorted(maps.Keys(l.entries)) {
		now := l.entries[aaguid]
		was, ok := before[aaguid]
		switch {
		case !ok:
			added++
			fmt.Fprintf(out, "new      %s  %s\n", aaguid, now.Name)
		case was.Name != now.Name:
			changed++
			fmt.Fprintf(out, "renamed  %s  %s, was %s\n", aaguid, now.Name, was.Name)
		case was != now:
			changed++
			fmt.Fprintf(out, "redrawn  %s  %s\n", aaguid, now.Name)
		}
	}
	for _, aaguid := range slices.Sorted(maps.Keys(before)) {
		if _, ok := l.entries[aaguid]; !ok {
			gone++
			fmt.Fprintf(out, "gone     %s  %s\n", aaguid, before[aaguid].Name)
		}
	}
	for _, note := range l.notes {
		fmt.Fprintln(out, "icon    ", note)
	}
	size := 0
	for _, raw := range l.icons {
		size += len(raw)
	}
	fmt.Fprintf(out, "%d authenticators: %d new, %d changed, %d gone; %d drawings of %d kB\n",
		len(l.entries), added, changed, gone, len(l.icons), (size+500)/1000)
}

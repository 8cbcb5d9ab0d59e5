// Package authenticators owns the names and icons of authenticators by AAGUID: the app or device that stores a passkey.
// An AAGUID is an unattested claim of the device: it helps to tell passkeys apart in a list, and no security decision
// depends on it.
//
// The data come from a community list; README.md names it, its owners and its licence, source.json the version. The command in
// refresh regenerates list.json and the icons.
//
//	GET /authenticators/{aaguid}-light.svg     for light backgrounds
//	GET /authenticators/{aaguid}-dark.svg      for dark ones
//
// Unknown AAGUIDs have the icon of a key.
package authenticators

import (
	"embed"
	"encoding/json"

	"github.com/google/uuid"
)

//go:embed list.json icons/*.svg
var files embed.FS

// Entry is one entry of list.json. Light and Dark are file names in icons, or "".
type Entry struct {
	Name  string `json:"name"`
	Light string `json:"light,omitempty"`
	Dark  string `json:"dark,omitempty"`
}

// List is list.json: by AAGUID in lower case.
type List map[string]Entry

// known is the embedded list, which the tests parse.
var known = func() map[uuid.UUID]Entry {
	raw, err := files.ReadFile("list.json")
	if err != nil {
		panic(err)
	}
	var list List
	if err := json.Unmarshal(raw, &list); err != nil {
		panic(err)
	}
	entries := make(map[uuid.UUID]Entry, len(list))
	for aaguid, entry := range list {
		entries[uuid.MustParse(aaguid)] = entry
	}
	return entries
}()

// Name returns the provider of an AAGUID; false if unknown, as for the zero AAGUID.
func Name(aaguid uuid.UUID) (string, bool) {
	entry, ok := known[aaguid]
	return entry.Name, ok
}

// Package authenticators owns the names and icons of authenticators by AAGUID: who makes the app or device that a passkey
// is kept in. An AAGUID is a claim of the device, and attested by nobody: it is good for telling one passkey from another
// in a list, and for nothing that anybody's safety rests on.
//
// The data come from a list that the makers keep up together; README.md says which and whose they are, source.json which
// version. The program in refresh makes list.json and icons anew.
//
//	GET /authenticators/{aaguid}-light.svg     for light backgrounds
//	GET /authenticators/{aaguid}-dark.svg      for dark ones
//
// Whatever AAGUID is not known has the icon of a key.
package authenticators

import (
	"embed"
	"encoding/json"

	"github.com/google/uuid"
)

//go:embed list.json icons/*.svg
var files embed.FS

// Entry is one line of list.json. Light and Dark are names of files in icons, "" where there is none.
type Entry struct {
	Name  string `json:"name"`
	Light string `json:"light,omitempty"`
	Dark  string `json:"dark,omitempty"`
}

// List is list.json: by AAGUID in lower case.
type List map[string]Entry

// known is the embedded list. A build that passed its tests has one that can be read.
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

// Name is who makes authenticators of that AAGUID; false where that is not known, as for the zero AAGUID.
func Name(aaguid uuid.UUID) (string, bool) {
	entry, ok := known[aaguid]
	return entry.Name, ok
}

// IconPath is the address of the icon of that AAGUID, known or not.
func IconPath(aaguid uuid.UUID, dark bool) string {
	if dark {
		return Path + aaguid.String() + suffixDark
	}
	return Path + aaguid.String() + suffixLight
}

// Package authenticators owns the names and kinds of authenticators by AAGUID, the app or device that stores a passkey,
// and the icons of their makers, if the operator has named a file of them. An AAGUID is an unattested claim of the device:
// it helps to tell passkeys apart in a list, and no security decision depends on it.
//
// list.json is Latchkey's own list of facts; README.md names its sources. Latchkey ships no icons of makers: the elements
// draw a symbol for each kind. Package web owns those.
//
//	GET /authenticators/{aaguid}-light      the icon of a maker for light backgrounds
//	GET /authenticators/{aaguid}-dark       for dark ones
package authenticators

import (
	_ "embed"
	"encoding/json"

	"github.com/google/uuid"
)

//go:embed list.json
var list []byte

// The kinds of authenticators.
const (
	PasswordManager = "password_manager"
	Phone           = "phone"
	Computer        = "computer"
	SecurityKey     = "security_key"
	Browser         = "browser"
)

// Kinds are all kinds.
var Kinds = []string{PasswordManager, Phone, Computer, SecurityKey, Browser}

// Entry is one entry of list.json.
type Entry struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // one of Kinds
}

// List is list.json: by AAGUID in lower case.
type List map[string]Entry

// known is the embedded list, which the tests parse.
var known = func() map[uuid.UUID]Entry {
	var parsed List
	if err := json.Unmarshal(list, &parsed); err != nil {
		panic(err)
	}
	entries := make(map[uuid.UUID]Entry, len(parsed))
	for aaguid, entry := range parsed {
		entries[uuid.MustParse(aaguid)] = entry
	}
	return entries
}()

// Make reports whether the name of any authenticator in the list begins with that of a make.
func Make(made string, begins func(name, made string) bool) bool {
	for _, entry := range known {
		if begins(entry.Name, made) {
			return true
		}
	}
	return false
}

// Known returns the name and kind of an AAGUID; false if unknown, as for the zero AAGUID.
func Known(aaguid uuid.UUID) (Entry, bool) {
	entry, ok := known[aaguid]
	return entry, ok
}

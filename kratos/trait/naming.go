package trait

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/text"
)

// maxName limits a login or display name, in runes.
const maxName = 256

// Naming holds the paths of the traits with names.
type Naming struct{ Login, Display, Locale []Path }

// NewNaming parses the paths, which are those of the settings.
func NewNaming(login, display, locale []string) (n Naming, err error) {
	for _, one := range []struct {
		texts []string
		into  *[]Path
	}{{login, &n.Login}, {display, &n.Display}, {locale, &n.Locale}} {
		if *one.into, err = ParseAll(one.texts); err != nil {
			return Naming{}, err
		}
	}
	return n, nil
}

// Names returns the login name and the display name of an identity: the first of its login traits, else of its identifiers,
// else the start of its ID; and the first of its display traits, else the login name. It asks for identifiers if it needs
// them.
func (n Naming) Names(id uuid.UUID, traits json.RawMessage, identifiers func() []string) (login, display string) {
	found := Decode(traits)
	login = found.First(n.Login)
	if login == "" {
		login = first(slices.Values(identifiers()))
	}
	if login == "" {
		login = id.String()[:8]
	}
	if display = found.First(n.Display); display == "" {
		display = login
	}
	return login, display
}

// Fits reports whether the traits have a login name. If not, Names needs the identifiers, which whoami does not return.
func (n Naming) Fits(traits json.RawMessage) bool {
	return Decode(traits).First(n.Login) != ""
}

// First returns the first text at the paths that is presentable, or "".
func (t Traits) First(paths []Path) string { return first(t.Texts(paths)) }

func first(texts func(yield func(string) bool)) string {
	for one := range texts {
		if name := Presentable(one); name != "" {
			return name
		}
	}
	return ""
}

// Presentable removes invisible characters, and characters that change the direction of text, which would let a name
// imitate another in a browser's dialog.
func Presentable(s string) string {
	s = text.Presentable(s)
	if runes := []rune(s); len(runes) > maxName {
		s = string(runes[:maxName])
	}
	return strings.TrimSpace(s)
}

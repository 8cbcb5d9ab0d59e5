package kratos

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/kratos/trait"
	"latchkey/text"
)

// maxName limits a login or display name, in runes.
const maxName = 256

// naming holds the paths of the traits with names.
type naming struct{ login, display, locale []trait.Path }

func newNaming(login, display, locale []string) (n naming, err error) {
	for _, one := range []struct {
		texts []string
		into  *[]trait.Path
	}{{login, &n.login}, {display, &n.display}, {locale, &n.locale}} {
		if *one.into, err = trait.ParseAll(one.texts); err != nil {
			return naming{}, err
		}
	}
	return n, nil
}

// names returns the login name and the display name of an identity: the first of its login traits, else of its identifiers,
// else the start of its ID; and the first of its display traits, else the login name. It asks for identifiers if it needs
// them.
func (n naming) names(id uuid.UUID, traits json.RawMessage, identifiers func() []string) (login, display string) {
	found := trait.Decode(traits)
	login = first(found.Texts(n.login))
	if login == "" {
		login = first(slices.Values(identifiers()))
	}
	if login == "" {
		login = id.String()[:8]
	}
	if display = first(found.Texts(n.display)); display == "" {
		display = login
	}
	return login, display
}

// fits reports whether the traits have a login name. If not, names needs the identifiers, which whoami does not return.
func (n naming) fits(traits json.RawMessage) bool {
	return first(trait.Decode(traits).Texts(n.login)) != ""
}

// first returns the first text that is presentable, or "".
func first(texts func(yield func(string) bool)) string {
	for one := range texts {
		if name := presentable(one); name != "" {
			return name
		}
	}
	return ""
}

// presentable removes invisible characters, and characters that change the direction of text, which would let a name
// imitate another in a browser's dialog.
func presentable(s string) string {
	s = text.Presentable(s)
	if runes := []rune(s); len(runes) > maxName {
		s = string(runes[:maxName])
	}
	return strings.TrimSpace(s)
}

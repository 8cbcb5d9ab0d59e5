package trait

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is a path in kratos.traits that does not fit the identity schemas of Kratos.
type Fault struct {
	Setting string // such as kratos.traits.login
	Path    string // empty if the setting as a whole is meant
	Wrong   string // the end of a sentence that begins with the setting
	Remedy  string // a sentence
	// Missing reports that no schema declares the path. Otherwise it leads to a group, or only some users have no name.
	Missing bool
}

// Faults compares the paths with identity schemas.
func (n Naming) Faults(schemas []Schema) []Fault {
	var faults []Fault
	for _, one := range []struct {
		setting string
		paths   []Path
	}{
		{"kratos.traits.login", n.Login}, {"kratos.traits.display_name", n.Display}, {"kratos.traits.locale", n.Locale},
	} {
		for _, path := range one.paths {
			if fault, ok := unfit(one.setting, path, schemas); ok {
				faults = append(faults, fault)
			}
		}
	}
	return append(faults, withoutLogin(n.Login, schemas)...)
}

// unfit reports a path that leads to a name in no schema.
func unfit(setting string, path Path, schemas []Schema) (Fault, bool) {
	best := Absent
	var groups []string
	for _, schema := range schemas {
		match := schema.Find(path)
		if match == NoText {
			groups = append(groups, schema.ID)
		}
		best = max(best, match)
	}
	fault := Fault{Setting: setting, Path: path.String()}
	switch best {
	case Absent:
		fault.Missing = true
		fault.Wrong = fmt.Sprintf("names %s, which no identity schema of Kratos has.", path)
		fault.Remedy = "Kratos has " + describe(schemas) + "."
		if path[0] == "traits" && len(path) > 1 {
			fault.Remedy = "Write it without traits., as " + path[1:].String() + ". " + fault.Remedy
		}
	case NoText:
		fault.Wrong = fmt.Sprintf("names %s, which is no text in the identity schema %s.", path, strings.Join(groups, ", "))
		fault.Remedy = fmt.Sprintf("Name a member of it, such as %s.first.", path)
	default:
		return Fault{}, false
	}
	return fault, true
}

// withoutLogin reports the schemas that have none of the login traits.
func withoutLogin(paths []Path, schemas []Schema) (faults []Fault) {
	missing := slices.DeleteFunc(slices.Clone(schemas), func(s Schema) bool {
		return slices.ContainsFunc(paths, func(p Path) bool { return s.Find(p) >= Possible })
	})
	if len(missing) == len(schemas) || len(missing) == 0 { // of all schemas, each path is reported
		return nil
	}
	return []Fault{{
		Setting: "kratos.traits.login",
		Wrong:   "has no trait of some identity schemas: " + describe(missing) + ".",
		Remedy:  "Add one of each; until then, their users are displayed by an identifier that they sign in with.",
	}}
}

// described is how many schemas a message describes.
const described = 10

// describe lists schemas with the traits that are identifiers.
func describe(schemas []Schema) string {
	if len(schemas) == 0 {
		return "no identity schema"
	}
	var list []string
	for i, schema := range schemas {
		if i == described {
			list = append(list, fmt.Sprintf("and %d others", len(schemas)-i))
			break
		}
		identifiers := "none"
		if found := schema.Identifiers(); len(found) > 0 {
			identifiers = strings.Join(found, ", ")
		}
		list = append(list, fmt.Sprintf("%s (sign-in traits: %s)", Presentable(schema.ID), identifiers))
	}
	return strings.Join(list, "; ")
}

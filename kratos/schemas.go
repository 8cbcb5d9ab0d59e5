package kratos

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"latchkey/kratos/trait"
)

// schemasAtOnce is how many identity schemas are requested; Kratos returns no more at once.
const schemasAtOnce = 500

// TraitFault is a path in kratos.traits that does not fit the identity schemas of Kratos.
type TraitFault struct {
	Setting string // such as kratos.traits.login
	Path    string // empty if the setting as a whole is meant
	Wrong   string // the end of a sentence that begins with the setting
	Remedy  string // a sentence
	// Missing reports that no schema declares the path. Otherwise it leads to a group, or only some users have no name.
	Missing bool
}

// TraitFaults compares the configured paths with the identity schemas that Kratos uses now. Errors: fault.ErrKratosUnavailable.
func TraitFaults(ctx context.Context, c *Client) ([]TraitFault, error) {
	schemas, err := c.schemas(ctx)
	if err != nil || len(schemas) == schemasAtOnce { // there may be more, so nothing is known to be missing
		return nil, err
	}
	var faults []TraitFault
	for _, one := range []struct {
		setting string
		paths   []trait.Path
	}{
		{"kratos.traits.login", c.naming.login}, {"kratos.traits.display_name", c.naming.display}, {"kratos.traits.locale", c.naming.locale},
	} {
		for _, path := range one.paths {
			if fault, ok := unfit(one.setting, path, schemas); ok {
				faults = append(faults, fault)
			}
		}
	}
	return append(faults, withoutLogin(c.naming.login, schemas)...), nil
}

// unfit reports a path that leads to a name in no schema.
func unfit(setting string, path trait.Path, schemas []trait.Schema) (TraitFault, bool) {
	best := trait.Absent
	var groups []string
	for _, schema := range schemas {
		match := schema.Find(path)
		if match == trait.NoText {
			groups = append(groups, schema.ID)
		}
		best = max(best, match)
	}
	fault := TraitFault{Setting: setting, Path: path.String()}
	switch best {
	case trait.Absent:
		fault.Missing = true
		fault.Wrong = fmt.Sprintf("names %s, which no identity schema of Kratos has.", path)
		fault.Remedy = "Kratos has " + describe(schemas) + "."
		if path[0] == "traits" && len(path) > 1 {
			fault.Remedy = "Write it without traits., as " + path[1:].String() + ". " + fault.Remedy
		}
	case trait.NoText:
		fault.Wrong = fmt.Sprintf("names %s, which is no text in the identity schema %s.", path, strings.Join(groups, ", "))
		fault.Remedy = fmt.Sprintf("Name a member of it, such as %s.first.", path)
	default:
		return TraitFault{}, false
	}
	return fault, true
}

// withoutLogin reports the schemas that have none of the login traits.
func withoutLogin(paths []trait.Path, schemas []trait.Schema) (faults []TraitFault) {
	missing := slices.DeleteFunc(slices.Clone(schemas), func(s trait.Schema) bool {
		return slices.ContainsFunc(paths, func(p trait.Path) bool { return s.Find(p) >= trait.Possible })
	})
	if len(missing) == len(schemas) || len(missing) == 0 { // of all schemas, each path is reported
		return nil
	}
	return []TraitFault{{
		Setting: "kratos.traits.login",
		Wrong:   "has no trait of some identity schemas: " + describe(missing) + ".",
		Remedy:  "Add one of each; until then, their users are displayed by an identifier that they sign in with.",
	}}
}

// described is how many schemas a message describes.
const described = 10

// describe lists schemas with the traits that are identifiers.
func describe(schemas []trait.Schema) string {
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
		list = append(list, fmt.Sprintf("%s (sign-in traits: %s)", presentable(schema.ID), identifiers))
	}
	return strings.Join(list, "; ")
}

func (c *Client) schemas(ctx context.Context) ([]trait.Schema, error) {
	got, err := c.getPublic(ctx, callSchemas, fmt.Sprintf("/schemas?per_page=%d", schemasAtOnce))
	if err != nil {
		return nil, err
	}
	var received []struct {
		ID     string          `json:"id"`
		Schema json.RawMessage `json:"schema"`
	}
	if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
		return nil, got.unclear("not a list of identity schemas")
	}
	var schemas []trait.Schema
	for _, one := range received {
		schema, err := trait.NewSchema(one.ID, one.Schema)
		if err != nil {
			return nil, got.unclear("not an identity schema")
		}
		schemas = append(schemas, schema)
	}
	slices.SortFunc(schemas, func(a, b trait.Schema) int { return strings.Compare(a.ID, b.ID) })
	return schemas, nil
}

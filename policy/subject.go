package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// Subject is what the rules may know about a user. Users cannot change any of it by themselves, unless Kratos' configuration lets
// them (docs/rules.md): they could choose their rule. That is why there are no traits in it.
type Subject struct {
	ID           uuid.UUID
	Schema       string          // schema_id
	Role         string          // latchkey_role in Metadata; "" without one
	Organization string          // "" without one, or if this Kratos has none
	Metadata     json.RawMessage // metadata_public, which may be any JSON
}

// When are the conditions of a rule. All of them must hold, each by one of its values; one without values always holds.
type When struct {
	Schemas, Roles, Organizations []string
	Metadata                      []Member
}

// Member is a condition on a member of metadata_public.
type Member struct {
	Path   string   // the names from the outermost on, separated by dots
	Values []string // as text: true, 3
}

// Any reports whether the conditions hold for all users.
func (w When) Any() bool {
	return len(w.Schemas)+len(w.Roles)+len(w.Organizations)+len(w.Metadata) == 0
}

// known is a Subject whose metadata is read once, when a condition on it is reached: it may be long.
type known struct {
	Subject
	metadata func() any
}

func of(who Subject) known {
	return known{who, sync.OnceValue(func() any { return read(who.Metadata) })}
}

// read returns metadata with numbers as they are written; nil if there is none.
func read(metadata json.RawMessage) (value any) {
	if len(metadata) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(metadata))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil
	}
	return value
}

// misses names the first condition that does not hold: schema, role, organization, or metadata with the path; "" if all hold.
func (w When) misses(who known) string {
	switch {
	case !oneOf(w.Schemas, who.Schema):
		return "schema"
	case !oneOf(w.Roles, who.Role):
		return "role"
	case !oneOf(w.Organizations, who.Organization):
		return "organization"
	}
	for _, member := range w.Metadata {
		if !member.holds(who.metadata()) {
			return "metadata." + member.Path
		}
	}
	return ""
}

func oneOf(values []string, value string) bool {
	return len(values) == 0 || value != "" && slices.Contains(values, value)
}

// holds reports whether the member is one of the values, or a list that contains one of them.
func (m Member) holds(metadata any) bool {
	for name := range strings.SplitSeq(m.Path, ".") {
		group, ok := metadata.(map[string]any)
		if !ok {
			return false
		}
		metadata = group[name]
	}
	list, ok := metadata.([]any)
	if !ok {
		list = []any{metadata}
	}
	return slices.ContainsFunc(list, func(one any) bool {
		text, ok := scalar(one)
		return ok && slices.Contains(m.Values, text)
	})
}

func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		if v {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

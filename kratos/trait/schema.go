package trait

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Schema is an identity schema of Kratos (JSON Schema, with the extension ory.sh/kratos).
type Schema struct {
	ID   string
	root any
}

// NewSchema decodes a schema.
func NewSchema(id string, raw json.RawMessage) (Schema, error) {
	s := Schema{ID: id}
	if err := json.Unmarshal(raw, &s.root); err != nil {
		return Schema{}, fmt.Errorf("identity schema %s: %w", id, err)
	}
	return s, nil
}

// Match is how a path fits a schema.
type Match int

// The matches, from the worst to the best.
const (
	Absent   Match = iota // the schema declares no such trait
	NoText                // it is a group, or true or false
	Possible              // the schema does not say, for example because it refers to another document
	Text                  // a text or a number, or a list of them
)

const (
	// maxSteps limits the parts of a schema that one search visits: references may be recursive, and combine.
	maxSteps = 10_000
	maxDepth = 64
)

// Find returns how a path fits the schema.
func (s Schema) Find(p Path) Match {
	f := finder{root: s.root, steps: maxSteps}
	return f.find(s.root, append(Path{"traits"}, p...), 0)
}

type finder struct {
	root  any
	steps int
}

func (f *finder) find(schema any, p Path, depth int) Match {
	if f.steps--; f.steps < 0 || depth > maxDepth {
		return Possible
	}
	if open, ok := schema.(bool); ok && open {
		return Possible
	}
	node, ok := schema.(map[string]any)
	if !ok {
		return Absent
	}
	best := Absent
	if len(p) == 0 {
		best = f.kind(node, depth)
	} else {
		best = max(f.member(node, p, depth), f.element(node, p, depth))
	}
	for _, other := range f.others(node) {
		best = max(best, f.find(other, p, depth+1))
	}
	return best
}

// kind returns what the trait itself is.
func (f *finder) kind(node map[string]any, depth int) Match {
	best, typed := Absent, false
	for _, name := range list(node["type"]) {
		typed = true
		switch name {
		case "string", "number", "integer":
			return Text
		case "array":
			for _, item := range list(or(node["items"], true)) {
				best = max(best, f.find(item, nil, depth+1))
			}
		default:
			best = max(best, NoText)
		}
	}
	switch {
	case typed || len(f.others(node)) > 0:
		return best
	case node["properties"] != nil:
		return NoText
	default:
		return Possible
	}
}

// member finds the path among the members that the schema declares. Members that it merely does not forbid do not count.
func (f *finder) member(node map[string]any, p Path, depth int) Match {
	best := Absent
	properties, _ := node["properties"].(map[string]any)
	patterns, _ := node["patternProperties"].(map[string]any)
	for name, rest := range p.splits {
		property, declared := properties[name]
		if declared {
			best = max(best, f.find(property, rest, depth+1))
		}
		for pattern, property := range patterns {
			if expression, err := regexp.Compile(pattern); err != nil || expression.MatchString(name) {
				declared = true
				best = max(best, f.find(property, rest, depth+1))
			}
		}
		if !declared && node["additionalProperties"] != nil {
			best = max(best, f.find(node["additionalProperties"], rest, depth+1))
		}
	}
	return best
}

// element finds the path in the elements of a list.
func (f *finder) element(node map[string]any, p Path, depth int) Match {
	i, ok := index(p[0])
	if most, limited := node["maxItems"].(float64); !ok || limited && float64(i) >= most {
		return Absent
	}
	tuple, isTuple := node["items"].([]any)
	if prefix, ok := node["prefixItems"].([]any); ok {
		tuple = prefix
	}
	switch {
	case i < len(tuple):
		return f.find(tuple[i], p[1:], depth+1)
	case isTuple:
		return f.find(node["additionalItems"], p[1:], depth+1)
	case node["items"] != nil:
		return f.find(node["items"], p[1:], depth+1)
	case slices.Contains(list(node["type"]), any("array")):
		return Possible
	}
	return Absent
}

// others returns the schemas that also apply, or apply in some cases.
func (f *finder) others(node map[string]any) []any {
	var schemas []any
	for _, key := range []string{"allOf", "anyOf", "oneOf"} {
		if several, ok := node[key].([]any); ok {
			schemas = append(schemas, several...)
		}
	}
	for _, key := range []string{"then", "else"} {
		if one, ok := node[key]; ok {
			schemas = append(schemas, one)
		}
	}
	if reference, ok := node["$ref"].(string); ok {
		schemas = append(schemas, f.resolve(reference))
	}
	return schemas
}

// resolve follows a reference within the document. What another document says is unknown: true, which allows all.
func (f *finder) resolve(reference string) any {
	if root, ok := f.root.(map[string]any); ok {
		if id, _ := root["$id"].(string); id != "" {
			reference = strings.TrimPrefix(reference, strings.TrimSuffix(id, "#"))
		}
	}
	pointer, isLocal := strings.CutPrefix(reference, "#")
	pointer, err := url.PathUnescape(pointer)
	switch {
	case !isLocal || err != nil || pointer != "" && pointer[0] != '/':
		return true
	case pointer == "":
		return f.root
	}
	value, ok := f.root, true
	for name := range strings.SplitSeq(pointer[1:], "/") {
		if value, ok = child(value, strings.NewReplacer("~1", "/", "~0", "~").Replace(name)); !ok {
			return true
		}
	}
	return value
}

// child follows one part of a JSON pointer (RFC 6901).
func child(value any, name string) (any, bool) {
	if elements, isList := value.([]any); isList {
		i, ok := index(name)
		if !ok || i >= len(elements) {
			return nil, false
		}
		return elements[i], true
	}
	members, _ := value.(map[string]any)
	member, ok := members[name]
	return member, ok
}

// list returns a value or, of a list, its elements.
func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	default:
		return []any{value}
	}
}

func or(value, fallback any) any {
	if value == nil {
		return fallback
	}
	return value
}

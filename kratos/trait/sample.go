package trait

import (
	"maps"
	"slices"
	"strings"
)

// Sample returns traits that the schema accepts, as far as it can be read: those that are required, and those with which users
// sign in, of which it returns the first. They are made of an email address, which must be unique. An empty identifier means
// that users sign in with nothing that can be made up, such as a telephone number.
func (s Schema) Sample(address string) (traits map[string]any, identifier string) {
	m := sampler{finder: finder{root: s.root, steps: maxSteps}, address: address}
	root, _ := s.root.(map[string]any)
	properties, _ := root["properties"].(map[string]any)
	traits, _ = m.value(properties["traits"], 0).(map[string]any)
	return traits, m.identifier
}

// ByPhone reports whether users of the schema sign in with a telephone number, and with nothing of which a sample can be made.
func (s Schema) ByPhone(address string) bool {
	m := sampler{finder: finder{root: s.root, steps: maxSteps}, address: address}
	m.value(asNode(asNode(s.root)["properties"])["traits"], 0)
	return m.phone && m.identifier == ""
}

type sampler struct {
	finder
	address, identifier string
	phone               bool // users sign in with one
}

// leastName is how long a name must be that is cut from the address: a shorter one may be another user's.
const leastName = 20

func (m *sampler) value(schema any, depth int) any {
	node, _ := schema.(map[string]any)
	if m.steps--; m.steps < 0 || depth > maxDepth {
		return nil
	}
	for _, fixed := range []any{node["const"], firstIn(node["enum"]), node["default"]} {
		if fixed != nil {
			return fixed
		}
	}
	if properties, ok := node["properties"].(map[string]any); ok {
		return m.object(node, properties, depth)
	}
	if kinds := list(node["type"]); len(kinds) > 0 {
		return m.ofKind(kinds[0], node, depth)
	}
	if others := m.others(node); len(others) > 0 {
		return m.value(others[0], depth+1)
	}
	return m.text(node)
}

func firstIn(value any) any {
	if values := list(value); len(values) > 0 {
		return values[0]
	}
	return nil
}

func (m *sampler) object(node, properties map[string]any, depth int) map[string]any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, _ := properties[name].(map[string]any)
		m.phone = m.phone || isIdentifier(credentialsOf(property)) && isPhone(property)
		if slices.Contains(list(node["required"]), any(name)) || isIdentifier(credentialsOf(property)) && !isPhone(property) {
			object[name] = m.value(property, depth+1)
		}
	}
	return object
}

func (m *sampler) ofKind(kind any, node map[string]any, depth int) any {
	switch kind {
	case "string":
		return m.text(node)
	case "number", "integer":
		return or(node["minimum"], 0)
	case "boolean":
		return true // as the consent to terms
	case "array":
		least, _ := node["minItems"].(float64)
		if least == 0 && isIdentifier(credentialsOf(asNode(node["items"]))) {
			least = 1
		}
		elements := []any{}
		for range int(min(least, 10)) {
			elements = append(elements, m.value(node["items"], depth+1))
		}
		return elements
	case "object":
		return map[string]any{}
	}
	return nil
}

func asNode(schema any) map[string]any {
	node, _ := schema.(map[string]any)
	return node
}

// NameIn returns the name that is made of an address: what is before the @, or only its tag behind a +.
func NameIn(address string) string {
	name, _, _ := strings.Cut(address, "@")
	return name[strings.LastIndex(name, "+")+1:]
}

// text is the address where the schema wants one, and where users sign in; else a name.
func (m *sampler) text(node map[string]any) string {
	name := NameIn(m.address)
	text := "Latchkey doctor"
	switch {
	case isPhone(node):
		return "+12025550143" // reserved for fiction
	case node["format"] == "email" || isEmail(node):
		text = m.address
	case isIdentifier(credentialsOf(node)):
		text = name
	case node["format"] == "uri":
		return "https://latchkey.invalid/"
	case node["format"] == "date":
		return "2000-01-01"
	}
	if most, limited := node["maxLength"].(float64); limited && float64(len(text)) > most {
		text = text[:int(most)]
	}
	if least, limited := node["minLength"].(float64); limited && float64(len(text)) < least {
		text += strings.Repeat("x", int(min(least, 1000))-len(text))
	}
	if m.identifier == "" && isIdentifier(credentialsOf(node)) && (len(text) >= leastName || text == name || text == m.address) {
		m.identifier = text
	}
	return text
}

// isPhone and isEmail report where Kratos sends codes to a trait.
func isPhone(node map[string]any) bool { return node["format"] == "tel" || sentBy(node, "sms") }
func isEmail(node map[string]any) bool { return sentBy(node, "email") }

func sentBy(node map[string]any, via string) bool {
	extension, _ := node["ory.sh/kratos"].(map[string]any)
	for _, use := range []any{credentialsOf(node)["code"], extension["verification"], extension["recovery"]} {
		if asNode(use)["via"] == via {
			return true
		}
	}
	return false
}

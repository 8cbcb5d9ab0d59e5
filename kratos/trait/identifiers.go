package trait

import (
	"maps"
	"slices"
	"strconv"
)

// maxIdentifiers limits the paths that are listed.
const maxIdentifiers = 20

// Identifiers returns the paths of the traits with which users of the schema sign in, sorted; of a list, that of its first
// element. Kratos calls them identifiers.
func (s Schema) Identifiers() []string {
	c := collector{finder: finder{root: s.root, steps: maxSteps}, found: map[string]bool{}}
	c.collect(s.root, nil, 0)
	found := slices.Sorted(maps.Keys(c.found))
	return found[:min(len(found), maxIdentifiers)]
}

type collector struct {
	finder
	found map[string]bool
}

func (c *collector) collect(schema any, at Path, depth int) {
	node, ok := schema.(map[string]any)
	if c.steps--; !ok || c.steps < 0 || depth > maxDepth {
		return
	}
	if len(at) > 1 && isIdentifier(node) {
		c.found[at[1:].String()] = true // without "traits"
	}
	properties, _ := node["properties"].(map[string]any)
	for name, property := range properties {
		if len(at) > 0 || name == "traits" {
			c.collect(property, append(at[:len(at):len(at)], name), depth+1)
		}
	}
	for i, item := range list(or(node["prefixItems"], node["items"])) {
		c.collect(item, append(at[:len(at):len(at)], strconv.Itoa(i)), depth+1)
	}
	for _, other := range c.others(node) {
		c.collect(other, at, depth+1)
	}
}

// isIdentifier reads the extension of Kratos.
func isIdentifier(node map[string]any) bool {
	extension, _ := node["ory.sh/kratos"].(map[string]any)
	credentials, _ := extension["credentials"].(map[string]any)
	for _, one := range credentials {
		if settings, ok := one.(map[string]any); ok && settings["identifier"] == true {
			return true
		}
	}
	return false
}

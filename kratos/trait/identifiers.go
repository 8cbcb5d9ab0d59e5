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
func (s Schema) Identifiers() []string { return s.traits(isIdentifier) }

// AccountNames returns the paths of the traits that Kratos writes into the QR code of an authenticator app, sorted.
func (s Schema) AccountNames() []string { return s.traits(isAccountName) }

// traits returns the paths of the traits that have an extension of Kratos.
func (s Schema) traits(has func(credentials map[string]any) bool) []string {
	c := collector{finder: finder{root: s.root, steps: maxSteps}, has: has, found: map[string]bool{}}
	c.collect(s.root, nil, 0)
	found := slices.Sorted(maps.Keys(c.found))
	return found[:min(len(found), maxIdentifiers)]
}

type collector struct {
	finder
	has   func(credentials map[string]any) bool
	found map[string]bool
}

func (c *collector) collect(schema any, at Path, depth int) {
	node, ok := schema.(map[string]any)
	if c.steps--; !ok || c.steps < 0 || depth > maxDepth {
		return
	}
	if len(at) > 1 && c.has(credentialsOf(node)) {
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

// credentialsOf returns the extension of Kratos, by kinds of credentials.
func credentialsOf(node map[string]any) map[string]any {
	extension, _ := node["ory.sh/kratos"].(map[string]any)
	credentials, _ := extension["credentials"].(map[string]any)
	return credentials
}

func isIdentifier(credentials map[string]any) bool {
	for _, one := range credentials {
		if settings, ok := one.(map[string]any); ok && settings["identifier"] == true {
			return true
		}
	}
	return false
}

func isAccountName(credentials map[string]any) bool {
	totp, _ := credentials["totp"].(map[string]any)
	return totp["account_name"] == true
}

package web

import (
	"path"
	"regexp"
	"slices"
)

// staticImport is one of a module as build.sh writes it: `from"./dom.js"`, or `import"./setup.js"` for its effects alone.
var staticImport = regexp.MustCompile(`(?:\bfrom|\bimport)\s*"(\.{1,2}/[^"]+)"`)

// needs lists a module and all that it imports, directly or not, sorted: what a page has to load before it can begin.
// Without it the browser finds out file by file, one round trip each.
func needs(scripts map[string][]byte, entry string) []string {
	found := []string{entry}
	for i := 0; i < len(found); i++ {
		for _, match := range staticImport.FindAllSubmatch(scripts[found[i]], -1) {
			imported := path.Join(path.Dir(found[i]), string(match[1]))
			if scripts[imported] != nil && !slices.Contains(found, imported) {
				found = append(found, imported)
			}
		}
	}
	slices.Sort(found)
	return found
}

package web

import (
	"path"
	"regexp"
	"slices"
)

// staticImport matches an import as minified by build.sh: `from"./dom.js"`, or `import"./setup.js"`.
var staticImport = regexp.MustCompile(`(?:\bfrom|\bimport)\s*"(\.{1,2}/[^"]+)"`)

// needs returns a module and its transitive imports, sorted. The page preloads them, because the browser would discover them
// one round trip at a time.
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

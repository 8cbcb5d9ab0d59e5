package web

import (
	"path"
	"regexp"
	"slices"
)

// relativePath matches a string with a relative path. It begins with a literal, which the regexp package finds fast: every
// start searches all scripts.
var relativePath = regexp.MustCompile(`"(\.{1,2}/[^"]+)"`)

// importKeyword matches what precedes the path in an import as minified by build.sh: `from"./dom.js"`, or `import"./setup.js"`.
var importKeyword = regexp.MustCompile(`\b(?:from|import)\s*$`)

// longestKeyword is how much of the text before a path importKeyword needs.
const longestKeyword = 16

// needs returns a module and its transitive imports, sorted. The page preloads them, because the browser would discover them
// one round trip at a time.
func needs(scripts map[string][]byte, entry string) []string {
	found := []string{entry}
	for i := 0; i < len(found); i++ {
		for _, name := range imports(scripts[found[i]]) {
			imported := path.Join(path.Dir(found[i]), name)
			if scripts[imported] != nil && !slices.Contains(found, imported) {
				found = append(found, imported)
			}
		}
	}
	slices.Sort(found)
	return found
}

// imports returns the relative paths that a script imports statically.
func imports(script []byte) []string {
	var names []string
	for _, at := range relativePath.FindAllSubmatchIndex(script, -1) {
		if importKeyword.Match(script[max(0, at[0]-longestKeyword):at[0]]) {
			names = append(names, string(script[at[2]:at[3]]))
		}
	}
	return names
}

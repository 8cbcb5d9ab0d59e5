package latchkey_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scriptLayers orders the folders of web's scripts. A script imports from its own folder and from lower layers, and
// nothing else: no upper layer, no neighbour of its own layer, no outside library.
var scriptLayers = map[string]int{"web/sdk": 0, "web/server": 0, "web/elements": 1, "web/admin": 2, "web/pages": 2}

// scriptImport finds static imports, re-exports, dynamic imports, and the types that JSDoc comments import: a type that
// points up is a dependency, too.
var scriptImport = regexp.MustCompile(`(?m)^(?:import|export)\b[^;'"]*\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]`)

func TestScriptsImportDownOnly(t *testing.T) {
	graph := scriptGraph(t, "web/*/*.js")
	if len(graph) < 40 {
		t.Fatalf("found only %d scripts that import another: the search is broken", len(graph))
	}
	for _, file := range slices.Sorted(maps.Keys(graph)) {
		for to := range graph[file] {
			if reason := forbiddenScriptImport(file, to); reason != "" {
				t.Errorf("%s imports %s: %s", file, to, reason)
			}
		}
	}
}

func TestScriptsHaveNoCycle(t *testing.T) {
	for _, pattern := range []string{"web/*/*.js", "examples/*/src/*.ts*"} {
		graph := scriptGraph(t, pattern)
		for file := range graph {
			if cycle := walk(file, file, graph, nil); cycle != nil {
				t.Errorf("scripts import each other: %s", strings.Join(cycle, " -> "))
			}
		}
	}
}

// scriptGraph maps each script to what it imports: paths from the root of the module, or the names of packages.
func scriptGraph(t *testing.T, pattern string) map[string]map[string]bool {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	graph := make(map[string]map[string]bool)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range scriptImports(filepath.ToSlash(file), string(text)) {
			if graph[file] == nil {
				graph[file] = make(map[string]bool)
			}
			graph[file][to] = true
		}
	}
	return graph
}

func scriptImports(file, text string) []string {
	var found []string
	for _, match := range scriptImport.FindAllStringSubmatch(text, -1) {
		to := match[1] + match[2] + match[3]
		if strings.HasPrefix(to, ".") {
			to = path.Join(path.Dir(file), to)
			if path.Ext(to) == "" { // TypeScript leaves out the extension
				to += path.Ext(file)
			}
		}
		found = append(found, to)
	}
	return found
}

// forbiddenScriptImport says why a script may not have an import, or "".
func forbiddenScriptImport(file, to string) string {
	from, target := path.Dir(file), path.Dir(to)
	layer, ok := scriptLayers[target]
	switch {
	case from == target:
		return ""
	case !ok:
		return "the scripts use no outside library"
	case layer >= scriptLayers[from]:
		return fmt.Sprintf("%s may import only from lower layers", from)
	}
	return ""
}

// TestScriptFencesHold proves that the fence refuses what it should, and only that.
func TestScriptFencesHold(t *testing.T) {
	for _, test := range []struct {
		file, text string
		allowed    bool
	}{
		{"web/elements/a.js", `import { x } from '../sdk/x.js';`, true},
		{"web/elements/a.js", "import {\n  x,\n} from './x.js';", true},
		{"web/sdk/a.js", `import { x } from '../elements/x.js';`, false},
		{"web/sdk/a.js", `export { x } from '../elements/x.js';`, false},
		{"web/sdk/a.js", `import "../elements/x.js";`, false},
		{"web/sdk/a.js", `  const x = await import('../elements/x.js');`, false},
		{"web/elements/a.js", `/** @typedef {import('../admin/x.js').X} X */`, false},
		{"web/admin/a.js", `import { x } from '../pages/x.js';`, false},
		{"web/admin/a.js", `import { x } from '../sdk/x.js';`, true},
		{"web/sdk/a.js", `import { x } from 'lodash';`, false},
		{"web/sdk/a.js", `export const words = 'from ../elements/x.js';`, true},
	} {
		allowed := true
		for _, to := range scriptImports(test.file, test.text) {
			allowed = allowed && forbiddenScriptImport(test.file, to) == ""
		}
		if allowed != test.allowed {
			t.Errorf("%s with %q: allowed is %v", test.file, test.text, allowed)
		}
	}
}

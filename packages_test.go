package latchkey_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// found is one import in one file.
type found struct {
	file, path string
	line       int
}

func TestPackagesHaveNoCycle(t *testing.T) {
	edges := make(map[string]map[string]bool)
	for folder, imports := range importsByFolder(t) {
		from, _ := packageOf(folder)
		for _, i := range imports {
			path, isOurs := strings.CutPrefix(i.path, module+"/")
			if to, ok := packageOf(path); isOurs && ok && to != from && !strings.HasSuffix(i.file, "_test.go") {
				if edges[from] == nil {
					edges[from] = make(map[string]bool)
				}
				edges[from][to] = true
			}
		}
	}
	for start := range edges {
		if cycle := walk(start, start, edges, nil); cycle != nil {
			t.Errorf("import cycle of packages: %s", strings.Join(cycle, " -> "))
		}
	}
}

// walk returns a path from a package back to the goal, or nil.
func walk(from, goal string, edges map[string]map[string]bool, trail []string) []string {
	trail = append(trail, from)
	for _, to := range slices.Sorted(maps.Keys(edges[from])) {
		if to == goal {
			return append(trail, to)
		}
		if slices.Contains(trail, to) {
			continue
		}
		if cycle := walk(to, goal, edges, trail); cycle != nil {
			return cycle
		}
	}
	return nil
}

// importsByFolder reads the imports of all Go files of this module, whatever their build tags. Nested modules are
// not part of it.
func importsByFolder(t *testing.T) map[string][]found {
	t.Helper()
	all := make(map[string][]found)
	for _, path := range goFiles(t) {
		if filepath.Dir(path) == "." {
			continue
		}
		imports, err := importsOf(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Dir(path)] = append(all[filepath.Dir(path)], imports...)
	}
	if len(all) < 5 {
		t.Fatalf("found only %d folders with Go files: the walk is broken", len(all))
	}
	return all
}

// goFiles returns the paths of all Go files of this module.
func goFiles(t *testing.T) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return skipFolder(path, entry.Name())
		case strings.HasSuffix(path, ".go"):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func skipFolder(path, name string) error {
	if path == "." {
		return nil
	}
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	if err == nil || strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" {
		return fs.SkipDir
	}
	return nil
}

func importsOf(path string) ([]found, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var out []found
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, found{file: path, path: name, line: files.Position(spec.Pos()).Line})
	}
	return out, nil
}

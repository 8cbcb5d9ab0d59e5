package latchkey_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The limits keep a package small enough to know it as a whole. Tests and generated code do not count.
const (
	maxPackageLines    = 3500
	maxExportedMethods = 20
	maxLayers          = 5
)

// exempt are the packages without limits, with all below them: the store and its drivers have one method for each
// statement, and web is scripts and pages.
var exempt = []string{"store", "web"}

func TestPackagesKeepTheirLimits(t *testing.T) {
	for folder := range importsByFolder(t) {
		s := readSource(t, folder)
		if found := fileCycles(s.uses()); len(found) > 0 {
			t.Errorf("files of %s use each other in cycles, so none can be read alone: %s; move what they share into a file below them", folder, strings.Join(found, "; "))
		}
		if slices.ContainsFunc(exempt, func(root string) bool { return within(folder, root) }) {
			continue
		}
		if s.lines > maxPackageLines {
			t.Errorf("%s has %d lines, more than %d: split it", folder, s.lines, maxPackageLines)
		}
		for name, n := range s.exportedMethods() {
			if n > maxExportedMethods {
				t.Errorf("%s.%s has %d exported methods, more than %d: split it", folder, name, n, maxExportedMethods)
			}
		}
		if chain := longestChain(s.uses()); len(chain) > maxLayers {
			t.Errorf("%s has %d layers of files, more than %d: %s", folder, len(chain), maxLayers, strings.Join(chain, " -> "))
		}
	}
}

// source is the code of one package.
type source struct {
	lines int
	set   *token.FileSet
	files []*ast.File // sorted by name
}

func readSource(t *testing.T, folder string) source {
	t.Helper()
	paths, err := filepath.Glob(folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	s := source{set: token.NewFileSet()}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(s.set, path, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if !ast.IsGenerated(file) {
			s.files = append(s.files, file)
			s.lines += bytes.Count(text, []byte("\n"))
		}
	}
	return s
}

// fileOf returns the name of the file that a position is in.
func (s source) fileOf(pos token.Pos) string { return filepath.Base(s.set.Position(pos).Filename) }

// exportedMethods counts the exported methods of each type.
func (s source) exportedMethods() map[string]int {
	counts := make(map[string]int)
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() {
				counts[receiver(f)]++
			}
		}
	}
	return counts
}

// receiver returns the name of a method's type, without * and type parameters.
func receiver(method *ast.FuncDecl) string {
	name, _, _ := strings.Cut(types.ExprString(method.Recv.List[0].Type), "[")
	return strings.TrimPrefix(name, "*")
}

// uses returns, for each file, the files with the declarations that it names: functions, methods, types, constants and
// variables of the package. Fields do not count, because they are named wherever a value of their type is used.
func (s source) uses() map[string]map[string]bool {
	found := types.Info{Uses: make(map[*ast.Ident]types.Object)}
	checker := types.Config{Importer: emptyImporter{}, Error: func(error) {}} // imported names stay unresolved
	pkg, _ := checker.Check("", s.set, s.files, &found)
	uses := make(map[string]map[string]bool)
	for _, file := range s.files {
		uses[s.fileOf(file.Pos())] = make(map[string]bool)
	}
	for ident, object := range found.Uses {
		from, to := s.fileOf(ident.Pos()), s.fileOf(object.Pos())
		if object.Pkg() == pkg && from != to && isDeclaration(object) {
			uses[from][to] = true
		}
	}
	return uses
}

// isDeclaration reports whether an object is a method, or declared at package level.
func isDeclaration(object types.Object) bool {
	function, ok := object.(*types.Func)
	return ok && function.Signature().Recv() != nil || object.Parent() == object.Pkg().Scope()
}

// emptyImporter resolves each import to an empty package.
type emptyImporter struct{}

func (emptyImporter) Import(path string) (*types.Package, error) {
	empty := types.NewPackage(path, filepath.Base(path))
	empty.MarkComplete()
	return empty, nil
}

// longestChain returns the longest chain of files of which each uses the next. Files that use each other count as one,
// named after the first.
func longestChain(uses map[string]map[string]bool) []string {
	cycle := cycles(uses)
	known := make(map[string][]string)
	var from func(string) []string
	from = func(group string) []string {
		if chain, ok := known[group]; ok {
			return chain
		}
		var longest []string
		for _, file := range slices.Sorted(maps.Keys(uses)) {
			for _, used := range slices.Sorted(maps.Keys(uses[file])) {
				if cycle[file] != group || cycle[used] == group {
					continue
				}
				if chain := from(cycle[used]); len(chain) > len(longest) {
					longest = chain
				}
			}
		}
		known[group] = append([]string{group}, longest...)
		return known[group]
	}
	var longest []string
	for _, file := range slices.Sorted(maps.Keys(uses)) {
		if chain := from(cycle[file]); len(chain) > len(longest) {
			longest = chain
		}
	}
	return longest
}

// cycles returns, for each file, the first of the files that it uses and that use it, directly or through others; a file
// without a cycle stands for itself.
func cycles(uses map[string]map[string]bool) map[string]string {
	files := slices.Sorted(maps.Keys(uses))
	reach := make(map[string]map[string]bool)
	for _, file := range files {
		reach[file] = map[string]bool{file: true}
		collect(uses, file, reach[file])
	}
	first := make(map[string]string)
	for _, file := range files {
		i := slices.IndexFunc(files, func(other string) bool { return reach[file][other] && reach[other][file] })
		first[file] = files[i]
	}
	return first
}

// fileCycles returns the cycles, each as the list of its files.
func fileCycles(uses map[string]map[string]bool) (found []string) {
	members := make(map[string][]string)
	for file, first := range cycles(uses) {
		members[first] = append(members[first], file)
	}
	for _, first := range slices.Sorted(maps.Keys(members)) {
		if files := members[first]; len(files) > 1 {
			slices.Sort(files)
			found = append(found, strings.Join(files, ", "))
		}
	}
	return found
}

// collect adds all files that a file uses, directly or through others.
func collect(uses map[string]map[string]bool, file string, seen map[string]bool) {
	for used := range uses[file] {
		if !seen[used] {
			seen[used] = true
			collect(uses, used, seen)
		}
	}
}

// TestLayersAreCounted checks the measures themselves.
func TestLayersAreCounted(t *testing.T) {
	uses := map[string]map[string]bool{
		"a.go": {"b.go": true}, "b.go": {"c.go": true}, "c.go": {"b.go": true, "d.go": true}, "d.go": {}, "e.go": {"d.go": true},
	}
	if got, want := longestChain(uses), []string{"a.go", "b.go", "d.go"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := fileCycles(uses), []string{"b.go, c.go"}; !slices.Equal(got, want) {
		t.Errorf("got cycles %v, want %v", got, want)
	}
}

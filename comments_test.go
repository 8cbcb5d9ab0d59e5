package latchkey_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// errorName finds an error in a comment, with its package unless it is of the same one.
var errorName = regexp.MustCompile(`(?:\b([a-z]\w*)\.)?\b(Err[A-Z]\w*)`)

// TestCommentsNameErrorsThatExist checks the errors that comments promise: a name without a package is of the same one.
func TestCommentsNameErrorsThatExist(t *testing.T) {
	files := parsedFiles(t)
	declared := make(map[string]map[string]bool) // by package
	for _, file := range files {
		name := packageName(file)
		if declared[name] == nil {
			declared[name] = make(map[string]bool)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok {
				for _, ident := range spec.Names {
					declared[name][ident.Name] = true
				}
			}
			return true
		})
	}
	for path, file := range files {
		for _, comment := range file.Comments {
			for _, found := range errorName.FindAllStringSubmatch(comment.Text(), -1) {
				of := found[1]
				if of == "" {
					of = packageName(file)
				}
				if names, ours := declared[of]; ours && !names[found[2]] {
					t.Errorf("%s: a comment names %s, which package %s does not declare", path, found[0], of)
				}
			}
		}
	}
}

func packageName(file *ast.File) string { return strings.TrimSuffix(file.Name.Name, "_test") }

// parsedFiles parses all Go files of this module.
func parsedFiles(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := make(map[string]*ast.File)
	for _, path := range goFiles(t) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = file
	}
	return files
}

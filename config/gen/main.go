// Command gen writes the comments of the config structs into a Go file, so that the binary can print them: the
// comments in config.go are the manual, and nothing else is.
//
// It owns that one step; what is made of the comments (schema, example, manual) is config's.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"sort"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: gen config.go comments_gen.go")
	}
	source, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	generated, err := generate(source)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], generated, 0o644); err != nil {
		log.Fatal(err)
	}
}

// generate returns the Go file that holds the comments of all struct fields of source, keyed "Type.Field". A field
// without a comment is an error: it would be a setting without a manual.
func generate(source []byte) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "config.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	comments := make(map[string]string)
	for _, decl := range file.Decls {
		if err := collect(decl, comments); err != nil {
			return nil, err
		}
	}
	return render(file.Name.Name, comments)
}

// collect adds the field comments of the structs that one declaration declares.
func collect(decl ast.Decl, comments map[string]string) error {
	general, ok := decl.(*ast.GenDecl)
	if !ok {
		return nil
	}
	for _, spec := range general.Specs {
		typ, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		structure, ok := typ.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range structure.Fields.List {
			text := strings.Join(strings.Fields(field.Doc.Text()), " ")
			for _, name := range field.Names {
				if text == "" {
					return fmt.Errorf("%s.%s has no comment: write what an operator must know above it", typ.Name, name)
				}
				comments[typ.Name.Name+"."+name.Name] = text
			}
		}
	}
	return nil
}

func render(pkg string, comments map[string]string) ([]byte, error) {
	keys := make([]string, 0, len(comments))
	for key := range comments {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var out bytes.Buffer
	fmt.Fprintf(&out, "// Code generated from the comments of config.go by go generate; DO NOT EDIT.\n\npackage %s\n\n", pkg)
	fmt.Fprintf(&out, "// comments of the config structs, by type and field.\nvar comments = map[string]string{\n")
	for _, key := range keys {
		fmt.Fprintf(&out, "%q: %q,\n", key, comments[key])
	}
	out.WriteString("}\n")
	return format.Source(out.Bytes())
}

// Command gen writes the comments of the settings into a Go file, so that the binary can print them: the comments of
// the structs in package config are the manual. Settings are the fields with a koanf tag.
//
// It owns this step only; package config generates schema, example and manual from the comments.
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
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: gen FOLDER comments_gen.go")
	}
	sources, err := readSources(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	generated, err := generate(sources...)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], generated, 0o644); err != nil {
		log.Fatal(err)
	}
}

// readSources reads the Go files of a folder, except tests and generated files.
func readSources(folder string) ([][]byte, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var sources [][]byte
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_gen.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

// generate returns the Go file with the comments of all settings in the files of one package, keyed "Type.Field". A
// setting without a comment is an error: it would have no manual.
func generate(sources ...[]byte) ([]byte, error) {
	comments, pkg := make(map[string]string), ""
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			if err := collect(decl, comments); err != nil {
				return nil, err
			}
		}
		pkg = file.Name.Name
	}
	return render(pkg, comments)
}

// collect adds the comments of the settings in one declaration.
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
			if field.Tag == nil || !strings.Contains(field.Tag.Value, "koanf:") {
				continue
			}
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
	fmt.Fprintf(&out, "// Code generated from the comments of the settings by go generate; DO NOT EDIT.\n\npackage %s\n\n", pkg)
	fmt.Fprintf(&out, "// comments of the settings, by type and field.\nvar comments = map[string]string{\n")
	for _, key := range keys {
		fmt.Fprintf(&out, "%q: %q,\n", key, comments[key])
	}
	out.WriteString("}\n")
	return format.Source(out.Bytes())
}

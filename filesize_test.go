package latchkey_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// maxLines is the limit for a hand-written source file. A longer one holds more than one noun: split it.
const maxLines = 300

var generatedFile = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func TestFilesAreShort(t *testing.T) {
	checked := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "dist" || name == "node_modules" || name == "testdata" || name == "types" || (strings.HasPrefix(name, ".") && path != ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !handWritten(path) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil || generatedFile.Match(text) {
			return err
		}
		checked++
		if lines := bytes.Count(text, []byte("\n")); lines > maxLines {
			t.Errorf("%s has %d lines, more than %d: split it by noun", path, lines, maxLines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 300 {
		t.Fatalf("found only %d files: the search is broken", checked)
	}
}

func handWritten(path string) bool {
	switch filepath.Ext(path) {
	case ".go", ".js", ".css", ".html", ".ts", ".tsx":
		return true
	}
	return false
}

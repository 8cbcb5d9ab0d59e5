package latchkey_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The documents that name files and tests, and so go wrong when those are renamed.
var namingDocs = []string{"docs/how-it-works.md", "docs/threat-model.md", "docs/security.md"}

var (
	namedFile = regexp.MustCompile("`([a-z0-9/]+\\.go)`")
	namedTest = regexp.MustCompile("`(Test[A-Za-z0-9]+)(?:/([A-Za-z0-9]+))?`")
)

// TestDocsNameWhatExists: a rule is held by the test that a document names, so the test must be there.
func TestDocsNameWhatExists(t *testing.T) {
	tests := testSources(t)
	for _, doc := range namingDocs {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, named := range namedFile.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(named[1]); err != nil {
				t.Errorf("%s names %s, which is not there", doc, named[1])
			}
		}
		for _, named := range namedTest.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(tests, "func "+named[1]+"(t *testing.T)") {
				t.Errorf("%s names %s, which is not there", doc, named[1])
			}
			if named[2] != "" && !strings.Contains(tests, `"`+named[2]+`"`) {
				t.Errorf("%s names %s/%s, and there is no such subtest", doc, named[1], named[2])
			}
		}
	}
}

// testSources are all test files of the module, in one text.
func testSources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || (strings.HasPrefix(entry.Name(), ".") && path != ".")) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, "_test.go") {
			text, err := os.ReadFile(path)
			all.Write(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

package latchkey_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedFile = regexp.MustCompile("`([a-z0-9_-]+(?:/[A-Za-z0-9_.-]+)+\\.(?:go|js|css|sql|sh|yaml|yml|json|md))`")
	namedTest = regexp.MustCompile("`(Test[A-Za-z0-9]+)(?:/([A-Za-z0-9]+))?`")
	eventType = regexp.MustCompile(`(?m)^ +- ([a-z_]+\.[a-z_]+)$`)
)

// Files and tests that the documentation names exist.
func TestDocsNameWhatExists(t *testing.T) {
	tests, files := testSources(t), 0
	for _, doc := range append(pages(t), "README.md", "SECURITY.md") {
		text := markdown(t, doc)
		for _, named := range namedFile.FindAllStringSubmatch(text, -1) {
			files++
			if _, err := os.Stat(named[1]); err != nil {
				t.Errorf("%s names %s, which does not exist", doc, named[1])
			}
		}
		for _, named := range namedTest.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(tests, "func "+named[1]+"(t *testing.T)") {
				t.Errorf("%s names %s, which does not exist", doc, named[1])
			}
			if named[2] != "" && !strings.Contains(tests, `"`+named[2]+`"`) {
				t.Errorf("%s names %s/%s, and there is no such subtest", doc, named[1], named[2])
			}
		}
	}
	if files < 100 {
		t.Errorf("found only %d files", files)
	}
}

// A database is made as Latchkey needs it, whatever the encoding of the server's others, and what is dumped is for its owner.
func TestDocsMakeDatabases(t *testing.T) {
	made, dumped := 0, 0
	for _, doc := range pages(t) {
		for block := range strings.SplitSeq(markdown(t, doc), "```") {
			for line := range strings.Lines(block) {
				if command := strings.TrimSpace(line); strings.HasPrefix(command, "createdb ") {
					made++
					if !strings.Contains(command, " --encoding=UTF8 --template=template0 ") {
						t.Errorf("%s: %s", doc, command)
					}
				}
			}
			if before, _, found := strings.Cut(block, "pg_dump "); found && strings.HasPrefix(block, "sh\n") {
				dumped++
				if !strings.Contains(before, "umask 077\n") {
					t.Errorf("%s: others can read what pg_dump writes", doc)
				}
			}
		}
	}
	if made < 2 || dumped < 1 {
		t.Errorf("found %d databases and %d dumps", made, dumped)
	}
}

// Who upgrades from an earlier build reads which migrations that runs.
func TestChangelogNamesTheNewestMigration(t *testing.T) {
	files, err := filepath.Glob("migrations/postgres/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	newest := filepath.Base(files[len(files)-1])[:5]
	if !strings.Contains(markdown(t, "CHANGELOG.md"), "- **Migrations** 00013 to "+newest+" run at start.") {
		t.Errorf("CHANGELOG.md, Migrations, does not end with %s", newest)
	}
}

// The list of event types is complete: operators choose from it what they alert on.
func TestDocsListEveryEventType(t *testing.T) {
	_, block, _ := strings.Cut(markdown(t, "api/openapi.yaml"), "\n    EventType:\n")
	enum, _, _ := strings.Cut(block, "\n    Delivery:\n")
	types := eventType.FindAllStringSubmatch(enum, -1)
	if len(types) < 50 {
		t.Fatalf("found only %d event types", len(types))
	}
	list := markdown(t, "docs/audit-events.md")
	for _, found := range types {
		if !strings.Contains(list, "`"+found[1]+"`") {
			t.Errorf("docs/audit-events.md does not list %s", found[1])
		}
	}
}

// testSources returns all test files of the module, concatenated.
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

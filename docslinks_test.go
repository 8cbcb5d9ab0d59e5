package latchkey_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	docPicture = regexp.MustCompile(`(?:src|srcset)="([^"]+)"`)
	docLink    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	docHeading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	docBlock   = regexp.MustCompile("(?ms)^```.*?^```$")
	notInSlug  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// A page that the index does not list is hard to find.
func TestIndexListsEveryPage(t *testing.T) {
	index := markdown(t, "docs/README.md")
	for _, page := range pages(t) {
		if name := filepath.Base(page); name != "README.md" && !strings.Contains(index, "]("+name+")") {
			t.Errorf("docs/README.md has no link to %s", name)
		}
	}
	if !strings.Contains(markdown(t, "README.md"), "](docs/README.md)") {
		t.Error("README.md has no link to docs/README.md")
	}
}

// Each page takes five minutes: 1,100 words, code included. References, which are searched rather than read, are not listed.
func TestReadersPagesAreShort(t *testing.T) {
	for _, name := range []string{
		"try", "integrate", "operate", "secure", "understand",
		"how-it-works", "how-login-works", "how-recovery-works", "how-trust-works",
		"kratos", "kratos-logins", "gates", "audit", "audit-events", "admin-api", "sdk-errors", "incidents-accounts",
		"security", "changes", "keys-without-pin", "endings", "recovery", "roles",
		"install", "upgrade", "backup", "capacity", "database", "tls", "limits", "outages", "drills",
	} {
		page := filepath.Join("docs", name+".md")
		if words := len(strings.Fields(markdown(t, page))); words > 1100 {
			t.Errorf("%s has %d words, more than 1,100", page, words)
		}
	}
}

// Links within the repository lead to a file and, in Markdown, to a heading.
func TestDocsLinksResolve(t *testing.T) {
	links := 0
	for _, page := range append(pages(t), "README.md", "SECURITY.md", "CHANGELOG.md") {
		text := docBlock.ReplaceAllString(markdown(t, page), "")
		for _, link := range docLink.FindAllStringSubmatch(text, -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(link[1], "#")
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", page, link[1])
			} else if anchor != "" && !headings(t, target)[anchor] {
				t.Errorf("%s links to %s, and %s has no such heading", page, link[1], target)
			}
		}
	}
	if links < 50 {
		t.Errorf("found only %d links", links)
	}
}

// headings are the anchors that a forge makes from a page's headings.
func headings(t *testing.T, page string) map[string]bool {
	t.Helper()
	slugs := make(map[string]bool)
	for _, heading := range docHeading.FindAllStringSubmatch(docBlock.ReplaceAllString(markdown(t, page), ""), -1) {
		slug := notInSlug.ReplaceAllString(strings.ToLower(strings.TrimSpace(heading[1])), "")
		slugs[strings.ReplaceAll(slug, " ", "-")] = true
	}
	return slugs
}

func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("docs/*.md")
	if err != nil || len(found) < 10 {
		t.Fatalf("%v, %d pages", err, len(found))
	}
	return found
}

func markdown(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// README shows each picture, light and dark, and none that is missing. TestPictures takes them.
func TestReadmeShowsPictures(t *testing.T) {
	shown := make(map[string]bool)
	for _, picture := range docPicture.FindAllStringSubmatch(docBlock.ReplaceAllString(markdown(t, "README.md"), ""), -1) {
		shown[picture[1]] = true
		if _, err := os.Stat(picture[1]); err != nil {
			t.Errorf("README.md shows %s, which does not exist", picture[1])
		}
	}
	taken, err := filepath.Glob("docs/pictures/*")
	if err != nil || len(taken) != 6 {
		t.Errorf("%v, %d pictures", err, len(taken))
	}
	for _, picture := range taken {
		if !shown[filepath.ToSlash(picture)] {
			t.Errorf("README.md does not show %s", picture)
		}
	}
}

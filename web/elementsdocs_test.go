package web

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	docTable = regexp.MustCompile(`(?m)^\| (.*) \|$`)
	docName  = regexp.MustCompile("(\\*?)`([\\w…-]+)`")
)

// ownAttributes are those with which one of our elements creates another; pages have no use for them.
var ownAttributes = map[string][]string{"recovery-codes": {"ended", "inside"}}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section is the part of docs/elements.md with a heading.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, found := strings.Cut(read(t, "../docs/elements.md"), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("docs/elements.md has no section %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// rows are the cells of the tables of a section.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	var found [][]string
	for _, row := range docTable.FindAllStringSubmatch(section(t, heading), -1) {
		found = append(found, strings.Split(row[1], " | "))
	}
	return found
}

// documentedAttributes are those of each element, and of all under "", and whether they are boolean.
func documentedAttributes(t *testing.T) map[string]map[string]bool {
	t.Helper()
	found, tag := map[string]map[string]bool{"": {}}, ""
	for _, row := range rows(t, "Attributes") {
		cell := row[0]
		if len(row) == 3 {
			if name := strings.TrimSpace(row[0]); name != "" {
				tag = name
				found[tag] = map[string]bool{}
			}
			cell = row[1]
		}
		for _, name := range docName.FindAllStringSubmatch(cell, -1) {
			found[tag][name[2]] = name[1] != ""
		}
	}
	delete(found, "element")
	return found
}

// What docs/elements.md says of attributes is what the elements read, and what react.d.ts declares.
func TestAttributesAreDocumented(t *testing.T) {
	t.Parallel()
	sources, documented, declared := elementsOf(t), documentedAttributes(t), declaredProps(t)
	shared, tags := documented[""], sources.tags(t)
	if len(shared) < 8 || len(tags) < 7 {
		t.Fatalf("not where this test looks: %v, %v", shared, tags)
	}
	known := map[string]bool{} // by module and attribute: documented for an element that loads the module
	for _, tag := range tags {
		reached := sources.of(tag + ".js")
		reads := sources.reads(reached...)
		for name, boolean := range documented[tag] {
			if is, isRead := reads[name]; !isRead || is != boolean {
				t.Errorf("<latchkey-%s %s>: documented as boolean: %v; read at all: %v, as boolean: %v", tag, name, boolean, isRead, is)
			}
		}
		for name := range shared {
			if _, isRead := reads[name]; !isRead && name != "lang" && name != "text-…" {
				t.Errorf("<latchkey-%s %s>: documented for all elements, and this one does not read it", tag, name)
			}
		}
		for _, module := range reached {
			for name := range sources.reads(module) {
				_, own := documented[tag][name]
				_, all := shared[name]
				known[module+" "+name] = known[module+" "+name] || own || all || module == tag+".js" && slices.Contains(ownAttributes[tag], name)
			}
		}
		compareProps(t, "<latchkey-"+tag+">", documented[tag], declared[tag])
	}
	for read, isKnown := range known {
		if !isKnown {
			t.Errorf("docs/elements.md does not name what a module reads: %s", read)
		}
	}
	everywhere := maps.Clone(shared)
	delete(everywhere, "lang")   // an attribute of HTML
	delete(everywhere, "text-…") // JSX accepts any name with a dash
	compareProps(t, "all elements", everywhere, declared[""])
	if got := slices.Sorted(maps.Keys(declared)); !slices.Equal(got[1:], tags) {
		t.Errorf("react.d.ts has %v, the elements are %v", got[1:], tags)
	}
}

// compareProps compares the attributes in docs/elements.md with the properties in react.d.ts.
func compareProps(t *testing.T, of string, documented map[string]bool, declared map[string]string) {
	t.Helper()
	for name, boolean := range documented {
		if declared[name] == "" || (declared[name] == "boolean") != boolean {
			t.Errorf("%s: %s is %q in react.d.ts, in docs/elements.md it is boolean: %v", of, name, declared[name], boolean)
		}
	}
	for name := range declared {
		if _, ok := documented[name]; !ok {
			t.Errorf("%s: %s is in react.d.ts only", of, name)
		}
	}
}

var (
	propsOf = regexp.MustCompile(`(?s)(?:interface (Shared) |'latchkey-([\w-]+)': LatchkeyProps<HTMLElementTagNameMap\['latchkey-([\w-]+)'\], )\{\n(.*?)\n\s*\}`)
	prop    = regexp.MustCompile(`(?m)^\s+'?([\w-]+)'?\?: (.*);$`)
)

// declaredProps are the types of the properties of each element in react.d.ts, and of all under "".
func declaredProps(t *testing.T) map[string]map[string]string {
	t.Helper()
	found := map[string]map[string]string{}
	for _, block := range propsOf.FindAllStringSubmatch(read(t, "react.d.ts"), -1) {
		props := map[string]string{}
		for _, line := range prop.FindAllStringSubmatch(block[4], -1) {
			props[line[1]] = line[2]
		}
		if found[block[2]] = props; block[2] != block[3] {
			t.Errorf("react.d.ts: latchkey-%s is a latchkey-%s", block[2], block[3])
		}
	}
	return found
}

package web

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	declaredEvent = regexp.MustCompile(`(?m)^ \*   '([\w-]+)': \{(.*)\},$`)
	declaredTag   = regexp.MustCompile(`'latchkey-([\w-]+)': import\('\./elements/([\w-]+)\.js'\)\.(\w+);`)
	detailMember  = regexp.MustCompile(`(?:^|, )(\w+)\??:`)
	docWord       = regexp.MustCompile("`(\\w+)`")
	literal       = regexp.MustCompile(`'(\w+)'`)
	docModule     = regexp.MustCompile("^`<latchkey-([\\w-]+)>` \\| `([\\w-]+)\\.js` \\|")
)

// The table of events in docs/elements.md has the events that elements/types.js declares, with their details, and says which elements
// dispatch them. Whether the details are as declared is checked with the types: emit() takes no others.
func TestEventsAreDocumented(t *testing.T) {
	t.Parallel()
	sources, declared := elementsOf(t), map[string]string{}
	for _, event := range declaredEvent.FindAllStringSubmatch(read(t, "elements/types.js"), -1) {
		declared[event[1]] = event[2]
	}
	tags := sources.tags(t)
	documented := map[string]bool{}
	for _, row := range rows(t, "Events") {
		name, isEvent := strings.CutPrefix(strings.Trim(row[0], "`"), "latchkey-")
		if !isEvent {
			continue
		}
		documented[name] = true
		detail, said, _ := strings.Cut(strings.TrimPrefix(row[1], "`{"), "}`")
		if got := found(detailMember, declared[name]); !slices.Equal(got, strings.Split(detail, ", ")) {
			t.Errorf("latchkey-%s: docs/elements.md says {%s}, elements/types.js %v", name, detail, got)
		}
		if strings.Contains(detail, "reason") {
			if got, want := found(literal, declared[name]), found(docWord, said); !slices.Equal(got, want) {
				t.Errorf("latchkey-%s: docs/elements.md says %v, elements/types.js %v", name, want, got)
			}
		}
		by := dispatchers(row[2], tags)
		for _, tag := range tags {
			is, own := slices.Contains(by, tag), slices.Contains(sources.matches(emitted, tag+".js"), name)
			if reached := slices.Contains(sources.matches(emitted, sources.of(tag+".js")...), name); is && !reached || own && !is { // a module may use only some functions of another
				t.Errorf("latchkey-%s: docs/elements.md says that it comes from %v; <latchkey-%s> has it: %v", name, by, tag, reached)
			}
		}
	}
	sent := sources.matches(emitted, slices.Collect(maps.Keys(sources))...)
	if all := slices.Sorted(maps.Keys(declared)); len(all) < 10 || !slices.Equal(sent, all) || !slices.Equal(slices.Sorted(maps.Keys(documented)), all) {
		t.Errorf("declared: %v\nsent: %v\ndocumented: %v", all, sent, slices.Sorted(maps.Keys(documented)))
	}
}

// found is what the pattern finds in a text, in its order.
func found(pattern *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}

// dispatchers are the elements that a cell names: "setup, passkeys; login, after its offer".
func dispatchers(cell string, tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(tag string) bool {
		return !strings.HasPrefix(cell, "all") && !regexp.MustCompile(`(^|[ ,;])`+tag+`($|[ ,;])`).MatchString(cell)
	})
}

// The elements of docs/elements.md, with their modules, are those that there are, and elements.d.ts declares them.
func TestElementsAreDocumented(t *testing.T) {
	t.Parallel()
	sources := elementsOf(t)
	var documented, declared []string
	for _, row := range docTable.FindAllStringSubmatch(section(t, "Overview"), -1) {
		if tag := docModule.FindStringSubmatch(row[1]); tag != nil {
			if documented = append(documented, tag[1]); tag[1] != tag[2] {
				t.Errorf("<latchkey-%s> is said to be in %s.js", tag[1], tag[2])
			}
		}
	}
	for _, tag := range declaredTag.FindAllStringSubmatch(read(t, "elements.d.ts"), -1) {
		if declared = append(declared, tag[1]); tag[1] != tag[2] || !strings.Contains(sources[tag[2]+".js"], "export class "+tag[3]+" ") {
			t.Errorf("elements.d.ts: <latchkey-%s> is not the class %s of %s.js", tag[1], tag[3], tag[2])
		}
	}
	slices.Sort(documented)
	slices.Sort(declared)
	if tags := sources.tags(t); len(tags) < 7 || !slices.Equal(tags, documented) || !slices.Equal(tags, declared) {
		t.Errorf("there are %v; documented: %v; declared: %v", tags, documented, declared)
	}
}

// The slots that docs/elements.md uses, and the custom properties and parts that it lists, are those that there are.
func TestStylesAreDocumented(t *testing.T) {
	t.Parallel()
	sources := elementsOf(t)
	all := slices.Collect(maps.Keys(sources))
	slots := found(regexp.MustCompile(`\bslot="([\w-]+)"`), section(t, "Attributes"))
	slices.Sort(slots)
	if got := sources.matches(slotted, all...); len(got) < 2 || !slices.Equal(got, slots) {
		t.Errorf("slots: %v, documented: %v", got, slots)
	}

	styling := section(t, "Styling")
	list, _, _ := strings.Cut(styling, ". Elements follow")
	_, colours, _ := strings.Cut(sources["style.js"], "const COLOURS = {")
	colours, _, _ = strings.Cut(colours, "\n}")
	properties := append(found(regexp.MustCompile(`(?m)^  '?([\w-]+)'?: \[`), colours), found(regexp.MustCompile(`var\(--latchkey-(\w[\w-]*)`), sources["style.js"])...)
	documented := found(regexp.MustCompile("`(?:--latchkey)?-([\\w-]+)`"), list)
	slices.Sort(properties)
	slices.Sort(documented)
	if len(properties) < 10 || !slices.Equal(properties, documented) {
		t.Errorf("custom properties: %v, documented: %v", properties, documented)
	}

	_, parts, _ := strings.Cut(styling, "\nParts: ")
	parts = strings.Replace(parts, " (with `primary`, `danger` or `plain`)", "", 1)
	ofEach, ofSome, _ := strings.Cut(parts, "; ")
	known := append(found(docWord, ofEach), "primary", "danger")
	for some := range strings.SplitSeq(ofSome, ";") {
		where := found(regexp.MustCompile(`\bin ([\w-]+)`), some)
		if len(where) != 1 {
			t.Errorf("not one element in %q", some)
			continue
		}
		has := sources.matches(parted, sources.of(where[0]+".js")...)
		for _, part := range found(docWord, some) {
			if known = append(known, part); !slices.Contains(has, part) {
				t.Errorf("<latchkey-%s> has no part %s", where[0], part)
			}
		}
	}
	got := sources.matches(parted, all...)
	slices.Sort(known)
	if known = slices.Compact(known); !slices.Equal(got, known) {
		t.Errorf("parts: %v, documented: %v", got, known)
	}
}

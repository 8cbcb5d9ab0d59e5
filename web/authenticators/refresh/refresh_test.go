package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	one = "11111111-1111-1111-1111-111111111111"
	two = "22222222-2222-2222-2222-222222222222"
)

func svg(inside string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">` + inside + `</svg>`
}

func dataURI(drawing string) string {
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(drawing))
}

// run refreshes dir from a list, and gives what it printed.
func run(t *testing.T, dir string, list map[string]map[string]string, namesOnly bool) (string, error) {
	t.Helper()
	raw, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "aaguid.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = refresh(t.Context(), options{file: file, dir: dir, commit: "abc", date: "2026-01-01", namesOnly: namesOnly}, &out)
	return out.String(), err
}

// state is all files of a folder.
func state(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*", "icons/*"} {
		paths, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range paths {
			raw, _ := os.ReadFile(path)
			fmt.Fprintf(&all, "%s\n%s\n", path, raw)
		}
	}
	return all.String()
}

func TestRefresh(t *testing.T) {
	dir := t.TempDir()
	drawing := dataURI(svg(`<path d="M0 0"/>`))
	out, err := run(t, dir, map[string]map[string]string{
		one: {"name": "One", "icon_light": drawing, "icon_dark": drawing},
		two: {"name": "Two", "icon_light": dataURI(svg(`<script>1</script>`))},
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"new      " + one + "  One", "2 new", "1 drawings", two + ` (light): left out, because it has an element "script"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	before := state(t, dir)
	if !strings.Contains(before, `"commit": "abc"`) || !strings.Contains(before, `"sha256"`) || strings.Contains(before, "script") {
		t.Errorf("got\n%s", before)
	}
	icons, _ := filepath.Glob(filepath.Join(dir, "icons", "*.svg"))
	if len(icons) != 1 {
		t.Errorf("the same drawing is there %d times", len(icons))
	}

	// What is not sound changes nothing, and is reported all at once.
	for _, bad := range []map[string]map[string]string{
		{},
		{one: {"name": "One"}, "nonsense": {"name": "X"}, two: {"name": "a\u202eb"}},
		{strings.ToUpper("aaaaaaaa-1111-1111-1111-111111111111"): {"name": "X"}},
		{"00000000-0000-0000-0000-000000000000": {"name": "X"}},
		{one: {"name": ""}}, {one: {"name": " X"}}, {one: {"name": strings.Repeat("x", 49)}}, {one: {"name": "a\nb"}},
	} {
		if out, err := run(t, dir, bad, false); err == nil {
			t.Errorf("%v is accepted: %s", bad, out)
		} else if len(bad) == 3 && !(strings.Contains(err.Error(), "nonsense") && strings.Contains(err.Error(), two)) {
			t.Errorf("not all faults are named: %v", err)
		}
	}
	if after := state(t, dir); after != before {
		t.Errorf("a refused list changed\n%s\nto\n%s", before, after)
	}

	out, err = run(t, dir, map[string]map[string]string{one: {"name": "Uno", "icon_light": drawing}}, true)
	if err != nil || !strings.Contains(out, "renamed  "+one+"  Uno, was One") || !strings.Contains(out, "gone     "+two) {
		t.Errorf("%v: %s", err, out)
	}
	if icons, _ := filepath.Glob(filepath.Join(dir, "icons", "*.svg")); len(icons) != 0 {
		t.Errorf("without icons there are %v", icons)
	}
}

// What could do more than be looked at is no icon.
func TestHostileDrawings(t *testing.T) {
	for name, drawing := range map[string]string{
		"script":             svg(`<script>alert(1)</script>`),
		"script elsewhere":   svg(`<g><defs><script href="#x"/></defs></g>`),
		"XHTML script":       svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>`),
		"XHTML in metadata":  svg(`<metadata><h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x"/></metadata>`),
		"handler":            svg(`<g onload="alert(1)"/>`),
		"handler, big":       svg(`<g ONLOAD="alert(1)"/>`),
		"foreignObject":      svg(`<foreignObject><p>x</p></foreignObject>`),
		"link":               svg(`<a xlink:href="javascript:alert(1)"><path d=""/></a>`),
		"use of outside":     svg(`<use xlink:href="https://evil.example/x.svg#a"/>`),
		"use of data":        svg(`<use href="data:image/svg+xml,x#a"/>`),
		"image":              svg(`<image href="https://evil.example/pixel"/>`),
		"filter image":       svg(`<filter><feImage href="https://evil.example/pixel"/></filter>`),
		"animation":          svg(`<set attributeName="href" to="javascript:alert(1)"/>`),
		"animate":            svg(`<animate attributeName="x" values="1"/>`),
		"fill by address":    svg(`<path d="" fill="url(https://evil.example/#a)"/>`),
		"fill, quoted":       svg(`<path d="" fill="url( 'https://evil.example/#a')"/>`),
		"style attribute":    svg(`<path d="" style="background:URL(//evil.example)"/>`),
		"style import":       svg(`<style>@import "https://evil.example/x.css";</style>`),
		"style font":         svg(`<style>@font-face{src:url(x)}</style>`),
		"style address":      svg(`<style>.a{fill:url("https://evil.example/#a")}</style>`),
		"style escape":       svg(`<style>.a{fill:u\72l(https://evil.example)}</style>`),
		"style comment":      svg(`<style>.a{fill:url/**/(https://evil.example)}</style>`),
		"style image-set":    svg(`<style>.a{mask:image-set("https://evil.example" 1x)}</style>`),
		"CDATA":              svg(`<style><![CDATA[.a{fill:url(x)}]]></style>`),
		"entity":             `<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + svg(`&x;`),
		"style sheet":        `<?xml-stylesheet href="https://evil.example/x.css"?>` + svg(``),
		"xml:base":           svg(`<g xml:base="https://evil.example/"/>`),
		"other namespace":    `<svg viewBox="0 0 1 1"><path d=""/></svg>`,
		"not svg":            `<g xmlns="http://www.w3.org/2000/svg"/>`,
		"html":               `<!doctype html><script>alert(1)</script>`,
		"broken":             `<svg xmlns="http://www.w3.org/2000/svg"><g>`,
		"another encoding":   `<?xml version="1.0" encoding="utf-7"?>` + svg(``),
		"nothing":            ``,
		"editor with script": svg(`<i:view xmlns:i="http://evil.example/editor"><script/></i:view>`),
	} {
		if kept, err := clean([]byte(drawing)); err == nil {
			t.Errorf("%s: taken as %s", name, kept)
		}
	}
}

func TestHonestDrawings(t *testing.T) {
	inside := `<style>.a{fill:url(#b);stroke:#fff}</style><linearGradient id="b"><stop offset="0"/></linearGradient>` +
		`<use xlink:href="#b"/><path class="a" d="M0 0" fill="url('#b')" filter="url(#b)"/>`
	noise := `<!-- made by --><sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"><g/></sodipodi:namedview>`
	got, err := clean([]byte(`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svg(noise+inside)))
	if want := `<?xml version="1.0" encoding="UTF-8"?>` + svg(inside) + "\n"; err != nil || string(got) != want {
		t.Errorf("%v: got\n%s, want\n%s", err, got, want)
	}
}

// The files of this repository are what the program writes.
func TestFilesAreClean(t *testing.T) {
	icons, err := filepath.Glob("../icons/*.svg")
	if err != nil || len(icons) < 2 {
		t.Fatalf("%d icons: %v", len(icons), err)
	}
	for _, path := range icons {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if cleaned, err := clean(raw); err != nil || !bytes.Equal(cleaned, raw) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

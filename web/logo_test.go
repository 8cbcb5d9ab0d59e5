package web

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
)

const drawingSVG = `<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:tool="http://tool.example/ns" viewBox="0 0 28 28">
  <title>Harbour</title><metadata><tool:note tool:made="yes"/></metadata>
  <style>.a{fill:#123456;stroke:url(#g)}</style>
  <defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
  <rect class="a" width="28" height="28" style="fill:url('#g')"/><use xlink:href="#g"/>
</svg>`

func tinyPNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tinyWebP(kind string) []byte {
	return []byte("RIFF\x0e\x00\x00\x00WEBPVP8" + kind + "\x02\x00\x00\x00ab")
}

func TestLogos(t *testing.T) {
	for name, test := range map[string]struct {
		body []byte
		want string
	}{
		"drawing":       {[]byte(drawingSVG), ".svg"},
		"own icon":      {mustRead("pages/icon.svg"), ".svg"},
		"with a mark":   {[]byte("\xef\xbb\xbf" + drawingSVG), ".svg"},
		"png":           {tinyPNG(t), ".png"},
		"webp":          {tinyWebP(" "), ".webp"},
		"lossless webp": {tinyWebP("L"), ".webp"},
	} {
		logo, err := NewLogo(test.body)
		if err != nil || logo.Extension != test.want || !bytes.Equal(logo.body, test.body) {
			t.Errorf("%s: %v, %v", name, logo, err)
		}
	}
}

func TestHostileLogosAreRefused(t *testing.T) {
	svg := func(inside string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + inside + `</svg>`
	}
	for name, body := range map[string]string{
		"empty":                   "",
		"text":                    "hello",
		"page":                    "<!doctype html><html><svg></svg></html>",
		"gif":                     "GIF89a" + strings.Repeat("x", 40),
		"too large":               svg("<!--" + strings.Repeat("x", MaxLogo) + "-->"),
		"png cut short":           "\x89PNG\r\n\x1a\nxx",
		"webp of a wrong length":  string(tinyWebP(" ")) + "more",
		"webp of no kind":         string(tinyWebP("?")),
		"script":                  svg("<script>alert(1)</script>"),
		"script by prefix":        `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>`,
		"script in capitals":      svg("<SCRIPT/>"),
		"handler":                 svg(`<rect onclick="alert(1)"/>`),
		"handler on the root":     `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"handler in a namespace":  svg(`<rect xlink:onload="x"/>`),
		"foreign object":          svg("<foreignObject/>"),
		"html inside":             svg(`<x:img xmlns:x="http://www.w3.org/1999/xhtml" src="#"/>`),
		"image":                   svg(`<image href="https://evil.example/x.png"/>`),
		"link":                    svg(`<a href="https://evil.example"/>`),
		"use of another file":     svg(`<use href="other.svg#a"/>`),
		"use of another, old way": svg(`<use xlink:href="//evil.example/a.svg#b"/>`),
		"script address":          svg(`<use href="javascript:alert(1)"/>`),
		"data address":            svg(`<use href="data:image/svg+xml,x"/>`),
		"animation":               svg(`<set attributeName="href" to="javascript:alert(1)"/>`),
		"animated":                svg(`<rect><animate attributeName="x"/></rect>`),
		"style with an address":   svg(`<style>rect{fill:url(https://evil.example)}</style>`),
		"style in parts":          svg(`<style>rect{fill:u<!-- -->rl(x)}</style>`),
		"style in parts of cdata": svg(`<style>@imp<![CDATA[ort "x";]]></style>`),
		"style behind an element": svg(`<style>rect{fill:red}<g/>@import "x";</style>`),
		"import":                  svg(`<style>@import "https://evil.example";</style>`),
		"escaped style":           svg(`<style>rect{fill:\75rl(x)}</style>`),
		"attribute with address":  svg(`<rect fill="url( 'https://evil.example' )"/>`),
		"style attribute":         svg(`<rect style="background:URL(//evil.example)"/>`),
		"cdata":                   svg(`<style><![CDATA[@import "x";]]></style>`),
		"base":                    svg(`<g xml:base="https://evil.example/"/>`),
		"doctype":                 `<!DOCTYPE svg [<!ENTITY a "b">]>` + svg("&a;"),
		"stylesheet":              `<?xml-stylesheet href="x.css"?>` + svg(""),
		"two roots":               svg("") + svg(""),
		"cut short":               `<svg xmlns="http://www.w3.org/2000/svg"><g>`,
		"no namespace":            "<svg><g/></svg>",
		"other root":              `<g xmlns="http://www.w3.org/2000/svg"><svg/></g>`,
		"other encoding":          `<?xml version="1.0" encoding="UTF-7"?>` + svg(""),
	} {
		logo, err := NewLogo([]byte(body))
		fault := (*Fault)(nil)
		if logo != nil || !errors.As(err, &fault) {
			t.Errorf("%s is a logo", name)
			continue
		}
		if !strings.HasSuffix(fault.Wrong, ".") || !strings.HasSuffix(fault.Remedy, ".") || fault.Wrong[0] < 'a' {
			t.Errorf("%s: no sentences: %q %q", name, fault.Wrong, fault.Remedy)
		}
	}
}

package web

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestStaticFiles(t *testing.T) {
	w := New(config())
	s := newServer(t, config())
	files := 0
	for _, path := range w.Routes() {
		if !strings.HasPrefix(path, "/assets/") && !isModule(path) {
			continue
		}
		files++
		resp, body := request(t, "GET", s.URL+path)
		want := contentTypes[path[strings.LastIndexByte(path, '.'):]]
		if got := resp.Header.Get("Content-Type"); got != want || want == "" {
			t.Errorf("%s: content type %q, want %q", path, got, want)
		}
		if resp.Header.Get("X-Content-Type-Options") != "nosniff" || resp.Header.Get("Cache-Control") != "no-cache" || body == "" {
			t.Errorf("%s: %v, %d bytes", path, resp.Header, len(body))
		}
		etag := resp.Header.Get("ETag")
		again, empty := request(t, "GET", s.URL+path, "If-None-Match", etag)
		if again.StatusCode != http.StatusNotModified || empty != "" || again.Header.Get("ETag") != etag {
			t.Errorf("%s: with its ETag %s, %d bytes", path, again.Status, len(empty))
		}
		if stale, _ := request(t, "GET", s.URL+path, "If-None-Match", `"other"`); stale.StatusCode != http.StatusOK {
			t.Errorf("%s: with another ETag %s", path, stale.Status)
		}
	}
	if files < 9 {
		t.Errorf("only %d files", files)
	}
}

func isModule(path string) bool {
	return strings.HasPrefix(path, "/sdk/") || strings.HasPrefix(path, "/elements/")
}

func TestModulesAloneAreOpenToOtherOrigins(t *testing.T) {
	s := newServer(t, config())
	for _, path := range New(config()).Routes() {
		resp, _ := request(t, "GET", s.URL+path, "Origin", "https://app.example.com")
		open := resp.Header.Get("Access-Control-Allow-Origin") != ""
		if open != isModule(path) {
			t.Errorf("%s: open to other origins: %v", path, open)
		}
		if resp.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s allows credentials", path)
		}
	}
}

// What is served is made from the sources, all of them, and nothing that is for developers only.
func TestEverySourceIsServed(t *testing.T) {
	routes := New(config()).Routes()
	for _, pattern := range []string{"sdk/*", "elements/*"} {
		sources, err := filepath.Glob(pattern)
		if err != nil || len(sources) == 0 {
			t.Fatal(pattern, err)
		}
		for _, source := range sources {
			wanted := filepath.Ext(source) == ".js" && !strings.HasSuffix(source, ".test.js") && !strings.HasSuffix(source, ".page.js") && filepath.Base(source) != "types.js"
			if slices.Contains(routes, "/"+source) != wanted {
				t.Errorf("%s is served: %v; `make generate` brings dist/ up to date", source, !wanted)
			}
		}
	}
	for _, route := range routes {
		if _, err := os.Stat(strings.TrimPrefix(route, "/")); isModule(route) && route != npmPath && err != nil {
			t.Errorf("%s has no source; `make generate` brings dist/ up to date", route)
		}
	}
}

// A page names every module that it will load, and no other.
func TestShellsNameTheirModules(t *testing.T) {
	for entry, want := range map[string]string{
		"a.js":   "a.js b.js c/d.js e.js",
		"c/d.js": "b.js c/d.js e.js",
		"e.js":   "e.js",
	} {
		scripts := map[string][]byte{
			"a.js":   []byte(`import{x}from"./b.js";import"./c/d.js";const y=import(` + "`./lang.${z}.js`" + `)`),
			"b.js":   []byte(`export*from"./c/d.js";import z from"elsewhere"`),
			"c/d.js": []byte(`export{a}from"../b.js";import*as e from"../e.js";import"./gone.js"`),
			"e.js":   []byte(`const text='from "a.js"'`),
		}
		if got := strings.Join(needs(scripts, entry), " "); got != want {
			t.Errorf("%s needs %q, want %q", entry, got, want)
		}
	}
	got := needs(modules(), "elements/setup.js")
	for _, want := range []string{"sdk/latchkey.js", "elements/element.js", "elements/dom.js", "elements/style.js", "elements/failure.js", "elements/messages.js", "elements/setup.js"} {
		if !slices.Contains(got, want) {
			t.Errorf("/setup does not name %s", want)
		}
	}
}

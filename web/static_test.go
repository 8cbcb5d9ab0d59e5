package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestStaticFiles(t *testing.T) {
	w := New(config())
	s := newServer(t, config())
	files := 0
	for _, path := range w.Routes() {
		if !strings.HasPrefix(path, "/assets/") && !strings.HasPrefix(path, "/sdk/") {
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

func TestOnlyTheSDKIsOpenToOtherOrigins(t *testing.T) {
	s := newServer(t, config())
	for _, path := range New(config()).Routes() {
		resp, _ := request(t, "GET", s.URL+path, "Origin", "https://app.example.com")
		open := resp.Header.Get("Access-Control-Allow-Origin") != ""
		if open != (path == "/sdk/latchkey.js") {
			t.Errorf("%s: open to other origins: %v", path, open)
		}
		if resp.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s allows credentials", path)
		}
	}
}

package authenticators_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/web/authenticators"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>`

func dataURL(mediaType, body string) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString([]byte(body))
}

func file(t *testing.T, entries map[string]map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestIcons(t *testing.T) {
	both, one, none := uuid.New(), uuid.New(), uuid.New()
	icons, notes, err := authenticators.ReadIcons(file(t, map[string]map[string]any{
		both.String(): {"friendlyNames": map[string]string{"en-US": "Both"}, "icon": dataURL("image/svg+xml", drawing), "iconDark": dataURL("image/png", drawing+"\n")},
		one.String():  {"name": "One", "icon_light": dataURL("image/svg+xml", drawing)},
		none.String(): {"name": "None"},
	}))
	if err != nil || len(notes) != 0 {
		t.Fatal(err, notes)
	}
	light, dark := icons.Paths(both)
	if light != authenticators.Path+both.String()+"-light" || dark != authenticators.Path+both.String()+"-dark" {
		t.Errorf("got %q and %q", light, dark)
	}
	if light, dark := icons.Paths(one); light == "" || dark != light {
		t.Errorf("the only icon serves both backgrounds: got %q and %q", light, dark)
	}
	if light, dark := icons.Paths(none); light != "" || dark != "" {
		t.Errorf("got %q and %q, want none", light, dark)
	}
	for _, path := range []string{light, dark} {
		icon, ok := icons.Icon(strings.TrimPrefix(path, authenticators.Path))
		if !ok {
			t.Fatal(path, "is not there")
		}
		get := func(etag string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("GET", path, nil)
			r.Header.Set("If-None-Match", etag)
			w := httptest.NewRecorder()
			icon.ServeHTTP(w, r)
			return w
		}
		got := get("")
		for header, want := range map[string]string{
			"Content-Type":           "image/svg+xml", // by the content, whatever the file says
			"X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
			"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox", "Cache-Control": "public, max-age=86400",
		} {
			if got.Header().Get(header) != want {
				t.Errorf("%s: %s is %q, want %q", path, header, got.Header().Get(header), want)
			}
		}
		if again := get(got.Header().Get("ETag")); got.Code != 200 || again.Code != 304 {
			t.Errorf("%s: got %d and asked again %d, want 200 and 304", path, got.Code, again.Code)
		}
	}
	for _, name := range []string{"", none.String() + "-light", both.String(), strings.ToUpper(both.String()) + "-light", both.String() + "-light/"} {
		if _, ok := icons.Icon(name); ok {
			t.Errorf("%q is there", name)
		}
	}
	var nothing *authenticators.Icons
	if light, _ := nothing.Paths(both); light != "" {
		t.Error("without a file there is", light)
	}
	if _, ok := nothing.Icon(both.String() + "-light"); ok {
		t.Error("without a file there is an icon")
	}
}

// What could do more than be looked at is left out; what is no file of icons is refused.
func TestHostileIcons(t *testing.T) {
	good := uuid.NewString()
	for name, url := range map[string]any{
		"script":         dataURL("image/svg+xml", strings.Replace(drawing, "<path", "<script>alert(1)</script><path", 1)),
		"handler":        dataURL("image/svg+xml", strings.Replace(drawing, "<path", `<path onload="alert(1)"`, 1)),
		"loading":        dataURL("image/svg+xml", strings.Replace(drawing, "<path", `<image href="https://evil.example/"/><path`, 1)),
		"as an image":    dataURL("image/png", "<!doctype html><script>alert(1)</script>"),
		"large":          dataURL("image/svg+xml", drawing+strings.Repeat(" ", 16<<10)),
		"another scheme": "https://evil.example/x.svg",
		"a page":         dataURL("text/html", drawing),
		"not base64":     "data:image/svg+xml;base64,%%%",
		"not encoded":    "data:image/svg+xml," + drawing,
	} {
		bad := uuid.New()
		icons, notes, err := authenticators.ReadIcons(file(t, map[string]map[string]any{
			good: {"icon": dataURL("image/svg+xml", drawing)}, bad.String(): {"icon": url},
		}))
		if err != nil || len(notes) != 1 || !strings.HasPrefix(notes[0], bad.String()+"-light: ") {
			t.Errorf("%s: %v, notes %v", name, err, notes)
			continue
		}
		if light, _ := icons.Paths(bad); light != "" {
			t.Errorf("%s is served", name)
		}
	}
	for _, raw := range []string{"", "[]", "{}", `{"x": {}}`, `{"` + good + `": {}}`, `{"{` + good + `}": {"icon": "data:"}}`, `{"` + good + `": {"icon": 1}}`} {
		if icons, _, err := authenticators.ReadIcons([]byte(raw)); err == nil {
			t.Errorf("%s is taken: %v", raw, icons)
		}
	}
}

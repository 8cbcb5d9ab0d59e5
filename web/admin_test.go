package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func newConsole(t *testing.T, cfg Config) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(NewConsole(cfg).Handler())
	t.Cleanup(s.Close)
	return s
}

// The console is a shell like the pages: the same for every request.
func TestConsoleIsAShell(t *testing.T) {
	cfg := config()
	cfg.FrameAncestors = []string{"https://app.example.com"}
	public := cfg
	public.Console = true
	for _, test := range []struct {
		name     string
		server   *httptest.Server
		base     string
		here     bool
		pictures string
	}{
		{"on the public listener", newServer(t, public), "/auth", true, "img-src 'self' data:;"},
		{"on the admin listener", newConsole(t, cfg), "", false, "img-src 'self' data: https://passkeys.example.com;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp, body := request(t, "GET", test.server.URL+"/admin")
			if resp.StatusCode != http.StatusOK || !strings.Contains(body, "<title>Admin console · Harbour &amp; Co</title>") ||
				!strings.Contains(body, `<script type="module" src="`+test.base+`/admin/admin.js">`) || strings.Contains(body, "ZgotmplZ") {
				t.Fatalf("%s\n%s", resp.Status, body)
			}
			for name, want := range map[string]string{
				"base-url": test.base, "login-url": "https://id.example.com/self-service/login/browser",
				"step-up-url": "https://passkeys.example.com/auth/step-up", "setup-url": "https://passkeys.example.com/auth/setup",
			} {
				if got := setting(t, body, name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if _, here := attribute(t, body, "step-up-here"); here != test.here {
				t.Errorf("it asks for a passkey itself: %v", here)
			}
			// The console is never framed, even where the pages are.
			policy := resp.Header.Get("Content-Security-Policy")
			if !strings.HasSuffix(policy, "frame-ancestors 'none'") || resp.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(policy, test.pictures) {
				t.Errorf("the policy is %s", policy)
			}
			if resp.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("it may be kept: %v", resp.Header)
			}
			for _, named := range regexp.MustCompile(`modulepreload" href="([^"]+)"`).FindAllStringSubmatch(body, -1) {
				path := strings.TrimPrefix(html.UnescapeString(named[1]), test.base)
				if got, _ := request(t, "GET", test.server.URL+path); got.StatusCode != http.StatusOK {
					t.Errorf("%s: %s", path, got.Status)
				}
			}
			if post, _ := request(t, "POST", test.server.URL+"/admin"); post.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("POST: %s", post.Status)
			}
			german, body := request(t, "GET", test.server.URL+"/admin", "Accept-Language", "de")
			if german.Header.Get("Content-Language") != "de" || !strings.Contains(body, "<title>Admin-Konsole · ") || !strings.Contains(body, "messages.de.admin.js") {
				t.Errorf("in German:\n%s", body)
			}
		})
	}
}

// Where the console is not public, none of its files are served, and other origins cannot load its scripts.
func TestConsoleStaysWhereItIsServed(t *testing.T) {
	pages, console := New(config()), NewConsole(config())
	sources, err := filepath.Glob("admin/*.js")
	if err != nil || len(sources) < 10 {
		t.Fatal(sources, err)
	}
	for _, path := range append([]string{"admin"}, sources...) {
		if slices.Contains(pages.Routes(), "/"+path) {
			t.Errorf("/%s is public", path)
		}
		if !slices.Contains(console.Routes(), "/"+path) {
			t.Errorf("/%s is not served; `make generate` brings dist/ up to date", path)
		}
	}
	for _, page := range pageNames {
		if slices.Contains(console.Routes(), "/"+page) {
			t.Errorf("the admin listener has /%s", page)
		}
	}
	s := newConsole(t, config())
	for _, path := range console.Routes() {
		resp, body := request(t, "GET", s.URL+path, "Origin", "https://app.example.com")
		if resp.StatusCode != http.StatusOK && path != "/" || body == "" {
			t.Errorf("%s: %s", path, resp.Status)
		}
		if _, err := os.Stat(strings.TrimPrefix(path, "/")); strings.HasPrefix(path, "/admin/") && err != nil {
			t.Errorf("%s has no source; `make generate` brings dist/ up to date", path)
		}
		if resp.Header.Get("Access-Control-Allow-Origin") != "" && !isModule(path) {
			t.Errorf("%s is open to other origins", path)
		}
	}
}

// Each view names the messages files that it needs, and each of them exists.
func TestViewsOfTheConsoleHaveTheirSentences(t *testing.T) {
	named := map[string]bool{"admin": true}
	sections := regexp.MustCompile(`export const sections = \[([^\]]*)\]`)
	keys := regexp.MustCompile("['`](admin(?:-[a-z]+)?\\.[a-z_]+)['`]")
	english := mustLanguages().messages["en"]
	sources, _ := filepath.Glob("admin/*.js")
	for _, source := range sources {
		script, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range sections.FindAllStringSubmatch(string(script), -1) {
			for _, section := range strings.Split(found[1], ",") {
				named[strings.Trim(section, ` '`)] = true
			}
		}
		for _, found := range keys.FindAllStringSubmatch(string(script), -1) {
			if english[found[1]] == "" {
				t.Errorf("%s: there is no sentence %s", source, found[1])
			}
		}
	}
	files, _ := filepath.Glob("elements/messages.en.admin*.js")
	for _, file := range files {
		section := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "messages.en."), ".js")
		if !named[section] {
			t.Errorf("no view names %s", section)
		}
		delete(named, section)
	}
	for section := range named {
		t.Errorf("there are no sentences %s", section)
	}
}

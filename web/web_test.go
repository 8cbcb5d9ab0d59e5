package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPagesAreShellsForEverybody(t *testing.T) {
	s := newServer(t, config())
	for _, name := range pageNames {
		t.Run(name, func(t *testing.T) {
			resp, body := request(t, "GET", s.URL+"/"+name)
			if resp.StatusCode != http.StatusOK {
				t.Fatalf("GET: %s", resp.Status)
			}
			for _, want := range []string{
				`<html lang="en" dir="ltr">`, `<main>`, `<noscript><p class="notice">This page needs JavaScript`, " · Harbour &amp; Co</title>",
				`<script type="module" src="/auth/elements/` + name + `.js">`, "<latchkey-" + name + " ", "</latchkey-" + name + ">",
			} {
				if !strings.Contains(body, want) {
					t.Errorf("body lacks %s", want)
				}
			}
			if strings.Count(body, "<latchkey-") != 1 || setting(t, body, "base-url") != "/auth" || setting(t, body, "home-url") != "https://passkeys.example.com/auth" || setting(t, body, "heading-level") != "1" {
				t.Errorf("the element is not as it should be in\n%s", body)
			}
			if strings.Contains(body, "{app}") || strings.Contains(body, "ZgotmplZ") {
				t.Errorf("unfilled or refused value in\n%s", body)
			}
			head, empty := request(t, "HEAD", s.URL+"/"+name)
			if head.StatusCode != http.StatusOK || empty != "" || head.ContentLength != resp.ContentLength {
				t.Errorf("HEAD: %s, %d bytes, length %d instead of %d", head.Status, len(empty), head.ContentLength, resp.ContentLength)
			}
			if post, _ := request(t, "POST", s.URL+"/"+name); post.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("POST: %s", post.Status)
			}
		})
	}
}

func TestPageHeaders(t *testing.T) {
	s := newServer(t, config())
	want := map[string]string{
		"Content-Type":  "text/html; charset=utf-8",
		"Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"Content-Language":           "en",
		"Vary":                       "Accept-Language, Cookie",
		"X-Frame-Options":            "DENY",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
	}
	for _, name := range pageNames {
		for _, method := range []string{"GET", "HEAD"} {
			resp, _ := request(t, method, s.URL+"/"+name)
			for header, value := range want {
				if got := resp.Header.Get(header); got != value {
					t.Errorf("%s /%s: %s is %q, want %q", method, name, header, got, value)
				}
			}
		}
	}
}

// The policy above forbids all of this; a page that had it would be broken in browsers only.
func TestPagesHaveNothingInlineAndNothingForeign(t *testing.T) {
	s := newServer(t, config())
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|="javascript:|<script(?:\s[^>]*)?>[^<]|<form[^>]*\saction=`)
	loaded := regexp.MustCompile(`(?:\ssrc|srcset|<link[^>]*href)="([^"]*)"`)
	for _, name := range pageNames {
		_, body := request(t, "GET", s.URL+"/"+name)
		if found := inline.FindString(body); found != "" {
			t.Errorf("/%s has %q", name, found)
		}
		files := loaded.FindAllStringSubmatch(body, -1)
		if len(files) < 6 {
			t.Errorf("/%s loads only %d files", name, len(files))
		}
		for _, file := range files {
			path, ours := strings.CutPrefix(file[1], "/auth/")
			if !ours {
				t.Errorf("/%s loads %s", name, file[1])
				continue
			}
			if resp, _ := request(t, "GET", s.URL+"/"+path); resp.StatusCode != http.StatusOK {
				t.Errorf("/%s loads %s: %s", name, path, resp.Status)
			}
		}
	}
}

func TestReturnToReachesTheShellUnchanged(t *testing.T) {
	s := newServer(t, config())
	for _, allowed := range []string{
		"https://app.example.com/a?x=1&y=%20%22#frag",
		"https://app.example.com/?url=https://other.example.com/",
		`https://app.example.com/?q="><script>alert(1)</script>`,
		"https://app.example.com/?next='%3Cb%3E{{.}}",
		"/passkeys",
	} {
		for _, name := range pageNames {
			_, body := request(t, "GET", s.URL+"/"+name+"?return_to="+url.QueryEscape(allowed))
			if got := setting(t, body, "return-to"); got != allowed {
				t.Errorf("/%s: return-to is %q, want %q", name, got, allowed)
			}
			if strings.Contains(body, "<script>") || strings.Contains(body, "<b>") {
				t.Errorf("/%s: markup of %q got through", name, allowed)
			}
		}
	}
}

// ReturnTo answers for its prefixes; here it lets everything pass, and still nothing that runs or leaves by a trick.
func TestHostileReturnToIsDropped(t *testing.T) {
	s := newServer(t, config())
	for _, hostile := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
		"//evil.example.com", `/\evil.example.com`, `\\evil.example.com`, "/\t/evil.example.com", "https:evil.example.com",
		"https:///evil", "evil.example.com", "ftp://evil.example.com/", "https://app.example.com/\x00", "%",
	} {
		for _, name := range pageNames {
			_, body := request(t, "GET", s.URL+"/"+name+"?return_to="+url.QueryEscape(hostile))
			if got := setting(t, body, "return-to"); got != "/auth/passkeys" {
				t.Errorf("/%s: %q became %q", name, hostile, got)
			}
			if strings.Contains(body, "evil") || strings.Contains(body, "alert(1)") {
				t.Errorf("/%s: %q is in the page", name, hostile)
			}
		}
	}
}

func TestReturnToOfTheConfiguredRule(t *testing.T) {
	cfg := config()
	var asked []string
	cfg.ReturnTo = func(raw string) string { asked = append(asked, raw); return "https://app.example.com/home" }
	s := newServer(t, cfg)
	_, body := request(t, "GET", s.URL+"/setup?return_to=https://evil.example.com/")
	if got := setting(t, body, "return-to"); got != "https://app.example.com/home" || strings.Contains(body, "evil") {
		t.Errorf("return-to is %q", got)
	}
	request(t, "GET", s.URL+"/setup")
	if want := []string{"https://evil.example.com/", ""}; !slices.Equal(asked, want) {
		t.Errorf("the rule was asked for %q, want %q", asked, want)
	}

	bare := newServer(t, Config{BaseURL: "http://localhost:4477/", KratosURL: "http://localhost:4433/"})
	_, body = request(t, "GET", bare.URL+"/setup?return_to=https://evil.example.com/")
	if got := setting(t, body, "return-to"); got != "/passkeys" {
		t.Errorf("without a rule return-to is %q", got)
	}
}

func TestKratosLoginComesBack(t *testing.T) {
	s := newServer(t, config())
	for path, want := range map[string]string{
		"/setup":                    "https://passkeys.example.com/auth/setup",
		"/setup?return_to=/x%3Fa=b": "https://passkeys.example.com/auth/setup?return_to=%2Fx%3Fa%3Db",
		"/passkeys":                 "https://passkeys.example.com/auth/passkeys",
		"/step-up":                  "https://passkeys.example.com/auth/step-up",
		"/login":                    "https://app.example.com/",
		"/login?return_to=/x":       "https://passkeys.example.com/x",
	} {
		_, body := request(t, "GET", s.URL+path)
		login, err := url.Parse(setting(t, body, "login-url"))
		if err != nil {
			t.Fatal(err)
		}
		back := login.Query().Get("return_to")
		login.RawQuery = ""
		if login.String() != "https://id.example.com/self-service/login/browser" || back != want {
			t.Errorf("%s: login at %s comes back to %q, want %q", path, login, back, want)
		}
	}
}

func TestHostileAppNameIsText(t *testing.T) {
	cfg := config()
	cfg.AppName = `</title><script>alert(1)</script>"`
	s := newServer(t, cfg)
	for _, name := range pageNames {
		_, body := request(t, "GET", s.URL+"/"+name)
		if strings.Contains(body, "<script>") || strings.Count(body, "</title>") != 1 {
			t.Errorf("/%s: the name is markup", name)
		}
		if got := setting(t, body, "app-name"); got != cfg.AppName {
			t.Errorf("/%s: app-name is %q", name, got)
		}
	}
}

func TestBareAddressGoesToPasskeys(t *testing.T) {
	s := newServer(t, config())
	resp, _ := request(t, "GET", s.URL+"/")
	if resp.StatusCode != http.StatusFound || resp.Header.Get("Location") != "/auth/passkeys" {
		t.Errorf("%s to %q", resp.Status, resp.Header.Get("Location"))
	}
	if resp, _ := request(t, "GET", s.URL+"/nothing"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("unknown path: %s", resp.Status)
	}
}

func TestRoutesAreAnswered(t *testing.T) {
	w := New(config())
	s := httptest.NewServer(w.Handler())
	defer s.Close()
	for _, want := range []string{"/", "/setup", "/login", "/passkeys", "/step-up", "/recover", "/sdk/latchkey.js", "/elements/setup.js",
		"/elements/messages.en.js", "/assets/page.css"} {
		if !slices.Contains(w.Routes(), want) {
			t.Errorf("no route %s", want)
		}
	}
	for _, path := range w.Routes() {
		for _, method := range []string{"GET", "HEAD"} {
			if resp, _ := request(t, method, s.URL+path); resp.StatusCode >= 400 {
				t.Errorf("%s %s: %s", method, path, resp.Status)
			}
		}
	}
}

// A page and all it loads, in any language; icons aside.
func TestPagesStaySmall(t *testing.T) {
	const limit = 60_000
	s := newServer(t, config())
	loaded := regexp.MustCompile(`<link rel="(?:stylesheet|modulepreload)" href="/auth([^"]*)"`)
	for _, lang := range mustLanguages().names {
		for _, name := range pageNames {
			_, body := request(t, "GET", s.URL+"/"+name+"?lang="+lang)
			total, files := len(body), loaded.FindAllStringSubmatch(body, -1)
			for _, file := range files {
				_, content := request(t, "GET", s.URL+file[1])
				total += len(content)
			}
			if total > limit || len(files) < 8 {
				t.Errorf("/%s in %s is %d bytes in %d files, more than %d", name, lang, total, len(files), limit)
			}
			t.Logf("/%s in %s: %d bytes", name, lang, total)
		}
	}
}

// Whom Kratos sent here goes back to the flow they came from, whatever the token looks like.
func TestInteractionGoesBackToKratos(t *testing.T) {
	cfg := config()
	cfg.Session = "cookie"
	_, body := request(t, http.MethodGet, newServer(t, cfg).URL+"/login?interaction=a%22b")
	if !strings.Contains(body, `login-url="/auth/oauth2/deny?interaction=a%22b"`) {
		t.Error("the other way does not lead back to Kratos:", body)
	}
	if got := setting(t, body, "session"); got != "cookie" {
		t.Errorf("the page asks for session %q", got)
	}
	if got := setting(t, body, "interaction"); got != `a"b` {
		t.Errorf("the element is given interaction %q", got)
	}
	if got := setting(t, body, "restart-url"); got != "/auth/login" {
		t.Errorf("when the interaction is over, the user signs in at %q", got)
	}
	_, body = request(t, http.MethodGet, newServer(t, config()).URL+"/login")
	if _, asked := attribute(t, body, "session"); asked {
		t.Error("a session is asked for where logins make none")
	}
	if _, asked := attribute(t, body, "interaction"); asked {
		t.Error("an interaction out of nothing")
	}
}

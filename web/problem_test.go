package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// problemPage is the page of a failed request.
func problemPage(w *Web, method, target, code string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rw := httptest.NewRecorder()
	w.ServeProblem(rw, r, http.StatusTeapot, code, "id-4711")
	return rw
}

// Every code of the contract has a page with words, a way out and what support asks for, in every language.
func TestProblemPages(t *testing.T) {
	w := New(config())
	links := regexp.MustCompile(`<a class="button[^"]*" href="([^"]*)">([^<]+)</a>`)
	for _, lang := range w.languages.names {
		for _, code := range append(strings.Fields(serverCodes), "of_a_newer_version") {
			rw := problemPage(w, "GET", "/nothing", code, "Accept-Language", lang)
			body := rw.Body.String()
			if rw.Code != http.StatusTeapot || rw.Header().Get("Content-Language") != w.languages.messages[lang]["lang"] || rw.Header().Get("Content-Type") != "text/html; charset=utf-8" ||
				!strings.Contains(rw.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'") {
				t.Errorf("%s in %s: %d %v", code, lang, rw.Code, rw.Header())
			}
			what, next := w.explain(lang, code, "what"), w.explain(lang, code, "next")
			if what == "" || next == "" || !strings.Contains(body, "id-4711") || !strings.Contains(body, "<dd>"+code+"</dd>") ||
				strings.Contains(body, "{app}") || strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "<script") {
				t.Errorf("%s in %s:\n%s", code, lang, body)
			}
			found := links.FindAllStringSubmatch(body, -1)
			if again := passing[code]; len(found) != map[bool]int{true: 2, false: 1}[again] {
				t.Errorf("%s in %s leads to %q", code, lang, found)
			}
		}
	}
}

func TestWaysOutOfProblems(t *testing.T) {
	withSession := config()
	withSession.Session = "cookie"
	const atKratos = "https://id.example.com/self-service/login/browser?return_to=https%3A%2F%2Fpasskeys.example.com%2Fauth%2Fpasskeys"
	for _, c := range []struct {
		w                    *Web
		method, target, code string
		again                bool
		onward               string
	}{
		{New(config()), "GET", "/nothing", "not_found", false, "/auth/passkeys"},
		{New(config()), "GET", "/nothing?lang=de&return_to=/x", "not_found", false, "/auth/passkeys?lang=de&amp;return_to=%2Fx"},
		{New(config()), "GET", "/v1/session", "unauthenticated", false, atKratos},
		{New(withSession), "GET", "/v1/session", "unauthenticated", false, "/auth/login"},
		{New(withSession), "GET", "/oauth2/deny", "ceremony_invalid", false, "/auth/login"},
		{New(config()), "GET", "/oauth2/authorize", "store_unavailable", true, "/auth/passkeys"},
		{New(config()), "POST", "/v1/login/begin", "rate_limited", false, "/auth/passkeys"},
		{New(config()), "GET", "/admin/v1/me", "aal2_required", false, "/auth/step-up"},
		{New(config()), "GET", "/admin/v1/me", "enrolment_required", false, "/auth/setup"},
		{NewConsole(config()), "GET", "/nothing", "unauthenticated", false, "/admin"},
	} {
		body := problemPage(c.w, c.method, c.target, c.code).Body.String()
		onward := `<a class="button primary" href="` + c.onward + `">`
		if c.again {
			onward = `<a class="button" href="` + c.onward + `">`
		}
		if !strings.Contains(body, onward) || strings.Contains(body, `href=""`) != c.again {
			t.Errorf("%s %s: %s does not lead to %s:\n%s", c.method, c.target, c.code, c.onward, body)
		}
	}
}

// Nothing of a request is in its page but the language and a return_to that is allowed.
func TestProblemPagesRepeatNothing(t *testing.T) {
	cfg := config()
	cfg.AppName = `<script>alert(1)</script>`
	cfg.ReturnTo = func(string) string { return "/passkeys" }
	w := New(cfg)
	r := httptest.NewRequest("GET", `/evil/%3Cscript%3E?return_to=https://evil.example/&interaction=evil&gate=evil&passkey=evil&lang=evil`, nil)
	r.Header.Set("Referer", "https://evil.example/")
	rw := httptest.NewRecorder()
	w.ServeProblem(rw, r, 404, "not_found", `"><script>alert(1)</script>`)
	if body := rw.Body.String(); strings.Contains(body, "evil") || strings.Contains(body, "<script>") {
		t.Error(body)
	}
	if vary := strings.Join(rw.Header().Values("Vary"), ","); vary != "Accept-Language, Cookie,Accept" {
		t.Errorf("Vary: %s", vary)
	}
}

// The bare address leads to the passkeys of users who are signed in, and others to sign in, if that is possible here.
func TestBareAddress(t *testing.T) {
	cfg := config()
	cfg.SignedIn = func(r *http.Request) bool { return r.Header.Get("Cookie") == "ory_kratos_session=x" }
	bare := New(cfg)
	cfg.Session = "cookie"
	w := New(cfg)
	for _, c := range []struct {
		w                      *Web
		target, cookie, onward string
	}{
		{w, "/", "", "/auth/login"},
		{w, "/", "ory_kratos_session=x", "/auth/passkeys"},
		{w, "/?lang=de", "", "/auth/login?lang=de"},
		{bare, "/", "", "/auth/passkeys"},
		{NewConsole(cfg), "/", "", "/admin"},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r := httptest.NewRequest(method, c.target, nil)
			r.Header.Set("Cookie", c.cookie)
			rw := httptest.NewRecorder()
			c.w.Handler().ServeHTTP(rw, r)
			if rw.Code != http.StatusFound || rw.Header().Get("Location") != c.onward || rw.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s with %q: %d to %q, want %q", method, c.target, c.cookie, rw.Code, rw.Header().Get("Location"), c.onward)
			}
		}
	}
}

// An address where nothing is can be read in each language; a request that failed otherwise is not repeated for that.
func TestSwitcherOfProblems(t *testing.T) {
	w := New(config())
	for _, test := range []struct {
		w            *Web
		method, code string
		switches     bool
	}{
		{w, "GET", "not_found", true}, {w, "POST", "not_found", false}, {w, "GET", "internal", false}, {w, "GET", "ceremony_spent", false},
		{NewConsole(config()), "GET", "not_found", false},
	} {
		body := problemPage(test.w, test.method, "/nothing?return_to=/x&gate=sealed", test.code).Body.String()
		if strings.Contains(body, `<button name="lang" value="de"`) != test.switches || strings.Contains(body, "sealed") {
			t.Errorf("%s, %s: want a switcher: %v, and nothing of the request:\n%s", test.method, test.code, test.switches, body)
		}
	}
	rw := problemPage(w, "GET", "/nothing?lang=de", "not_found", "Sec-Fetch-Site", "same-origin")
	if rw.Header().Get("Content-Language") != "de" || len(rw.Result().Cookies()) != 1 {
		t.Errorf("the choice is not remembered: %v", rw.Header())
	}
}

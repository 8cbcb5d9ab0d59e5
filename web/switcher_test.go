package web

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// The switcher leads to the same page in each language, and the next page remembers the choice.
func TestSwitcher(t *testing.T) {
	s := newServer(t, config())
	query := url.Values{"return_to": {"https://app.example.com/?a=1&b=\"><script>"}, "interaction": {"sealed"}}
	_, body := request(t, "GET", s.URL+"/login?"+query.Encode(), "Accept-Language", "de")
	links := regexp.MustCompile(`<a href="(\?[^"]*)" lang="([^"]*)" hreflang="[^"]*" dir="[^"]*"( aria-current="true")?>`).FindAllStringSubmatch(body, -1)
	if len(links) != len(mustLanguages().names) {
		t.Fatalf("%d languages of %d in\n%s", len(links), len(mustLanguages().names), body)
	}
	for _, link := range links {
		if (link[2] == "de") != (link[3] != "") {
			t.Errorf("the current language is %s: %s", link[2], link[0])
		}
		address := html.UnescapeString(link[1])
		resp, there := request(t, "GET", s.URL+"/login"+address, "Sec-Fetch-Site", "same-origin", "Accept-Language", "de")
		if resp.Header.Get("Content-Language") != link[2] || setting(t, there, "return-to") != query.Get("return_to") ||
			setting(t, there, "interaction") != "sealed" {
			t.Errorf("%s leads to %s\n%s", address, resp.Header.Get("Content-Language"), there)
		}
		cookies := resp.Cookies()
		if len(cookies) != 1 || cookies[0].Path != "/auth/" || !cookies[0].Secure {
			t.Fatalf("%s: cookies %v", link[2], cookies)
		}
		next, _ := request(t, "GET", s.URL+"/passkeys", "Cookie", cookies[0].Name+"="+cookies[0].Value, "Accept-Language", "de")
		if next.Header.Get("Content-Language") != link[2] {
			t.Errorf("the next page after %s is %s", link[2], next.Header.Get("Content-Language"))
		}
	}
}

func TestOnlyTheSwitcherIsRemembered(t *testing.T) {
	s := newServer(t, config())
	for _, test := range []struct{ query, site string }{
		{"?lang=de", "cross-site"}, {"?lang=de", "none"}, {"?lang=de", ""}, {"", "same-origin"}, {"?lang=tlh", "same-origin"},
	} {
		if resp, _ := request(t, "GET", s.URL+"/login"+test.query, "Sec-Fetch-Site", test.site); len(resp.Cookies()) > 0 {
			t.Errorf("%s from %q sets %v", test.query, test.site, resp.Cookies())
		}
	}
	resp, _ := request(t, "GET", s.URL+"/login", "Cookie", languageCookie+"=../x", "Accept-Language", "de")
	if got := resp.Header.Get("Content-Language"); got != "de" {
		t.Errorf("an unknown language in the cookie: %s", got)
	}
	// A link repeats the query for each language, so not one of any length.
	if _, body := request(t, "GET", s.URL+"/login?gate="+strings.Repeat("y", 2*maxKeptQuery)); strings.Contains(body, strings.Repeat("y", maxKeptQuery)) {
		t.Error("the page repeats a long query")
	}
}

// Staff have the console in fewer languages than users have the pages.
func TestConsoleHasItsOwnLanguages(t *testing.T) {
	all := mustLanguages()
	for _, name := range all.names {
		want := "en"
		if all.messages[name]["admin.title"] != "" {
			want = name
		}
		cfg := config()
		cfg.Console = true
		resp, body := request(t, "GET", newServer(t, cfg).URL+"/admin", "Accept-Language", name)
		if got := resp.Header.Get("Content-Language"); got != want || strings.Contains(body, `class="languages"`) {
			t.Errorf("%s: the console is in %s\n%s", name, got, body)
		}
	}
}

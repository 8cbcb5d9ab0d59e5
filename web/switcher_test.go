package web

import (
	"html"
	"net/url"
	"regexp"
	"testing"
)

// The switcher leads to the same page in each language, with its query, and the next page remembers the choice.
func TestSwitcher(t *testing.T) {
	s := newServer(t, config())
	query := url.Values{"return_to": {"https://app.example.com/?a=1&b=\"><script>"}, "interaction": {"sealed"}}
	_, body := request(t, "GET", s.URL+"/login?"+query.Encode(), "Accept-Language", "de")
	repeated := url.Values{}
	for _, input := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(body, -1) {
		repeated.Set(input[1], html.UnescapeString(input[2]))
	}
	buttons := regexp.MustCompile(`<button name="lang" value="([^"]*)" lang="([^"]*)"( dir="rtl")?( aria-current="true")?>`).FindAllStringSubmatch(body, -1)
	if len(buttons) != len(mustLanguages().names) {
		t.Fatalf("%d languages of %d in\n%s", len(buttons), len(mustLanguages().names), body)
	}
	for _, button := range buttons {
		if (button[2] == "de") != (button[4] != "") || (button[2] == "ar") != (button[3] != "") {
			t.Errorf("the current language is %s: %s", button[2], button[0])
		}
		repeated.Set("lang", button[1])
		resp, there := request(t, "GET", s.URL+"/login?"+repeated.Encode(), "Sec-Fetch-Site", "same-origin", "Accept-Language", "de")
		if resp.Header.Get("Content-Language") != button[2] || setting(t, there, "return-to") != query.Get("return_to") ||
			setting(t, there, "interaction") != "sealed" {
			t.Errorf("%s leads to %s\n%s", button[1], resp.Header.Get("Content-Language"), there)
		}
		cookies := resp.Cookies()
		if len(cookies) != 1 || cookies[0].Path != "/auth/" || !cookies[0].Secure {
			t.Fatalf("%s: cookies %v", button[2], cookies)
		}
		next, _ := request(t, "GET", s.URL+"/passkeys", "Cookie", cookies[0].Name+"="+cookies[0].Value, "Accept-Language", "de")
		if next.Header.Get("Content-Language") != button[2] {
			t.Errorf("the next page after %s is %s", button[2], next.Header.Get("Content-Language"))
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
		if got := resp.Header.Get("Content-Language"); got != want {
			t.Errorf("%s: the console is in %s\n%s", name, got, body)
		}
		buttons := regexp.MustCompile(`<button name="lang" value="([a-z]+)"[^>]*?( aria-current="true")?>`).FindAllStringSubmatch(body, -1)
		if len(buttons) != 2 || buttons[0][1] != "en" || buttons[1][1] != "de" || (buttons[1][2] != "") != (want == "de") {
			t.Errorf("%s: the switcher of the console has %q", name, buttons)
		}
	}
}

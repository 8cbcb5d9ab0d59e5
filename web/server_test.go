package web

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
)

func newServer(t *testing.T, cfg Config) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(New(cfg).Handler())
	t.Cleanup(s.Close)
	return s
}

// request does not follow redirects, because tests check their targets.
func request(t *testing.T, method, address string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

var attributes = regexp.MustCompile(`\s([a-z-]+)(?:="([^"]*)")?`)

// attribute reads one of the page's element, as the element does.
func attribute(t *testing.T, body, name string) (value string, present bool) {
	t.Helper()
	element := regexp.MustCompile(`(?s)<latchkey-[a-z-]+(.*?)>`).FindStringSubmatch(body)
	if element == nil {
		t.Fatalf("no element in\n%s", body)
	}
	for _, found := range attributes.FindAllStringSubmatch(element[1], -1) {
		if found[1] == name {
			return html.UnescapeString(found[2]), true
		}
	}
	return "", false
}

// setting is an attribute that must be there.
func setting(t *testing.T, body, name string) string {
	t.Helper()
	value, present := attribute(t, body, name)
	if !present {
		t.Fatalf("no %s in\n%s", name, body)
	}
	return value
}

func allowAll(raw string) string {
	if raw == "" {
		return "https://app.example.com/"
	}
	return raw
}

func config() Config {
	return Config{
		AppName:   "Harbour & Co",
		BaseURL:   "https://passkeys.example.com/auth",
		KratosURL: "https://id.example.com",
		ReturnTo:  allowAll,
	}
}

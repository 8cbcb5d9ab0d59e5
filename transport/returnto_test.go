package transport_test

import (
	"testing"

	"latchkey/transport"
)

func TestReturnAddresses(t *testing.T) {
	t.Parallel()
	r := transport.Returns{BaseURL: "http://localhost:4477", Prefixes: []string{"https://app.example.com/home", "https://other.example.com:8443"}}
	for _, allowed := range []string{
		"http://localhost:4477", "http://localhost:4477/", "http://localhost:4477/passkeys?x=1#y",
		"https://app.example.com/home", "https://app.example.com/home/", "https://app.example.com/home/a/b?next=//evil.example",
		"https://other.example.com:8443", "https://other.example.com:8443/any",
	} {
		if got := r.Choose(allowed); got != allowed {
			t.Errorf("%s became %s", allowed, got)
		}
	}
	if got := r.Choose("/passkeys?a=b"); got != "http://localhost:4477/passkeys?a=b" {
		t.Errorf("a path of ours became %s", got)
	}
	for _, evil := range []string{
		"", " ", "//evil.example", "///evil.example", "////evil.example", `/\evil.example`, `\\evil.example`, `/\/evil.example`, "/\t/evil.example", "/\n/evil.example",
		"https:evil.example", "https:/evil.example", "https:///evil.example", "http:localhost:4477", "javascript:alert(1)", "JavaScript:alert(1)//https://app.example.com/home",
		"data:text/html,x", "file:///etc/passwd", "ftp://app.example.com/home", "evil.example", "app.example.com/home", "?x", "#x",
		"https://app.example.com@evil.example/home", "https://app.example.com:x@evil.example/home", "https://user@app.example.com/home", "https://:@app.example.com/home",
		"https://app.example.com%40evil.example/home", "https://app.example.com%2eevil.example/home", "https://app.example.com\\@evil.example/home", "https://evil.example\\app.example.com/home",
		"https://app.example.com.evil.example/home", "https://app.example.comevil.example/home", "https://evilapp.example.com/home", "https://example.com/home",
		"https://app.example.com:8443/home", "https://app.example.com:443/home", "https://app.example.com./home", "https://other.example.com/", "https://other.example.com:84430/",
		"http://app.example.com/home", "https://app.example.com", "https://app.example.com/", "https://app.example.com/homeless", "https://app.example.com/other",
		"https://app.example.com/home/../admin", "https://app.example.com/home/..", "https://app.example.com/home/%2e%2e/admin", "https://app.example.com/home%2f..%2fadmin", "https://app.example.com/home/..%2fadmin",
		"https://app.example.com//home", "https://app.example.com/%68ome", "https://app.example.com/home/\u202e", "https://аpp.example.com/home", "https://app.example.com/home/\x00", "https://app.example.com/home/\r\nSet-Cookie:x",
		"\thttps://app.example.com/home", "https://app.example.com/home ", "https://app.exa\tmple.com/home", "http://localhost:4477:80/", "http://localhost:4478/", "http://localhost/",
		"http://[::1]:4477/", "http://127.0.0.1:4477/", "http://localhost:4477\\@evil.example", "http://localhost:4477;evil.example", "http://localhost:4477.evil.example/", "//localhost:4477/passkeys/../../evil",
	} {
		if got := r.Choose(evil); got != "https://app.example.com/home" {
			t.Errorf("%q is let through as %q", evil, got)
		}
	}
	if got := (transport.Returns{BaseURL: "http://localhost:4477"}).Choose("//evil.example"); got != "http://localhost:4477/passkeys" {
		t.Errorf("without prefixes the default is %s", got)
	}
}

package transport

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// maxUserAgent is the longest User-Agent that is recorded, in bytes.
const maxUserAgent = 512

// UserAgent returns the User-Agent as it may be recorded.
func UserAgent(r *http.Request) string {
	agent := strings.Map(recordable, strings.ToValidUTF8(r.Header.Get("User-Agent"), ""))
	if len(agent) > maxUserAgent {
		agent = strings.ToValidUTF8(agent[:maxUserAgent], "")
	}
	return agent
}

// recordable drops control characters, which databases refuse and terminals interpret (net/http admits the C1 ones),
// and those that change the direction of the text around them where the record is read.
func recordable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// IsBrowser reports whether a browser sent the request: browsers send one of these with every fetch that is not a plain
// GET, and pages cannot remove them.
func IsBrowser(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

// IsCrossSite reports whether the browser says that the page which sent a request is on another site.
func IsCrossSite(r *http.Request) bool { return r.Header.Get("Sec-Fetch-Site") == "cross-site" }

// FromSameOrigin reports whether a request comes from a page of this listener, or from no page at all. The
// cookie is bound to its host, so a foreign name for this address does not get one.
func FromSameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return r.Method == http.MethodGet || r.Method == http.MethodHead // browsers send it with every change
	}
	origin, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && origin.Host != "" && strings.EqualFold(origin.Host, r.Host)
}

// Bearer returns the one bearer token of a request, or "" without one or with several headers.
func Bearer(headers []string) string {
	if len(headers) != 1 {
		return ""
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

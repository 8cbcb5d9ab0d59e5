package transport

import (
	"net/url"
	"strings"
	"unicode"
)

// Returns decides where users may be redirected after a ceremony.
type Returns struct {
	BaseURL  string   // our own pages are always allowed
	Prefixes []string // scheme, host and port exact, the path by whole segments; the first is the default
}

// Choose returns the requested address if it is allowed, and the default otherwise. An address that is not allowed is
// not an error, because the user is signed in.
func (r Returns) Choose(wish string) string {
	if strings.HasPrefix(wish, "/") {
		wish = r.BaseURL + wish
	}
	switch {
	case r.allow(wish):
		return wish
	case len(r.Prefixes) > 0:
		return r.Prefixes[0]
	default:
		return r.BaseURL + "/passkeys"
	}
}

func (r Returns) allow(wish string) bool {
	target, ok := parseReturn(wish)
	if !ok {
		return false
	}
	for _, allowed := range append([]string{r.BaseURL + "/"}, r.Prefixes...) {
		prefix, ok := parseReturn(allowed)
		if ok && target.Scheme == prefix.Scheme && target.Host == prefix.Host && underPath(target.Path, prefix.Path) {
			return true
		}
	}
	return false
}

// parseReturn accepts only addresses that every browser parses as we do: parsers differ in backslashes, control
// characters, user info and encoded slashes or dots.
func parseReturn(raw string) (*url.URL, bool) {
	if len(raw) > 2048 || strings.ContainsFunc(raw, func(r rune) bool { return r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return nil, false
	}
	parsed, err := url.Parse(raw)
	if err != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" || parsed.User != nil || parsed.Opaque != "" {
		return nil, false
	}
	if strings.Contains(parsed.Path, "..") || strings.HasPrefix(parsed.Path, "//") || parsed.Path != parsed.EscapedPath() {
		return nil, false
	}
	return parsed, true
}

// underPath: /app allows /app and /app/x, but not /apple.
func underPath(path, prefix string) bool {
	prefix = strings.TrimSuffix(prefix, "/")
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

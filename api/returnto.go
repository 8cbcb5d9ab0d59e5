package api

import (
	"net/url"
	"strings"
	"unicode"
)

// ReturnTo gives the address to go on to: the wished one where it lies under an allowed prefix or on our own
// pages, else the default. A wrong wish is not worth an error: the person is signed in all the same.
func (s *Server) ReturnTo(wish string) string {
	if strings.HasPrefix(wish, "/") {
		wish = s.cfg.BaseURL + wish
	}
	if s.allowsReturn(wish) {
		return wish
	}
	return s.defaultReturn()
}

func (s *Server) defaultReturn() string {
	if len(s.cfg.ReturnTo) > 0 {
		return s.cfg.ReturnTo[0]
	}
	return s.cfg.BaseURL + "/passkeys"
}

func (s *Server) allowsReturn(wish string) bool {
	target, ok := parseReturn(wish)
	if !ok {
		return false
	}
	for _, allowed := range append([]string{s.cfg.BaseURL + "/"}, s.cfg.ReturnTo...) {
		prefix, ok := parseReturn(allowed)
		if ok && target.Scheme == prefix.Scheme && target.Host == prefix.Host && underPath(target.Path, prefix.Path) {
			return true
		}
	}
	return false
}

// parseReturn accepts only addresses that every browser reads as we do: backslashes, control characters, user info
// and encoded slashes or dots are where parsers differ.
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

package transport

import (
	"net/http"
	"regexp"
	"slices"
)

// Origins are the pages that may call the API with the user's cookie, spelled as browsers send them.
type Origins []string

// ForbiddenOrigin refuses a call of any other page.
type ForbiddenOrigin struct {
	Origin string // of the page; "" if the request has none that could be one
}

func (f *ForbiddenOrigin) Error() string {
	if f.Origin == "" {
		return "cross-site request"
	}
	return "cross-site request from " + f.Origin // its form rules out secrets
}

// Check refuses what a browser sends for other pages: by Origin, or by Sec-Fetch-Site without that. A native app sends neither,
// and no cookie.
func (o Origins) Check(r *http.Request, usesCookie bool) error {
	allowed := !usesCookie
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		allowed = site == "same-origin"
	}
	if given := r.Header.Values("Origin"); len(given) > 0 {
		allowed = len(given) == 1 && slices.Contains(o, given[0])
	}
	if allowed {
		return nil
	}
	return &ForbiddenOrigin{OriginOf(r)}
}

// originForm is that of RFC 6454 §6.2, as far as it can be the key of a setting.
var originForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]{0,31}://[A-Za-z0-9._:\[\]-]{1,255}$`)

// OriginOf returns the origin of the page that sent a request, and "" if it has none that could be listed.
func OriginOf(r *http.Request) string {
	if given := r.Header.Values("Origin"); len(given) == 1 && originForm.MatchString(given[0]) {
		return given[0]
	}
	return ""
}

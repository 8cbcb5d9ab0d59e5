package api

import (
	"net/http"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"latchkey/audit"
)

// requestOf returns the part of the request that the rules need.
func requestOf(c echo.Context) audit.Request {
	h := c.Request().Header
	userAgent := strings.Map(recordable, strings.ToValidUTF8(h.Get("User-Agent"), ""))
	if len(userAgent) > 512 {
		userAgent = strings.ToValidUTF8(userAgent[:512], "")
	}
	return audit.Request{
		ID:        requestID(c),
		IP:        c.RealIP(),
		UserAgent: userAgent,
		Origin:    h.Get("Origin"),
		Browser:   isBrowser(c.Request()),
	}
}

// recordable drops control characters, which databases refuse and terminals interpret (net/http admits the C1 ones),
// and those that change the direction of the text around them where the record is read.
func recordable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// isBrowser reports whether a browser sent the request: browsers send one of these with every fetch that is not a plain
// GET, and pages cannot remove them.
func isBrowser(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

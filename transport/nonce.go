package transport

import (
	"crypto/rand"
	"net/http"
)

// BrowserNonce is the cookie that binds a login to the browser that began it. It is Strict and unreadable to scripts, lives as
// long as the browser's session, and is reused, so that two tabs do not interfere with each other.
type BrowserNonce struct {
	Secure bool // browsers reach the service by https
}

func (n BrowserNonce) name() string {
	if n.Secure {
		return "__Host-latchkey_browser" // no other host, not even a sibling, can set it
	}
	return "latchkey_browser"
}

func newNonce() string { return rand.Text() }

var nonceLength = len(newNonce())

// Of returns the nonce of the browser that sent the request, or "".
func (n BrowserNonce) Of(r *http.Request) string {
	cookie, err := r.Cookie(n.name())
	if err != nil || len(cookie.Value) != nonceLength {
		return ""
	}
	return cookie.Value
}

// Ensure returns the browser's nonce, a new one if it has none.
func (n BrowserNonce) Ensure(w http.ResponseWriter, r *http.Request) string {
	if nonce := n.Of(r); nonce != "" {
		return nonce
	}
	nonce := newNonce()
	http.SetCookie(w, &http.Cookie{
		Name: n.name(), Value: nonce, Path: "/",
		Secure: n.Secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return nonce
}

// EnsureEarly gives the browser its nonce with a page, so that the ceremonies that begin there, and a login at Kratos that the
// user turns to meanwhile, all find the same one. With a page that another site opens, browsers withhold a Strict cookie: then
// it does nothing, as it would replace the nonce of ceremonies in other tabs.
func (n BrowserNonce) EnsureEarly(w http.ResponseWriter, r *http.Request) {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "same-site", "none":
		n.Ensure(w, r)
	}
}

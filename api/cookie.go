package api

import (
	"crypto/rand"
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/gate"
)

// The nonce cookie binds a login to the browser that began it. It is Strict and unreadable to scripts, lives as long as
// the browser's session, and is reused, so that two tabs do not interfere with each other.
func (s *Server) nonceCookieName() string {
	if s.secure() {
		return "__Host-latchkey_browser" // no other host, not even a sibling, can set it
	}
	return "latchkey_browser"
}

// nonce returns the browser's nonce, or "".
func (s *Server) nonce(r *http.Request) string {
	cookie, err := r.Cookie(s.nonceCookieName())
	if err != nil || len(cookie.Value) != nonceLength {
		return ""
	}
	return cookie.Value
}

func newNonce() string { return rand.Text() }

var nonceLength = len(newNonce())

// ensureNonce returns the browser's nonce, a new one if it has none.
func (s *Server) ensureNonce(c echo.Context) string {
	if nonce := s.nonce(c.Request()); nonce != "" {
		return nonce
	}
	nonce := newNonce()
	c.SetCookie(&http.Cookie{
		Name: s.nonceCookieName(), Value: nonce, Path: "/",
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return nonce
}

const passCookie = "latchkey_pass" // Kratos' template names it, so it has no prefix

// backToLogin gives the browser its pass, and returns the address of the login flow that waits for it.
func (s *Server) backToLogin(c echo.Context, pass *gate.Pass) string {
	c.SetCookie(&http.Cookie{
		Name: passCookie, Value: pass.Secret, Path: "/", Domain: s.cfg.Hooks.CookieDomain,
		MaxAge: int(gate.Lifetime.Seconds()), Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	page := flowPage(s.cfg.Hooks.LoginUI, pass.FlowID)
	if page == "" {
		return s.cfg.BaseURL + "/login" // the address was checked when the configuration was loaded
	}
	return page
}

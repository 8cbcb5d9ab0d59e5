package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/gate"
)

const passCookie = "latchkey_pass" // Kratos' template names it, so it has no prefix

// backToLogin gives the browser its pass, and returns the address of the login flow that waits for it.
func (s *Server) backToLogin(c echo.Context, pass *gate.Pass) string {
	c.SetCookie(&http.Cookie{
		Name: passCookie, Value: pass.Secret, Path: "/", Domain: s.cfg.Hooks.CookieDomain,
		MaxAge: int(gate.Lifetime.Seconds()), Secure: s.cfg.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	page := flowPage(s.cfg.Hooks.LoginUI, pass.FlowID)
	if page == "" {
		return s.cfg.BaseURL + "/login" // the address was checked when the configuration was loaded
	}
	return page
}

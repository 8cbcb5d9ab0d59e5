package client

import (
	"net/http"
	"strings"
)

// credentialOf returns the one credential of a request, in the order of Kratos and Latchkey; empty ones count as absent. Of its
// cookies only those of the session are passed on, as often as the browser has them; the others are the application's, and
// Latchkey has no use for them.
func credentialOf(r *http.Request, sessionCookie string) http.Header {
	for _, token := range r.Header.Values("X-Session-Token") {
		if token != "" {
			return http.Header{"X-Session-Token": {token}}
		}
	}
	var cookies []string
	for _, cookie := range r.CookiesNamed(sessionCookie) {
		if cookie.Value != "" {
			cookies = append(cookies, cookie.Name+"="+cookie.Value)
		}
	}
	if len(cookies) > 0 {
		return http.Header{"Cookie": {strings.Join(cookies, "; ")}}
	}
	if authorization := r.Header.Get("Authorization"); Bearer(authorization) != "" {
		return http.Header{"Authorization": {authorization}}
	}
	return http.Header{}
}

// Bearer returns the token of an Authorization header, or "" if it has none.
func Bearer(authorization string) string {
	scheme, token, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

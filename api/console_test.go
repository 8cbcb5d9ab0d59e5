package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"latchkey/web"
)

// The shell of the console and its files are public; everything behind them is not, whatever the method and the
// spelling of the path.
func TestConsoleNeedsNoKey(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.Console = web.NewConsole(web.Config{BaseURL: baseURL}) })
	ask := func(method, path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		h.admin.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		return answer
	}
	for _, path := range []string{"/admin", "/admin/admin.js", "/elements/element.js", "/sdk/http.js", "/assets/page.css"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if got := ask(method, path); got.Code != http.StatusOK {
				t.Errorf("%s %s: %d", method, path, got.Code)
			}
		}
	}
	for _, path := range []string{
		"/admin/", "/admin/v1", "/admin/v1/", "/admin/v1/me", "/admin/v1/keys", "/admin/nothing.js", "/admin/../admin/v1/keys", "/admin/%2e%2e/v1/keys",
		"/admin/v1/keys/admin.js", "//admin", "/passkeys", "/elements/../admin/v1/keys",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions} {
			if got := ask(method, path); got.Code != http.StatusUnauthorized {
				t.Errorf("%s %s: %d", method, path, got.Code)
			}
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete, "PROPFIND"} {
		if got := ask(method, "/admin"); got.Code != http.StatusUnauthorized {
			t.Errorf("%s /admin: %d", method, got.Code)
		}
	}
}

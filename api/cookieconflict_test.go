package api_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/api"
	"latchkey/fault"
)

// Session cookies of different users are a separate problem in every call that takes a session; forward-auth does not
// redirect because of it.
func TestCookieConflict(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	conflict := fmt.Errorf("%w: told in the log only", fault.ErrCookieConflict)
	handler := api.New(h.config, h.service, lostSessions{h.kratos, func() {}, conflict}).Public()
	for _, path := range []string{"/v1/session", "/v1/authz", "/v1/authz?redirect", "/v1/passkeys", "/v1/activity"} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		body := answer.Body.String()
		if answer.Code != 400 || !strings.Contains(body, `"code":"cookie_conflict"`) || strings.Contains(body, "told") || answer.Header().Get("X-Latchkey-Page") != "" {
			t.Errorf("%s: %d %s", path, answer.Code, body)
		}
	}
}

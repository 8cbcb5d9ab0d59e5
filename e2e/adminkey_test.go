package e2e_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// TestFreshDatabase: on an empty database, without any admin key and without Kratos, Latchkey serves, locks the admin
// API and names the command to use. A key created meanwhile works at once.
func TestFreshDatabase(t *testing.T) {
	t.Parallel()
	k := startKratos(t, demo.KratosOptions{})
	for name, dsn := range map[string]func(*testing.T) string{
		"postgres": func(t *testing.T) string { return storetest.Postgres(t) },
		"sqlite":   func(t *testing.T) string { return "sqlite://" + filepath.Join(t.TempDir(), "latchkey.db") },
	} {
		t.Run(name, func(t *testing.T) {
			s := &stack{kratos: k, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: k, DSN: dsn(t)})}
			if log := s.latchkey.Log(); !strings.Contains(log, `"level":"WARN"`) || !strings.Contains(log, "latchkey keys create") {
				t.Errorf("no warning that there is no admin key:\n%s", log)
			}
			for _, path := range []string{"/admin/v1/passkeys", "/admin/v1/keys", "/admin/v1/nothing", "/nothing"} {
				for _, method := range []string{http.MethodGet, http.MethodPut} {
					got := s.support().do(t, method, path, nil)
					got.refused(t, http.StatusUnauthorized, "unauthenticated")
					if got.header.Get("WWW-Authenticate") != "Bearer" {
						t.Errorf("%s: WWW-Authenticate is %q", path, got.header.Get("WWW-Authenticate"))
					}
				}
			}

			var err error
			s.key, err = s.latchkey.CreateKey("read")
			must(t, err)
			remember("admin key", s.key)
			s.support().do(t, http.MethodGet, "/admin/v1/passkeys", nil).want(t, http.StatusOK, nil)
			s.support().do(t, http.MethodGet, "/admin/v1/keys", nil).refused(t, http.StatusForbidden, "forbidden")

			// The whole of a passkey's life, on either database.
			_, latchkey := s.app(t)
			a := webauthntest.New(s.latchkey.PublicURL)
			made := latchkey.register(t, a)
			s.anyone().login(t, a).want(t, http.StatusOK, nil)
			address := "/v1/passkeys/" + made.ID.String()
			latchkey.do(t, http.MethodDelete, address, nil).refused(t, http.StatusForbidden, "step_up_required")
			latchkey.stepUp(t, a)
			latchkey.do(t, http.MethodDelete, address, nil).want(t, http.StatusOK, nil)
			s.anyone().login(t, a).rejected(t, "not_accepted")
		})
	}
}

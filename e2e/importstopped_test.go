package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// halting passes calls on to Kratos' admin API, but about one identity only: those about another fail in that way.
type halting struct {
	http.Handler
	fails http.HandlerFunc

	mu   sync.Mutex
	only uuid.UUID // the first that is asked about
}

func (h *halting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(path.Base(r.URL.Path))
	h.mu.Lock()
	if err == nil && h.only == uuid.Nil {
		h.only = id
	}
	other := err == nil && id != h.only
	h.mu.Unlock()
	if other {
		h.fails(w, r)
		return
	}
	h.Handler.ServeHTTP(w, r)
}

// If Kratos or the database fails in the middle, the command says where it stopped, and the next run imports the rest: nothing is
// lost, and nothing imported twice.
func (s *stack) testStoppedImport(t *testing.T) {
	left := map[string]bool{}
	for range 2 {
		user, _ := s.browser(t)
		s.native(t, user, "passkey")
		left[user.IdentityID.String()] = true
	}
	stops := func(env []string, imported string) {
		t.Helper()
		text, told := s.commandLine(t, env, 1, "import", "kratos", "--rp-id", "localhost", "--json")
		if !strings.Contains(told, "stopped after "+imported+" imported passkeys; run it again to go on") || strings.Contains(text, `"totals"`) {
			t.Errorf("told %s", told)
		}
		for decoder := json.NewDecoder(strings.NewReader(text)); decoder.More(); {
			var one importResult
			must(t, decoder.Decode(&one))
			if one.count("imported") > 0 {
				delete(left, one.IdentityID)
			}
		}
	}
	target, err := url.Parse(s.kratos.AdminURL)
	must(t, err)
	kratos := &halting{Handler: httputil.NewSingleHostReverseProxy(target)}
	proxy := httptest.NewServer(kratos)
	defer proxy.Close()
	env := []string{"LATCHKEY_KRATOS_ADMIN_URL=" + proxy.URL}
	kratos.fails = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	stops(env, "1")
	kratos.fails = func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) } // the connection ends
	stops(env, "0")

	conn := s.database(t)
	exec := func(sql string) {
		t.Helper()
		_, err := conn.Exec(t.Context(), sql)
		must(t, err)
	}
	exec(`ALTER TABLE passkeys ADD CONSTRAINT broken CHECK (false) NOT VALID`)
	stops(nil, "0")
	exec(`ALTER TABLE passkeys DROP CONSTRAINT broken`)

	if len(left) != 1 {
		t.Fatalf("%d users are left", len(left))
	}
	run := s.imported(t, 0)
	for id := range left {
		if one := run[id]; one.count("imported") != 1 || run[""].Totals.Imported != 1 {
			t.Errorf("the next run: %+v", run)
		}
	}
	var twice int
	must(t, conn.QueryRow(t.Context(), `
		SELECT count(*)
		FROM (
			SELECT 1
			FROM security_audit
			WHERE event_type = 'passkey.imported'
			GROUP BY identity_id, metadata ->> 'credential_id'
			HAVING count(*) > 1
		) AS twice`).Scan(&twice))
	if twice != 0 {
		t.Errorf("%d passkeys were imported twice", twice)
	}
}

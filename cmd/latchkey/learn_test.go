package main

import (
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A replica that is stopped while it reads the user handles ends its claim before it exits, so another one reads them at once.
func TestServeEndsItsClaim(t *testing.T) {
	t.Parallel()
	reading, first := make(chan struct{}), sync.Once{}
	kratos := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/admin/identities" {
			first.Do(func() {
				close(reading)
				<-r.Context().Done()
			})
		}
		_, _ = io.WriteString(w, "[]")
	}))
	t.Cleanup(kratos.Close)
	path := filepath.Join(t.TempDir(), "latchkey.db")
	environ := append([]string{"LATCHKEY_DSN=sqlite://" + path, "LATCHKEY_KRATOS_ADOPT=true", "LATCHKEY_KRATOS_ADMIN_URL=" + kratos.URL}, anyPorts...)
	p := start(t, environ, "serve")
	p.line("latchkey is up")
	<-reading

	// The database takes the end of the claim only after the listeners are closed.
	database, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	busy, err := database.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	if _, err := busy.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	p.signal(syscall.SIGTERM)
	time.Sleep(drainTime + 500*time.Millisecond)
	if _, err := busy.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if out, errOut, code := latchkey(t, environ, "import", "kratos", "--learn"); code != exitOK {
		t.Errorf("another replica: exit code %d\n%s%s", code, out, errOut)
	}
}

package e2e_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/demo"
)

// pager is in front of Kratos' admin API. It lists identities two at a time at most.
type pager struct {
	url   string
	pages atomic.Int64
	// third answers the requests from the third page on; nil: Kratos does.
	third atomic.Pointer[http.HandlerFunc]
}

func newPager(t *testing.T, kratosAdmin int) *pager {
	t.Helper()
	kratos, err := url.Parse(fmt.Sprintf("http://127.0.0.1:%d", kratosAdmin))
	must(t, err)
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(kratos) }}
	port := freePort(t)
	p := &pager{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if query := r.URL.Query(); r.URL.Path == "/admin/identities" && query.Has("page_size") {
			if query.Get("page_size") != "1" {
				query.Set("page_size", "2")
			}
			r.URL.RawQuery = query.Encode()
			if answer := p.third.Load(); p.pages.Add(1) >= 3 && answer != nil {
				(*answer)(w, r)
				return
			}
		}
		forward.ServeHTTP(w, r)
	}))
	return p
}

// TestPreviewStopped: a preview that is interrupted, or that loses Kratos in the middle, ends with an error, without a result, and writes nothing.
func TestPreviewStopped(t *testing.T) {
	t.Parallel()
	reserved := freePort(t)
	kratos := demo.KratosOptions{AdminPort: reserved}
	p := newPager(t, reserved)
	s := startStack(t, kratos, demo.LatchkeyOptions{Env: []string{"LATCHKEY_KRATOS_ADMIN_URL=" + p.url, "LATCHKEY_LIFECYCLE_EVERY=0s"}})
	const users = 9
	var last *demo.KratosUser
	for range users {
		last, _ = s.app(t)
		s.joins(t, last, "strict")
	}
	file := filepath.Join(t.TempDir(), "changed.yml")
	must(t, os.WriteFile(file, []byte(changedPolicy), 0o600))
	before := s.dumped(t)

	var command *exec.Cmd
	for _, one := range []struct {
		name  string
		third http.HandlerFunc
		says  string
	}{
		{"interrupted", func(_ http.ResponseWriter, r *http.Request) {
			_ = command.Process.Signal(os.Interrupt)
			<-r.Context().Done() // until the command has given up
		}, "interrupt signal received"},
		{"Kratos gone", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "Kratos"},
		{"Kratos fails", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusInternalServerError) }, "Kratos"},
	} {
		p.pages.Store(0)
		p.third.Store(&one.third)
		command = s.latchkey.Command("policy", "preview", file, "--json")
		var out, said bytes.Buffer
		command.Stdout, command.Stderr = &out, &said
		err := command.Run()
		if code := command.ProcessState.ExitCode(); err == nil || code != 1 || out.Len() > 0 || !strings.Contains(said.String(), one.says) {
			t.Errorf("%s: exits with %d after %d pages, and says %q and %q", one.name, code, p.pages.Load(), &out, &said)
		}
		if strings.Contains(said.String(), "panic") || strings.Contains(said.String(), "goroutine") {
			t.Errorf("%s: %s", one.name, &said)
		}
	}
	if after := s.dumped(t); after != before {
		t.Errorf("it wrote: %s, then %s", before, after)
	}
	p.third.Store(nil)
	if table, _ := s.commandLine(t, nil, 0, "policy", "preview", file); !strings.HasPrefix(table, fmt.Sprintf("%d users", users)) {
		t.Errorf("and then:\n%s", table)
	}
	// A record that is too long to read hides no one else's.
	must(t, s.kratos.PatchIdentity(t.Context(), last.IdentityID, "add", "/metadata_public", strings.Repeat("x", 1<<20)))
	table, _ := s.commandLine(t, nil, 0, "policy", "preview", file)
	if says := "1 users are not counted, since their record at Kratos is too long to read, such as " + last.IdentityID.String(); !strings.HasPrefix(table, fmt.Sprintf("%d users", users-1)) || !strings.Contains(table, says) {
		t.Errorf("with one that is too long:\n%s", table)
	}
}

// dumped counts the rows of the tables that requests of users write.
func (s *stack) dumped(t *testing.T) (counts string) {
	t.Helper()
	conn := s.database(t)
	must(t, conn.QueryRow(t.Context(), `SELECT concat_ws(' ', (SELECT count(*) FROM factors), (SELECT count(*) FROM enrolment_grace),
		(SELECT count(*) FROM second_grace), (SELECT count(*) FROM security_audit), (SELECT count(*) FROM missing_identities))`).Scan(&counts))
	return counts
}

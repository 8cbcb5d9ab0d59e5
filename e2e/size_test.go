package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/demo"
	"latchkey/store/migrated"
	"latchkey/store/storetest"
	"latchkey/switchover/hanko/hankotest"
	"latchkey/webauthnsvc/webauthntest"
)

var size = flag.Int("size", 0, "the number of identities in TestSize; 0 skips it")

// sizes is a run with many identities, and the table of what its commands took.
type sizes struct {
	*stack
	t     *testing.T
	table *tabwriter.Writer
}

// TestSize imports and compares many identities. Each command is killed in the middle and run again to the end, and none may be
// lost or done twice. It prints what each run took.
func TestSize(t *testing.T) {
	if *size == 0 {
		t.Skip("make size runs it")
	}
	dir := t.TempDir()
	s := sizes{t: t, table: tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)}
	s.stack = startStack(t, demo.KratosOptions{Dir: dir, Passkeys: &demo.KratosPasskeys{RPID: "localhost", Origins: []string{kratosPage}}},
		demo.LatchkeyOptions{Env: []string{"GOGC=100", "LATCHKEY_LOG_LEVEL=error"}})
	template, _ := s.browser(t)
	s.native(t, template, "passkey")
	must(t, s.latchkey.Stop()) // so that only the commands work
	copied := s.copiesAtKratos(filepath.Join(dir, "kratos.sqlite"), template.IdentityID, *size-1)
	all := append(copied, template.IdentityID)

	fmt.Fprintln(s.table, "command\tduration\tCPU time\tpeak memory")
	here := s.dsn()
	s.inTurns(here, "passkeys", []int{*size / 4, *size / 2, *size * 3 / 4}, nil, "import", "kratos", "--rp-id", "localhost")
	s.holds(here, "SELECT count(*) FROM passkeys WHERE source = 'kratos'", *size)
	s.holds(here, "SELECT count(*) FROM security_audit WHERE event_type = 'passkey.imported'", *size)

	file := filepath.Join(t.TempDir(), "passkeys.jsonl")
	s.measured(here, nil, "export", "-o", file)
	moved := migrated.Postgres(t)
	s.inTurns(moved, "passkeys", []int{*size / 2}, nil, "import", "json", file)
	s.holds(moved, "SELECT count(DISTINCT credential_id) FROM passkeys", *size)

	hanko := migrated.Postgres(t)
	env := []string{"HANKO_DSN=" + s.fillHanko(all)}
	s.inTurns(hanko, "passkeys", []int{*size / 2}, env, "import", "hanko")
	s.holds(hanko, "SELECT count(DISTINCT credential_id) FROM passkeys", *size)

	few := *size / 25 // fewer than are trusted to be missing
	s.changeAtKratos(filepath.Join(dir, "kratos.sqlite"), copied[:few], copied[few:2*few])
	s.inTurns(here, "missing_identities", []int{few / 2}, nil, "reconcile")
	s.holds(here, "SELECT count(*) FROM missing_identities", few)
	s.holds(here, "SELECT count(*) FROM security_audit WHERE event_type = 'identity.missing'", few)
	s.holds(here, "SELECT count(*) FROM passkeys WHERE suspended_by = 'inactivity'", few)
	s.holds(here, "SELECT count(*) FROM security_audit WHERE event_type = 'identity.suspended'", few)
	must(t, s.table.Flush())
}

// inTurns runs a command until it ends. It is killed each time a table has so many rows.
func (s sizes) inTurns(dsn, table string, kills []int, env []string, args ...string) {
	s.t.Helper()
	for _, rows := range kills {
		c := s.begin(dsn, env, args)
		for killed := false; !killed; {
			select {
			case err := <-c.done:
				s.t.Fatalf("%s ended before it was killed at %d: %v: %s", c.what, rows, err, c.Stderr)
			case <-time.After(100 * time.Millisecond):
				killed = s.counts(dsn, "SELECT count(*) FROM "+table) >= rows
			}
		}
		must(s.t, c.Process.Kill())
		<-c.done
		s.row(c, fmt.Sprint(", killed at ", rows))
	}
	s.measured(dsn, env, args...)
}

// measured runs a command to its end: again while the claim of a killed one lasts.
func (s sizes) measured(dsn string, env []string, args ...string) {
	s.t.Helper()
	for {
		c := s.begin(dsn, env, args)
		err := <-c.done
		var failed *exec.ExitError
		if errors.As(err, &failed) && failed.ExitCode() == 5 && args[0] == "reconcile" {
			time.Sleep(5 * time.Second)
			continue
		}
		if err != nil {
			s.t.Fatalf("%s: %v: %s", c.what, err, c.Stderr)
		}
		s.row(c, "")
		return
	}
}

// command is one that has begun.
type command struct {
	*exec.Cmd
	what  string
	began time.Time
	peak  *atomic.Int64 // kB
	done  chan error
}

func (s sizes) begin(dsn string, env, args []string) command {
	s.t.Helper()
	c := command{s.latchkey.Command(args...), strings.TrimSuffix(strings.Join(args[:min(2, len(args))], " "), " -o"), time.Now(), new(atomic.Int64), make(chan error, 1)}
	c.Env = append(append(c.Env, "LATCHKEY_DSN="+dsn), env...)
	c.Stderr = &bytes.Buffer{}
	must(s.t, c.Start())
	ended := make(chan struct{})
	go func() {
		err := c.Wait()
		close(ended)
		c.done <- err
	}()
	go c.watch(ended)
	return c
}

// watch reads the peak of the memory while the command runs. What the kernel tells afterwards includes that of this process, as it
// was when it started the command.
func (c command) watch(ended <-chan struct{}) {
	for {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid)) // of an ended one: nothing
		for line := range strings.Lines(string(text)) {
			var kB int64
			if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kB); n == 1 {
				c.peak.Store(kB)
			}
		}
		select {
		case <-ended:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// row adds what an ended command took.
func (s sizes) row(c command, how string) {
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	fmt.Fprintf(s.table, "%s%s\t%s\t%s\t%d MB\n", c.what, how, time.Since(c.began).Round(time.Second), cpu.Round(time.Second/10), c.peak.Load()/1000)
}

func (s sizes) counts(dsn, query string) (n int) {
	s.t.Helper()
	conn, err := pgx.Connect(s.t.Context(), dsn)
	must(s.t, err)
	defer conn.Close(context.WithoutCancel(s.t.Context()))
	must(s.t, conn.QueryRow(s.t.Context(), query).Scan(&n))
	return n
}

func (s sizes) holds(dsn, query string, want int) {
	s.t.Helper()
	if got := s.counts(dsn, query); got != want {
		s.t.Errorf("%s: %d, want %d", query, got, want)
	}
}

// fillHanko gives each identity a passkey at hanko, and returns that database.
func (s sizes) fillHanko(ids []uuid.UUID) string {
	s.t.Helper()
	from, err := hankotest.New(s.t.Context(), storetest.Postgres(s.t))
	must(s.t, err)
	defer from.Close()
	tenant, err := from.Tenant(s.t.Context(), "Harbour", "localhost")
	must(s.t, err)
	for _, id := range ids {
		_, passkey := s.registeredAtHanko(s.t, id.String(), func(*webauthntest.Authenticator) {})
		user, err := from.User(s.t.Context(), tenant, id.String())
		must(s.t, err)
		must(s.t, from.Passkey(s.t.Context(), user, id.String(), passkey))
	}
	return from.DSN
}

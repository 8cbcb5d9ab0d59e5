package storetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// startTimeout limits the wait for a server to answer.
const startTimeout = 30 * time.Second

// Cluster is a PostgreSQL server in a temporary directory, with PostgreSQL's default settings and a Unix socket. It stops
// when the process that started it ends.
type Cluster struct {
	dir    string // the data and the socket
	hasty  bool   // commits do not wait for the disk, so a crash of the machine (not of the server) loses data
	bin    string // directory of the server's binaries
	owner  *syscall.Credential
	server *process // nil while stopped
}

// StartCluster starts a cluster for tests that stop and start it. It is removed at the end of the test.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	c, err := newCluster(false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// newCluster creates the directory and starts the server.
func newCluster(hasty bool) (_ *Cluster, err error) {
	_ = os.Getenv("LATCHKEY_TEST_PROGRAMS") // for Go's cache of results, which knows the variables that tests read; see .ci/test
	c := &Cluster{hasty: hasty}
	if c.bin, err = serverBinaries(); err != nil {
		return nil, err
	}
	if c.dir, err = os.MkdirTemp("", "latchkey-postgres-"); err != nil {
		return nil, err
	}
	if err := c.initialise(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	if err := c.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	return c, nil
}

func (c *Cluster) initialise() error {
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		owner, err := unprivileged()
		if err != nil {
			return err
		}
		c.owner = owner
		if err := os.Chown(c.dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return err
		}
	}
	initdb := c.command("initdb",
		"--pgdata", c.data(), "--username", "latchkey", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// DSN returns the DSN of the database postgres. Stop and Start do not change it.
func (c *Cluster) DSN() string {
	return "postgres://latchkey@/postgres?sslmode=disable&host=" + url.QueryEscape(c.dir)
}

// Start starts the stopped server and returns when it answers.
func (c *Cluster) Start() error {
	if c.server != nil {
		return nil
	}
	arguments := []string{"-D", c.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + c.dir}
	if c.hasty {
		arguments = append(arguments, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	command := c.command("postgres", arguments...)
	server, err := startProcess(command)
	if err != nil {
		return err
	}
	c.server = server
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.DSN())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-server.done:
			c.server = nil
			return fmt.Errorf("postgres ended at once: %w\n%s", server.err, server.output.Bytes())
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("postgres does not answer: %w", err), c.Stop())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Standby starts a server that replicates the cluster, until it is promoted.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	other := &Cluster{hasty: c.hasty, bin: c.bin, owner: c.owner}
	var err error
	if other.dir, err = os.MkdirTemp("", "latchkey-postgres-"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	if c.owner != nil {
		if err := os.Chown(other.dir, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	backup := other.command("pg_basebackup", "--pgdata", other.data(), "--host", c.dir, "--username", "latchkey",
		"--write-recovery-conf", "--checkpoint", "fast", "--no-sync", "--wal-method", "stream")
	if out, err := backup.CombinedOutput(); err != nil {
		t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	return other
}

// Stop shuts the server down. Its sessions end; committed data remains.
func (c *Cluster) Stop() error {
	if c.server == nil {
		return nil
	}
	server := c.server
	c.server = nil
	return server.stop(syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL)
}

// Kill kills the server and its children at once (SIGKILL), as a machine that loses its power does. Start recovers.
func (c *Cluster) Kill() error {
	server := c.server
	if err := c.signal(syscall.SIGKILL); err != nil {
		return err
	}
	c.server = nil
	<-server.done
	return nil
}

// Freeze stops the server's processes from running, as a machine that hangs does: connections stay open, and nothing
// answers. Thaw lets them run again.
func (c *Cluster) Freeze() error { return c.signal(syscall.SIGSTOP) }

// Thaw ends Freeze.
func (c *Cluster) Thaw() error { return c.signal(syscall.SIGCONT) }

// signal sends a signal to the server and its children.
func (c *Cluster) signal(signal syscall.Signal) error {
	server := c.server.command.Process.Pid
	children, err := os.ReadFile(fmt.Sprintf("/proc/%[1]d/task/%[1]d/children", server))
	if err != nil {
		return err
	}
	for _, field := range append([]string{strconv.Itoa(server)}, strings.Fields(string(children))...) {
		pid, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return nil
}

// Close stops the server and removes its directory.
func (c *Cluster) Close() error {
	return errors.Join(c.Stop(), os.RemoveAll(c.dir))
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.bin, name), args...)
	command.Dir = c.dir
	command.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	command.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	return command
}

// serverBinaries finds initdb and postgres, which are not in PATH on Debian.
func serverBinaries() (string, error) {
	var folders []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well-formed
	folders = append(folders, debian...)
	folders = append(folders, filepath.SplitList(os.Getenv("PATH"))...)
	for _, folder := range folders {
		_, noInitdb := exec.LookPath(filepath.Join(folder, "initdb"))
		_, noPostgres := exec.LookPath(filepath.Join(folder, "postgres"))
		if noInitdb == nil && noPostgres == nil {
			return folder, nil
		}
	}
	return "", errors.New("the PostgreSQL server is not installed; run: apt-get install -y postgresql\n" +
		"(or name a server to use in LATCHKEY_TEST_POSTGRES)")
}

// unprivileged returns a user to run PostgreSQL as.
func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(found.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(found.Gid, 10, 32)
		if uidErr == nil && gidErr == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody; " +
		"run: useradd --system postgres")
}

package storetest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Pooler starts PgBouncer before the cluster, and returns the DSN of the database through it. It stops at the end of the
// test. mode is its pool_mode; settings are lines of its configuration.
func (c *Cluster) Pooler(t testing.TB, database, mode string, settings ...string) string {
	t.Helper()
	binary, err := pgbouncer()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "latchkey-pgbouncer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if c.owner != nil {
		if err := os.Chown(dir, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf("[databases]\n* = host=%s user=latchkey\n[pgbouncer]\nlisten_port = 6432\nunix_socket_dir = %s\nauth_type = any\n"+
		"pool_mode = %s\nmax_client_conn = 200\n%s\n", c.dir, dir, mode, strings.Join(settings, "\n"))
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, file)
	command.Dir = dir
	command.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	server, err := startProcess(command)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.stop(syscall.SIGTERM, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
	})
	dsn := "postgres://latchkey@/" + database + "?sslmode=disable&port=6432&host=" + url.QueryEscape(dir)
	for deadline := time.Now().Add(startTimeout); ; time.Sleep(10 * time.Millisecond) {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err == nil {
			_ = conn.Close(t.Context())
			return dsn
		}
		select {
		case <-server.done:
			t.Fatalf("pgbouncer ended at once: %v\n%s", server.err, server.output.Bytes())
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("pgbouncer does not answer: %v", err)
		}
	}
}

func pgbouncer() (string, error) {
	for _, path := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if found, err := exec.LookPath(path); err == nil {
			return found, nil
		}
	}
	return "", errors.New("pgbouncer is not installed; run: apt-get install -y pgbouncer")
}

// Database creates a database in the cluster and returns its name. Options are those of CREATE DATABASE.
func (c *Cluster) Database(t testing.TB, options string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	execute(t, c.DSN(), `CREATE DATABASE `+name+` `+options)
	t.Cleanup(func() { execute(t, c.DSN(), `DROP DATABASE `+name+` WITH (FORCE)`) })
	return name
}

// DSNOf returns the DSN of a database of the cluster.
func (c *Cluster) DSNOf(database string) string {
	return strings.Replace(c.DSN(), "/postgres?", "/"+database+"?", 1)
}

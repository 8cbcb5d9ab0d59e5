package storetest

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// shared is the server of all tests of this process.
var shared struct {
	sync.Mutex
	running bool // inside Main
	cluster *Cluster
}

// Main runs the tests, stops the server if they started it, and returns the exit code.
func Main(m *testing.M) int {
	shared.Lock()
	shared.running = true
	shared.Unlock()
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster == nil {
		return code
	}
	if err := shared.cluster.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "storetest:", err)
		return 1
	}
	return code
}

// Postgres returns the DSN of an empty schema, which is dropped at the end of the test.
func Postgres(t testing.TB) string {
	t.Helper()
	base := server(t)
	schema := "test_" + strings.ToLower(rand.Text())
	execute(t, base, `CREATE SCHEMA `+schema)
	t.Cleanup(func() { execute(t, base, `DROP SCHEMA `+schema+` CASCADE`) })
	if strings.Contains(base, "://") {
		return base + separator(base) + "search_path=" + url.QueryEscape(schema)
	}
	return base + " search_path=" + schema
}

func separator(dsn string) string {
	if strings.Contains(dsn, "?") {
		return "&"
	}
	return "?"
}

// server returns the DSN in LATCHKEY_TEST_POSTGRES, or that of the shared cluster.
func server(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("LATCHKEY_TEST_POSTGRES"); dsn != "" {
		return dsn
	}
	return Shared(t).DSN()
}

// Shared returns the cluster of all tests of this process, for tests that need databases of their own.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if !shared.running {
		t.Fatal("storetest: add to this package: func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }")
	}
	if shared.cluster == nil {
		cluster, err := newCluster(!benchmarking())
		if err != nil {
			t.Fatal(err)
		}
		shared.cluster = cluster
	}
	return shared.cluster
}

// benchmarking reports whether commits must be as durable, and so as slow, as in production.
func benchmarking() bool { return flag.Lookup("test.bench").Value.String() != "" }

func execute(t testing.TB, dsn, sql string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatalf("connect to the test server: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Errorf("%s: %v", sql, err)
	}
}

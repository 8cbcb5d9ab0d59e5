package storetest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// With childArg as its first argument, this binary starts a cluster and waits to be killed.
const childArg = "storetest-child"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childArg {
		cluster, err := newCluster(false)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(cluster.dir)
		time.Sleep(time.Minute)
		os.Exit(1)
	}
	os.Exit(Main(m))
}

func TestServerDiesWithItsTests(t *testing.T) {
	child := exec.CommandContext(t.Context(), os.Args[0], childArg)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	dir := strings.TrimSpace(line)
	t.Cleanup(func() { os.RemoveAll(dir) })
	pidFile, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.SplitN(string(pidFile), "\n", 2)[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); err != nil {
		t.Fatalf("the server is not there to begin with: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	for range 100 {
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the server outlives the process that started it")
}

func TestSchemasAreApart(t *testing.T) {
	one, two := Postgres(t), Postgres(t)
	execute(t, one, `CREATE TABLE things (n int)`)
	execute(t, two, `CREATE TABLE things (n int)`)
}

// In benchmarks, and in tests with their own cluster, commits wait for the disk.
func TestDurability(t *testing.T) {
	wantSettings(t, StartCluster(t).DSN(), "on")
	if os.Getenv("LATCHKEY_TEST_POSTGRES") != "" {
		return
	}
	if benchmarking() {
		wantSettings(t, Postgres(t), "on")
	} else {
		wantSettings(t, Postgres(t), "off")
	}
}

func wantSettings(t *testing.T, dsn, durable string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for setting, want := range map[string]string{"fsync": durable, "synchronous_commit": "on", "full_page_writes": durable} {
		var got string
		if err := conn.QueryRow(t.Context(), `SHOW `+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v, want %s", setting, got, err, want)
		}
	}
}

func TestClusterKeepsWhatWasCommitted(t *testing.T) {
	cluster := StartCluster(t)
	execute(t, cluster.DSN(), `CREATE TABLE things (n int)`)
	for range 2 {
		if err := cluster.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pgx.Connect(t.Context(), cluster.DSN()); err == nil {
		t.Error("the stopped server answers")
	}
	for range 2 {
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, cluster.DSN(), `INSERT INTO things VALUES (1)`)
}

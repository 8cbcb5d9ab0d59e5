//go:build drill

package e2e_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// drillDiskFull: the disk of the database fills up, first so that tables cannot grow, then so that the server ends because its
// write-ahead log cannot.
func drillDiskFull(t *testing.T) {
	disk := mounted(t, "size=256m,mode=1777")
	t.Setenv("TMPDIR", disk)
	cluster := storetest.StartCluster(t)
	both := newReplicas(t, startKratos(t, demo.KratosOptions{}), cluster.DSN()).start(t, "", 2)
	l := newLoad(t, 8, both...)
	ready := watch(t, both[0])
	l.start()
	time.Sleep(3 * time.Second)

	progress(t, "the disk is full for 10 s")
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	time.Sleep(10 * time.Second)
	refused := l.count("503 store_unavailable")
	must(t, os.Remove(filler))
	back := l.backAfter(time.Now())
	if refused == 0 {
		t.Error("no write was refused")
	}
	time.Sleep(2 * time.Second)

	progress(t, "the disk is full until the server ends")
	fill(t, filler)
	eventuallyWithin(t, 2*patience, "the server ends", func() bool { return endLog(t, cluster.DSN()) })
	time.Sleep(3 * time.Second)
	must(t, os.Remove(filler))
	must(t, cluster.Stop())
	must(t, cluster.Start())
	back = max(back, l.backAfter(time.Now()))
	eventually(t, "ready again", ready.ok)
	l.stop()
	if back > backWithin {
		t.Errorf("back after %v, want at most %v", back, backWithin)
	}
	ready.changed(t)
	l.check(cluster.DSN(), row{drill: "disk full, twice", gap: l.gap(), back: back})
}

// endLog makes the server begin another file of its write-ahead log, and reports whether the server is gone.
func endLog(t *testing.T, dsn string) bool {
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		return true
	}
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `SELECT pg_logical_emit_message(false, 'drill', repeat('x', 1000000)), pg_switch_wal()`)
	return err != nil
}

// mounted returns a folder on a disk of its own.
func mounted(t *testing.T, options string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "disk")
	must(t, err)
	must(t, os.Chmod(dir, 0o755))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Fatalf("cannot mount a small disk; this drill needs root and CAP_SYS_ADMIN: %v", err)
	}
	t.Cleanup(func() {
		must(t, syscall.Unmount(dir, syscall.MNT_DETACH))
		must(t, os.Remove(dir))
	})
	return dir
}

// fill writes a file until no space is left.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	defer file.Close()
	for _, size := range []int{1 << 20, 4 << 10} {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(errors.Join(err, io.ErrUnexpectedEOF))
		}
	}
}

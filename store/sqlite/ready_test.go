package sqlite

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A file that can be read but not written to is not ready, and is ready again once it can be written to.
func TestNowWrites(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "latchkey.db"))
	works := func() {
		t.Helper()
		now, err := s.Now(t.Context())
		if err != nil || time.Since(now).Abs() > time.Second {
			t.Errorf("now %s, %v", now, err)
		}
	}
	fails := func(why string) {
		t.Helper()
		if _, err := s.Now(t.Context()); err == nil || Permanent(err) {
			t.Errorf("%s: %v", why, err)
		}
		if _, err := s.AdminKeys(t.Context()); err != nil {
			t.Errorf("%s: a read: %v", why, err)
		}
	}
	works()

	// As if the disk were full: no file of this process may grow.
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Max: limit.Max}); err != nil {
		t.Fatal(err)
	}
	fails("no space")
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	works()

	readOnly := func(value string) {
		t.Helper()
		if _, err := s.writer.ExecContext(t.Context(), `PRAGMA query_only = `+value); err != nil {
			t.Fatal(err)
		}
	}
	readOnly("1")
	fails("read-only")
	readOnly("0")
	works()
}

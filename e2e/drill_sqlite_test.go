//go:build drill

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// drillSQLiteFull: the file system of a SQLite database has no space, and, also where no small one can be mounted, its files reach the
// largest size that the process may write.
func drillSQLiteFull(t *testing.T) {
	k := startKratos(t, demo.KratosOptions{})
	if disk, err := smallDisk(t); err != nil {
		progress(t, "only the limit on the size of files is tried: no disk can be mounted: %v", err)
	} else {
		filler := filepath.Join(disk, "filler")
		newFull(t, k, disk, "SQLite, disk full").run(func() { fill(t, filler) }, func() { must(t, os.Remove(filler)) })
	}
	f := newFull(t, k, t.TempDir(), "SQLite, files at their largest size")
	f.run(func() { f.limitFiles(f.largest()) }, func() { f.limitFiles(^uint64(0)) })
}

// smallDisk mounts one.
func smallDisk(t *testing.T) (dir string, err error) {
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m,mode=0700"); err != nil {
		return "", err
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir, nil
}

// full is a Latchkey on SQLite, and a user who renames a passkey all the time.
type full struct {
	t      *testing.T
	s      *stack
	dir    string
	name   string // of the drill
	person caller
	id     string // of the passkey

	acknowledged, refused int
	last                  string // the name that was acknowledged last
}

func newFull(t *testing.T, k *demo.Kratos, dir, name string) *full {
	t.Helper()
	f := &full{t: t, dir: dir, name: name, s: &stack{kratos: k}}
	f.s.latchkey = startLatchkey(t, demo.LatchkeyOptions{Kratos: k, DSN: "sqlite://" + filepath.Join(dir, "latchkey.db")})
	_, f.person = f.s.app(t)
	f.id = f.person.register(t, webauthntest.New(f.s.latchkey.PublicURL)).ID.String()
	return f
}

// rename tries once. What is refused has a code, and says when to try again.
func (f *full) rename() (done bool) {
	f.t.Helper()
	name := fmt.Sprintf("Name %d", f.acknowledged+f.refused)
	answer := f.person.do(f.t, http.MethodPatch, "/v1/passkeys/"+f.id, map[string]string{"name": name})
	if answer.status == http.StatusOK {
		f.acknowledged++
		f.last = name
		return true
	}
	f.refused++
	answer.refused(f.t, http.StatusServiceUnavailable, "store_unavailable")
	if answer.header.Get("Retry-After") == "" {
		f.t.Error("a refusal does not say when to try again")
	}
	return false
}

func (f *full) run(fill, free func()) {
	t := f.t
	t.Helper()
	for range 20 {
		if !f.rename() {
			t.Fatal("refused before the disk is full")
		}
	}
	progress(t, "%s", f.name)
	fill()
	for tries := 0; f.refused < 20; tries++ {
		if f.rename(); tries > 5000 {
			t.Fatalf("5000 writes, and %d of them were refused", f.refused)
		}
	}
	if list := f.person.passkeys(t); len(list) != 1 || list[0].Name != f.last { // reading goes on
		t.Errorf("while it is full, the passkeys are %+v, want the name %q", list, f.last)
	}
	free()
	freed := time.Now()
	eventually(t, "written again", f.rename)
	back := time.Since(freed)
	f.check()
	must(t, f.s.latchkey.Stop())
	must(t, f.s.latchkey.Start(t.Context()))
	f.check()
	drills = append(drills, row{drill: f.name, acknowledged: f.acknowledged + 1, unanswered: f.refused, back: back})
}

// check: what was acknowledged is there, each with its event, and nothing that was refused.
func (f *full) check() {
	f.t.Helper()
	if list := f.person.passkeys(f.t); len(list) != 1 || list[0].Name != f.last {
		f.t.Errorf("the passkeys are %+v, want the name %q", list, f.last)
	}
	exported, _ := f.s.commandLine(f.t, nil, 0, "audit", "export")
	if n := strings.Count(exported, `"type":"passkey.renamed"`); n != f.acknowledged {
		f.t.Errorf("%d events of %d names that were acknowledged", n, f.acknowledged)
	}
	f.s.commandLine(f.t, nil, 0, "audit", "verify")
}

// largest is the size of the largest file of the database.
func (f *full) largest() (size uint64) {
	files, err := filepath.Glob(filepath.Join(f.dir, "latchkey.db*"))
	must(f.t, err)
	for _, file := range files {
		info, err := os.Stat(file)
		must(f.t, err)
		size = max(size, uint64(info.Size()))
	}
	return size
}

// limitFiles is ulimit -f of the running process.
func (f *full) limitFiles(size uint64) {
	f.t.Helper()
	limit := struct{ soft, hard uint64 }{size, ^uint64(0)}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(f.s.latchkey.PID()), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0); errno != 0 {
		f.t.Fatal(errno)
	}
}

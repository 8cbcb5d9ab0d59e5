package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"latchkey/demo"
)

// A database restored from before a registration lacks a passkey that works. Neither opening the list nor picking
// that passkey may delete it from the user's device. A removed passkey is deleted by either.
func TestRestoredDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	database := filepath.Join(dir, "latchkey.db")
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{DSN: "sqlite://" + database})
	tb, latchkey := newTab(t), caller{}
	tb.user, latchkey = s.browser(t)
	tb.signIn(s.kratos.BrowserURL, tb.user.Cookie())
	s.appURL = s.latchkey.PublicURL + "/step-up" // any page of that origin that lists no passkeys

	must(t, s.latchkey.Stop())
	backup := contents(t, dir)
	must(t, s.latchkey.Start(t.Context()))
	tb.open(s.appURL)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))

	must(t, s.latchkey.Stop())
	restore(t, dir, backup)
	must(t, s.latchkey.Start(t.Context()))
	if list := latchkey.passkeys(t); len(list) != 0 {
		t.Fatalf("the database was not restored: %+v", list)
	}
	held := func(want int, after string) {
		t.Helper()
		if got := tb.device.passkeys(); len(got) != want {
			t.Fatalf("after %s the device holds %d passkeys, want %d", after, len(got), want)
		}
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Create a passkey")
	held(1, "the list was opened")
	s.run(tb, `return latchkey.login()`).refusedWith(tb, "passkey_rejected")
	held(1, "it was picked")

	t.Log("removed here, it is forgotten")
	tb.device.forget()
	made := value[passkey](tb, s.run(tb, `return latchkey.register()`))
	held(1, "another was set up")
	s.run(tb, `return latchkey.remove('`+made.ID.String()+`')`)
	held(0, "that was removed")
}

// contents are the files of a database in a folder.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "latchkey.db*"))
	must(t, err)
	files := map[string][]byte{}
	for _, name := range names {
		files[name], err = os.ReadFile(name)
		must(t, err)
	}
	return files
}

func restore(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name := range contents(t, dir) {
		must(t, os.Remove(name))
	}
	for name, content := range files {
		must(t, os.WriteFile(name, content, 0o600))
	}
}

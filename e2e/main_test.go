// Package e2e_test runs the built binary with a real Kratos, a real PostgreSQL and a real browser. It owns what can
// only be tested from outside: by HTTP, by pages, by the command line and by the log. Tests of a single package
// belong to that package.
//
// Tests that do not change the stack share one (TestSharedStack); each has its own users. Tests that stop, kill or
// configure something start what they need. At the end of each test, the log of every Latchkey is searched for
// secrets.
package e2e_test

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// atOnce is how many tests run at a time, unless -parallel overrides it. A test often waits without using a core: each stop
// of a Latchkey takes the second in which it drains.
const atOnce = "6"

func TestMain(m *testing.M) {
	if err := moreAtOnce(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
	code := storetest.Main(m)
	if err := stopBrowser(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: stopping the browser:", err)
		code = 1
	}
	os.Exit(code)
}

func moreAtOnce() error {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "test.parallel" })
	if asked {
		return nil
	}
	return flag.Set("test.parallel", atOnce)
}

// build is a Latchkey that is built once.
type build struct {
	detector bool // of races, where LATCHKEY_TEST_RACE is set

	once   sync.Once
	flags  []string // of the go command
	binary string
	err    error
}

// Two builds of cmd/latchkey: as users have it, and with the race detector. The detector makes a process start and work
// several times more slowly, so only tests of requests and jobs at once use it. The flags are those of .ci/test, so that
// both use what is compiled already.
var (
	plain build
	raced = build{detector: true}
)

// path builds on the first call. Go's cache of results knows the variables that are read while tests run, not before.
func (b *build) path(t testing.TB) string {
	t.Helper()
	b.once.Do(func() {
		_ = os.Getenv("LATCHKEY_TEST_PROGRAMS") // the programs that the tests start; see .ci/test
		if os.Getenv("LATCHKEY_TEST_RACE") != "" && b.detector {
			b.flags = []string{"-race", "-gcflags=modernc.org/...=-d=checkptr=0", "-gcflags=modernc.org/sqlite/lib=-race=false -d=checkptr=0"}
		}
		b.binary, b.err = demo.BuildLatchkey(t.Context(), os.Stderr, b.flags...)
	})
	must(t, b.err)
	return b.binary
}

// must ends the test at the first thing that went wrong where nothing may.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

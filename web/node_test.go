package web

import (
	"os"
	"os/exec"
	"testing"
)

// What needs no browser is tested by Node: stand-ins that never answer, what the console says to developers, the order of the ways to sign in, the right address, the calls of an
// application’s API, what failures say, and what is said of a page that is not listed, and of a passkey in the list, where clocks are
// put forward; the text of /diagnose; the middleware for servers; and what the elements and the console show, on a stand-in of a document.
func TestInNode(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"loginsteps.test.mjs", "guard.test.mjs", "misplaced.test.mjs", "unreached.test.mjs", "passkeylist.test.mjs",
		"language.test.mjs", "failures.test.mjs", "ceremony.test.mjs", "developers.test.mjs", "elements.test.mjs", "console.test.mjs", "diagnose.test.mjs", "express.test.mjs"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			// Of what Node reads, Go's cache of test results knows only what is embedded.
			for _, read := range []string{file, "standin.mjs"} {
				if _, err := os.Stat(read); err != nil {
					t.Fatal(err)
				}
			}
			node := exec.Command("node", "--test", file)
			node.Env = append(os.Environ(), "TZ=Europe/Berlin")
			if said, err := node.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

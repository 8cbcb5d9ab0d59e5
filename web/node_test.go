package web

import (
	"os/exec"
	"testing"
)

// What needs no browser is tested by Node: the order of the ways to sign in, the right address, the calls of an
// application's API, and what is said of a page that is not listed.
func TestInNode(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"loginsteps.test.mjs", "guard.test.mjs", "misplaced.test.mjs", "unreached.test.mjs"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			if said, err := exec.Command("node", "--test", file).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

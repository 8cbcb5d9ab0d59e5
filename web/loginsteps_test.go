package web

import (
	"os/exec"
	"testing"
)

// The order of the ways to sign in is a pure function, so Node tests it without a browser.
func TestLoginSteps(t *testing.T) {
	t.Parallel()
	if said, err := exec.Command("node", "--test", "loginsteps.test.mjs").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

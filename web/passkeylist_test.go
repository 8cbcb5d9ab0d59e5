package web

import (
	"os"
	"os/exec"
	"testing"
)

// What the list says of a passkey are pure functions, so Node tests them without a browser, where clocks are put forward.
func TestPasskeyList(t *testing.T) {
	t.Parallel()
	node := exec.Command("node", "--test", "passkeylist.test.mjs")
	node.Env = append(os.Environ(), "TZ=Europe/Berlin")
	if said, err := node.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

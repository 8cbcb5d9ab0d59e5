package inspect_test

import (
	"testing"

	"latchkey/kratos/inspect"
)

func TestByVersion(t *testing.T) {
	for version, want := range map[string]bool{"v1.3.1": false, "v0.13.0": false, "v25.4.0": true, "v26.2.0": true, "master": true, "": true} {
		if inspect.RemovesSingly(version) != want {
			t.Errorf("%q: not %t", version, want)
		}
		if inspect.HasOrganizations(version) != want {
			t.Errorf("%q: organizations not %t", version, want)
		}
	}
}

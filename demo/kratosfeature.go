package demo

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
)

// Feature is what only some versions of Kratos can do. Its value is text in their binaries: one that is built from a
// checkout does not know its version.
type Feature string

// What Kratos 1.3.1 lacks. v26.2.0 has the first three, versions after it all of them.
const (
	RemovesPasskeys Feature = "/credentials/oidc/**" // by PATCH: what it must not change. Before, all credentials.
	KeepsLastFactor Feature = "You cannot remove the last first factor credential."
	VerifiesFirst   Feature = "legacy_require_verified_login_error" // require_verified_address refuses any login, not only by password
	CountsACR       Feature = "aal2_acr_values"                     // the level that a provider reports
	UpdatesIdentity Feature = "update_identity_on_login"            // from what a provider says
)

// isKratos is in the configuration schema of every version.
const isKratos Feature = "privileged_session_max_age"

// has reports whether a binary has a feature. It reads each binary once.
func has(binary string, f Feature) (bool, error) {
	read, _ := featuresOf.LoadOrStore(binary, sync.OnceValues(func() (map[Feature]bool, error) { return readFeatures(binary) }))
	found, err := read.(func() (map[Feature]bool, error))()
	return found[f], err
}

// featuresOf holds, by the path of a binary, the function that returns its features.
var featuresOf sync.Map

func readFeatures(binary string) (map[Feature]bool, error) {
	file, err := os.Open(binary)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	const overlap = 100 // longer than any feature's text
	found := map[Feature]bool{}
	window := make([]byte, overlap+1<<20)
	for kept := 0; ; {
		n, err := io.ReadFull(file, window[kept:])
		for _, f := range []Feature{isKratos, RemovesPasskeys, KeepsLastFactor, VerifiesFirst, CountsACR, UpdatesIdentity} {
			found[f] = found[f] || bytes.Contains(window[:kept+n], []byte(f))
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return found, nil
		case err != nil:
			return nil, err
		}
		kept = copy(window, window[len(window)-overlap:])
	}
}

package metadata

import (
	"crypto/x509"
	"testing"
)

// UseFIDORoot replaces FIDO's root until the test ends.
func UseFIDORoot(t *testing.T, root *x509.Certificate) {
	before := fidoRoot
	fidoRoot = func() (*x509.Certificate, error) { return root, nil }
	t.Cleanup(func() { fidoRoot = before })
}

// Package approved reads what decides which authenticators may hold new passkeys: the profiles of the configuration, and the
// certificates that its settings name.
package approved

import (
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/config"
	"latchkey/web/authenticators"
)

// Read returns the profiles, and what verifies attestations. Its faults name a setting each.
func Read(w config.WebAuthn) (profiles []authenticator.Profile, verifier *attestation.Verifier, faults []error) {
	for i, p := range w.Profiles {
		profile := p.Requirements()
		for _, list := range []struct {
			member string
			models []string
		}{{"allow", profile.Allow}, {"deny", profile.Deny}, {"synced_from", profile.SyncedFrom}} {
			for _, model := range list.models {
				if !known(model) {
					faults = append(faults, fmt.Errorf("webauthn.profiles[%d].%s: no authenticator is known whose name begins with %q: write its AAGUID", i, list.member, model))
				}
			}
		}
		profiles = append(profiles, profile)
	}
	var roots []*x509.Certificate
	for i, file := range w.AttestationRoots {
		text, err := os.ReadFile(file)
		if err == nil {
			var read []*x509.Certificate
			read, err = attestation.ReadRoots(text)
			roots = append(roots, read...)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("webauthn.attestation_roots[%d]: %s: %w", i, file, err))
		}
	}
	return profiles, attestation.New(roots, nil, time.Now), faults
}

// known reports whether an entry names a model: a make that is misspelled would deny nothing.
func known(model string) bool {
	if _, ok := authenticator.AAGUID(model); ok {
		return true
	}
	return authenticators.Make(model, authenticator.Begins)
}

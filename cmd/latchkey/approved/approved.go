// Package approved reads what decides which authenticators may hold new passkeys: the profiles of the configuration, the certificates that
// its settings name, and FIDO's metadata.
package approved

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/config"
	"latchkey/metadata"
	"latchkey/metadata/kept"
	"latchkey/web/authenticators"
)

// Authenticators is what the settings say about authenticators.
type Authenticators struct {
	Profiles []authenticator.Profile
	Verifier *attestation.Verifier // of attestations
	Metadata *kept.Keeper          // nil: none is configured
	Faults   []error               // each names a setting

	Compromised compromised.Config // what happens to the passkeys of compromised models
}

// Read reads what the settings name.
func Read(w config.WebAuthn) (a Authenticators) {
	for i, p := range w.Profiles {
		profile := p.Requirements()
		for _, list := range []struct {
			member string
			models []string
		}{{"allow", profile.Allow}, {"deny", profile.Deny}, {"synced_from", profile.SyncedFrom}} {
			for _, model := range list.models {
				if err := check(model); err != nil {
					a.Faults = append(a.Faults, fmt.Errorf("webauthn.profiles[%d].%s: %w", i, list.member, err))
				}
			}
		}
		a.Profiles = append(a.Profiles, profile)
	}
	var roots []*x509.Certificate
	for i, file := range w.AttestationRoots {
		read, err := readRoots(file)
		if err != nil {
			a.Faults = append(a.Faults, fmt.Errorf("webauthn.attestation_roots[%d]: %w", i, err))
		}
		roots = append(roots, read...)
	}
	var err error
	if a.Metadata, err = openMetadata(w.Metadata); err != nil {
		a.Faults = append(a.Faults, err)
	}
	a.Compromised = compromised.Config{Action: w.Metadata.Compromised, After: w.Metadata.CompromisedAfter}
	for _, text := range w.Metadata.CompromisedExempt {
		model, _ := authenticator.ParseModel(text) // checked when the configuration was loaded
		a.Compromised.Exempt = append(a.Compromised.Exempt, model)
	}
	var known attestation.Metadata
	if a.Metadata != nil {
		known, a.Compromised.Lists = a.Metadata, a.Metadata
	}
	a.Verifier = attestation.New(roots, known, time.Now)
	a.Verifier.Exempt(a.Compromised.Exempt)
	return a
}

// openMetadata returns nil if there is none.
func openMetadata(m config.Metadata) (*kept.Keeper, error) {
	if m.File == "" && m.URL == "" {
		return nil, nil
	}
	trust := metadata.Trust{Signer: m.Signer}
	if m.RootFile != "" {
		var err error
		if trust.Roots, err = readRoots(m.RootFile); err != nil {
			return nil, fmt.Errorf("webauthn.metadata.root_file: %w", err)
		}
	}
	for i, file := range m.RevokedFiles {
		der, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("webauthn.metadata.revoked_files[%d]: %w", i, err)
		}
		revoked, err := x509.ParseRevocationList(der)
		if err != nil {
			return nil, fmt.Errorf("webauthn.metadata.revoked_files[%d]: %s: %w", i, file, err)
		}
		trust.Revoked = append(trust.Revoked, revoked)
	}
	keeper := kept.Config{Trust: trust, URL: m.URL, Log: slog.Default(), Now: time.Now}
	if m.File != "" {
		keeper.File = metadata.Open(m.File, trust, slog.Default(), time.Now)
	}
	return kept.New(keeper), nil
}

func readRoots(file string) ([]*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roots, err := attestation.ReadRoots(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return roots, nil
}

// check checks that an entry names a model: a make that is misspelled would deny nothing.
func check(model string) error {
	switch named, ok := authenticator.ParseModel(model); {
	case ok && !named.Known():
		return errors.New("an AAGUID of zeros stands for no model: fido2_only refuses U2F keys, and attestation what does not prove its model")
	case ok || authenticators.Make(model, authenticator.Begins):
		return nil
	}
	return fmt.Errorf("no authenticator is known whose name begins with %q: write its AAGUID, in the form 00000000-0000-0000-0000-000000000000, or of a U2F key the key identifier of its certificate", model)
}

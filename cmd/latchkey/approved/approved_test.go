package approved_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// A make that is misspelled, and a file that is no list of certificates, are faults: the one would deny nothing, the other refuse all.
func TestRead(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, text []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, bad := file("good.pem", attest.NewCA("Maker").PEM()), file("bad.pem", []byte("x"))
	profiles := []config.Profile{{Name: "staff", Attestation: "direct", Allow: []string{"YubiKey 5", "1ac71f64-468d-4fe0-bef1-0e5f2f551f18"}}}
	got := approved.Read(config.WebAuthn{Profiles: profiles, AttestationRoots: []string{good}})
	if len(got.Faults) > 0 || got.Verifier == nil || len(got.Profiles) != 1 || got.Profiles[0].Name != "staff" || got.Metadata != nil {
		t.Errorf("%+v", got)
	}
	publisher := metadatatest.New("mds.example")
	list := file("blob.jwt", publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01"}))
	root := file("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}))
	revoked := file("signer.crl", publisher.Revoke(publisher.Leaf).Raw)
	for want, m := range map[string]config.Metadata{
		"":                                     {File: list, RootFile: root},
		"webauthn.metadata.root_file: ":        {File: list, RootFile: bad},
		"webauthn.metadata.revoked_files[0]: ": {File: list, RootFile: root, RevokedFiles: []string{bad}},
	} {
		got := approved.Read(config.WebAuthn{Metadata: m})
		faults := got.Faults
		if want == "" && (got.Metadata == nil || !got.Metadata.Ready()) {
			t.Errorf("%+v: there is no list", m)
		}
		if want == "" && len(faults) > 0 || want != "" && (len(faults) != 1 || !strings.Contains(faults[0].Error(), want)) {
			t.Errorf("%+v: %v, want %q", m, faults, want)
		}
	}
	for want, m := range map[string]config.Metadata{ // no fault of the configuration: serve starts
		"its signer: x509":   {File: list},
		"the certificate of": {File: list, RootFile: root, RevokedFiles: []string{revoked}},
		"not mds.other":      {File: list, RootFile: root, Signer: "mds.other"},
		"not a signed list":  {File: bad, RootFile: root},
		"no such file":       {File: filepath.Join(folder, "none.jwt"), RootFile: root},
	} {
		got := approved.Read(config.WebAuthn{Metadata: m})
		if len(got.Faults) > 0 || got.Metadata == nil || got.Metadata.Ready() || got.Metadata.List() != nil {
			t.Fatalf("%+v: %v", m, got.Faults)
		}
		if fault := got.Metadata.State().Fault; fault == nil || !strings.Contains(fault.Error(), want) {
			t.Errorf("%+v: %v, want %q", m, fault, want)
		}
		warnings, err := approved.CheckFile(config.Loaded{Config: config.Config{WebAuthn: config.WebAuthn{Metadata: m}}})
		if missing := want == "no such file"; (err != nil) != missing || (len(warnings) == 1) == missing {
			t.Errorf("%+v: %v, %v", m, warnings, err)
		}
	}
	profiles[0].Deny = []string{"YubKey"}
	faults := approved.Read(config.WebAuthn{Profiles: profiles, AttestationRoots: []string{good, bad, filepath.Join(folder, "none.pem")}}).Faults
	for i, want := range []string{`webauthn.profiles[0].deny: no authenticator is known whose name begins with "YubKey"`, "webauthn.attestation_roots[1]: ", "webauthn.attestation_roots[2]: "} {
		if len(faults) != 3 || !strings.Contains(faults[i].Error(), want) {
			t.Fatalf("faults %v, want %q", faults, want)
		}
	}
	// An AAGUID has its hyphens, as everywhere, and a key identifier its 40 digits: what looks like one is no make.
	for entry, good := range map[string]bool{
		"1ac71f64-468d-4fe0-bef1-0e5f2f551f18": true, "1ac71f64468d4fe0bef10e5f2f551f18": false,
		"923881fe2f214ee465484371aeb72e97f5a58e0a": true, "923881fe2f214ee465484371aeb72e97f5a58e0": false,
	} {
		got := approved.Read(config.WebAuthn{Profiles: []config.Profile{{Name: "staff", Attestation: "direct", Allow: []string{entry}}}})
		if (len(got.Faults) == 0) != good || !good && !strings.Contains(got.Faults[0].Error(), "in the form 00000000-") {
			t.Errorf("%s: %v", entry, got.Faults)
		}
	}
	zeros := []config.Profile{{Name: "staff", Attestation: "direct", Deny: []string{"00000000-0000-0000-0000-000000000000"}}}
	if got := approved.Read(config.WebAuthn{Profiles: zeros}); len(got.Faults) != 1 || !strings.Contains(got.Faults[0].Error(), "stands for no model") {
		t.Errorf("zeros: %v", got.Faults)
	}
}

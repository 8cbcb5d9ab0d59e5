package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/metadata/metadatatest"
)

// A U2F key, which has no AAGUID, is suspended with its model, and works again once that is cleared. The key is Chromium's, whose certificate
// names the model.
func TestCompromisedU2FModelIsSuspended(t *testing.T) {
	t.Parallel()
	block, _ := pem.Decode(chromiumRoot(t))
	maker, err := x509.ParseCertificate(block.Bytes) // with the key of the certificates below it
	must(t, err)
	bits, err := maker.PublicKey.(*ecdsa.PublicKey).Bytes()
	must(t, err)
	hash := sha1.Sum(bits)
	key := hex.EncodeToString(hash[:])
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	list, root := filepath.Join(folder, "blob.jwt"), filepath.Join(folder, "root.pem")
	must(t, os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600))
	publish := func(number int, status string) {
		t.Helper()
		must(t, os.WriteFile(list, publisher.Blob(map[string]any{"no": number, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
			"attestationCertificateKeyIdentifiers": []string{strings.ToUpper(key)}, "statusReports": []any{map[string]any{"status": status}},
			"metadataStatement": map[string]any{"description": "Harbour U2F Key", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{block.Bytes}},
		}}}), 0o600))
	}
	publish(1, "FIDO_CERTIFIED_L1")
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_WEBAUTHN_METADATA_FILE=" + list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + root, "LATCHKEY_WEBAUTHN_METADATA_COMPROMISED_AFTER=0s",
		`LATCHKEY_WEBAUTHN_PROFILES=[{"name":"any","attestation":"indirect"}]`, "LATCHKEY_POLICY_AUTHENTICATORS=any",
	}})
	user, person := s.browser(t)
	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.oldKey()
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.untilTrue("have it stored", func(context.Context) bool { return len(person.passkeys(t)) == 1 })
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Verified model")
	tb.see("Harbour U2F Key")
	shown := func() string {
		out, err := s.latchkey.Command("policy", "compromised").CombinedOutput()
		must(t, err)
		return string(out)
	}
	suspended := func(want bool) {
		t.Helper()
		must(t, s.latchkey.Stop()) // the file is read at once
		must(t, s.latchkey.Start(t.Context()))
		eventuallyWithin(t, 2*time.Minute, "the suspension to change", func() bool { return person.passkeys(t)[0].Suspended == want })
	}

	publish(2, "ATTESTATION_KEY_COMPROMISE")
	must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]string{"latchkey_role": "support"}))
	if got := shown(); !strings.Contains(got, key+"  Harbour U2F Key\n  ATTESTATION_KEY_COMPROMISE: 1 usable passkeys of 1 users; "+
		"1 of them have no usable passkey of another model, and 1 of those have a role\n") || strings.Contains(got, "unknown model") {
		t.Errorf("before the report: %s", got)
	}
	suspended(true)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see(sentences(t, "en")["passkeys.compromised_means"])
	if got := shown(); !strings.Contains(got, "1 passkeys were suspended at") {
		t.Errorf("after the report: %s", got)
	}
	publish(3, "FIDO_CERTIFIED_L1")
	suspended(false)
}

package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	s := startConsole(t,
		"LATCHKEY_WEBAUTHN_METADATA_FILE="+list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE="+root, "LATCHKEY_WEBAUTHN_METADATA_COMPROMISED_AFTER=0s",
		`LATCHKEY_WEBAUTHN_PROFILES=[{"name":"any","attestation":"indirect"}]`, "LATCHKEY_POLICY_AUTHENTICATORS=any",
	)
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
	s.revokesByKeyIdentifier(t, key, user.Email)
}

// An admin finds passkeys of the model by command and in the console, and revokes them.
func (s *stack) revokesByKeyIdentifier(t *testing.T, key, email string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(file, []byte(s.key+"\n"), 0o600))
	other := strings.Repeat("0", 40)
	for _, env := range [][]string{nil, {"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL, "LATCHKEY_ADMIN_KEY_FILE=" + file}} {
		for of, want := range map[string]int{strings.ToUpper(key): 1, other: 0} {
			listed, _ := s.commandLine(t, env, 0, "passkeys", "list", "--key-identifier", of)
			counted, _ := s.commandLine(t, env, 0, "revocations", "start", "--key-identifier", of, "--dry-run")
			if strings.Count(listed, "\n") != 1+want || !strings.Contains(counted, fmt.Sprintf("%d passkeys match", want)) {
				t.Errorf("%v: of %s:\n%s%s", env != nil, of, listed, counted)
			}
		}
		_, told := s.commandLine(t, env, 2, "passkeys", "list", "--key-identifier", "Harbour")
		if !strings.Contains(told, "40 hexadecimal digits") {
			t.Errorf("no key identifier: %s", told)
		}
	}
	tb := staff("support")(s, t)
	tb.open(s.latchkey.PublicURL + "/admin#/passkeys?key_identifier=" + other)
	tb.see("No passkeys match this filter.")
	tb.fill("#filter-key_identifier", key)
	tb.press("Apply filter")
	tb.see(email)
	tb.see("Harbour U2F Key")
	tb.act("Revoke all that match", "recalled by the maker", "Revoke")
	tb.see("The passkeys are now being revoked.")
	tb.press("Bulk revocations")
	tb.see("Key identifier (U2F): " + key)
	eventually(t, "the passkey is revoked", func() bool { return len(find(t, s, email).Passkeys) == 0 })
}

package e2e_test

import (
	"encoding/json"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// yubiKey is a model that the list knows as "YubiKey 5 NFC", and exampleKey one that only the test's metadata knows.
var yubiKey, exampleKey = uuid.MustParse("1ac71f64-468d-4fe0-bef1-0e5f2f551f18"), uuid.MustParse("0e5a4b1c-6a2d-4c55-9d3e-000000000015")

// attesters are two makers of authenticators: the operator lists the root of one, and FIDO's metadata has a model of the other.
type attesters struct{ listed, published *attest.Maker }

// withAttesters returns them, and the settings that verify their attestations.
func withAttesters(t *testing.T) (attesters, []string) {
	t.Helper()
	m := attesters{&attest.Maker{CA: attest.NewCA("Listed Maker")}, &attest.Maker{CA: attest.NewCA("Published Maker")}}
	publisher := metadatatest.New("mds.example")
	blob := publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01", "entries": []any{map[string]any{
		"aaguid": exampleKey, "statusReports": []any{map[string]any{"status": "FIDO_CERTIFIED"}}, "metadataStatement": map[string]any{
			"description": "Example Key of the Published Maker", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{m.published.CA.Certificate.Raw}}}}})
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, content, 0o600))
		return path
	}
	return m, []string{
		"LATCHKEY_WEBAUTHN_ATTESTATION_ROOTS=" + file("roots.pem", m.listed.CA.PEM()),
		"LATCHKEY_WEBAUTHN_METADATA_FILE=" + file("blob.jwt", blob),
		"LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + file("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw})),
	}
}

// keyOf is a security key of a model that attests in a way; nil: it does not.
func (s *stack) keyOf(model uuid.UUID, way webauthntest.Attest) *webauthntest.Authenticator {
	key := webauthntest.New(s.latchkey.PublicURL)
	key.AAGUID, key.Attest, key.Transports, key.Attachment, key.BackupEligible, key.BackedUp = model, way, []string{"usb"}, "cross-platform", false, false
	return key
}

// TestVerifiedMake: users and staff see which model was verified, that only the maker was, and what is only claimed. The audit log has it.
func TestVerifiedMake(t *testing.T) {
	t.Parallel()
	m, env := withAttesters(t)
	s := startConsole(t, append(env, `LATCHKEY_WEBAUTHN_PROFILES=[{"name":"any","attestation":"indirect"}]`, "LATCHKEY_POLICY_AUTHENTICATORS=any")...)
	user, person := s.browser(t)
	first := s.keyOf(yubiKey, m.listed.Packed)
	ids := map[string]string{"roots": person.register(t, first).ID.String()}
	person.stepUp(t, first)
	for name, key := range map[string]*webauthntest.Authenticator{
		"metadata": s.keyOf(exampleKey, m.published.Packed), "maker": s.keyOf(uuid.Nil, m.listed.U2F), "claims": s.keyOf(yubiKey, nil),
	} {
		ids[name] = person.register(t, key).ID.String()
		person.do(t, http.MethodPatch, "/v1/passkeys/"+ids[name], map[string]string{"name": "My key " + name}).want(t, http.StatusOK, nil)
	}
	want := map[string]string{
		"roots": "Verified model YubiKey 5 NFC", "metadata": "Verified model Example Key of the Published Maker", "maker": "Its maker is verified, its model is not.",
		"claims": "set up with YubiKey 5 NFC",
	}

	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see(want["maker"])
	for name, id := range ids {
		item := evaluate[string](tb, shadow+`.first('#passkey-`+id+`').innerText`)
		verified := []string{"roots", "metadata", "maker"}
		if !strings.Contains(item, want[name]) || slices.Contains(verified, name) == strings.Contains(item, "set up with") || (name == "claims") == strings.Contains(item, "erified") {
			t.Errorf("%s says:\n%s", name, item)
		}
	}
	tb.looksRight()
	tb.looksRightInEveryLanguage()

	clerk := staff("auditor")(s, t)
	clerk.width(narrow)
	clerk.open(s.consoleOf(user.IdentityID))
	clerk.see("Verified model")
	for name, said := range map[string][]string{
		"roots":    {"Verified model", "YubiKey 5 NFC", "packed, verified by a root of the operator"},
		"metadata": {"Verified model", "Example Key of the Published Maker", "packed, verified by FIDO’s metadata"},
		"maker":    {"fido-u2f, verified by a root of the operator"},
		"claims":   {"Set up with, as it claims", "YubiKey 5 NFC"},
	} {
		item := evaluate[string](clerk, shadow+`.first('[aria-labelledby="passkey-`+ids[name]+`"]').innerText`)
		for _, one := range said {
			if !strings.Contains(item, one) {
				t.Errorf("the console does not say %q of %s:\n%s", one, name, item)
			}
		}
		if models, claims := strings.Contains(item, "Verified model"), name == "claims"; models != (name == "roots" || name == "metadata") || claims == strings.Contains(item, "Attestation") {
			t.Errorf("the console says of %s:\n%s", name, item)
		}
	}
	clerk.looksRight()
	clerk.looksRightInGerman()
	s.recordsAttested(t, ids)
}

// recordsAttested: the events of the registrations say what was attested, and of a claim nothing.
func (s *stack) recordsAttested(t *testing.T, ids map[string]string) {
	t.Helper()
	for name, id := range ids {
		var list struct {
			Events []struct {
				Metadata struct {
					Attested *struct{ By, Format string }
				}
			}
		}
		s.support().do(t, http.MethodGet, "/admin/v1/audit-events?event_type=passkey.registered&passkey_id="+id, nil).want(t, http.StatusOK, &list)
		if len(list.Events) != 1 || (list.Events[0].Metadata.Attested == nil) != (name == "claims") {
			said, _ := json.Marshal(list)
			t.Errorf("%s is recorded as %s", name, said)
		}
	}
}

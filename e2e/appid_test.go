package e2e_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"latchkey/switchover/portable"
	"latchkey/webauthnsvc/webauthntest"
)

// u2fAppID is the AppID of the old domain, for which a user's security key was registered before there was WebAuthn.
const u2fAppID = "https://u2f." + oldRP + "/app-id.json"

// testAppID steps up with a key of the U2F API, which was imported, and cannot register it a second time: in Chromium, with the SDK.
func testAppID(t *testing.T, s *stack, tb *tab) {
	t.Helper()
	user, _ := s.app(t)
	id := []byte("a key handle of the U2F API")
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	public, err := webauthntest.PublicKey(webauthntest.ES256, private.Public())
	must(t, err)
	s.importKey(t, user.IdentityID, id, public)
	tb.newU2FKey(id, private)

	tb.open(oldHome + "/blank")
	got := evaluate[string](tb, fmt.Sprintf(`import('/sdk/latchkey.js').then(async ({createLatchkey}) => {
		const latchkey = createLatchkey();
		latchkey.useToken(%q);
		const {assurance} = await latchkey.stepUp();
		const again = await latchkey.register({name: 'Again'}).then(() => 'registered', (error) => error.code);
		return assurance.level + ' ' + assurance.user_verified + ' ' + again;
	}).catch((error) => error.code)`, user.Token()))
	if got != "aal2 false already_registered" {
		t.Errorf("a key of the U2F API steps up, and registers again: %q, want aal2 without user verification, and already_registered", got)
	}
}

// importKey imports a second factor from a file.
func (s *stack) importKey(t *testing.T, owner uuid.UUID, id, public []byte) {
	t.Helper()
	record, err := json.Marshal(map[string]any{"id": id, "publicKey": public, "attestationType": "", "attestationFormat": "fido-u2f",
		"transport": []string{"usb"}, "flags": map[string]any{}, "authenticator": map[string]any{}})
	must(t, err)
	made, err := uuid.NewV7()
	must(t, err)
	now := time.Now().UTC().Format(time.RFC3339)
	line, err := json.Marshal(map[string]any{"identity_id": owner, "passkeys": []any{map[string]any{
		"id": made, "credential_id": portable.Bytes(id), "user_handle": portable.Bytes(owner[:]), "rp_id": oldRP, "name": "Key", "record": json.RawMessage(record),
		"backed_up": false, "sign_count": 0, "created_at": now, "uv_initialized": false, "step_up_only": true,
	}}})
	must(t, err)
	path := filepath.Join(t.TempDir(), "key.jsonl")
	text := strings.Join([]string{`{"format":"latchkey-passkeys","version":1,"exported_at":"` + now + `"}`, string(line), `{"end":{"identities":1}}`, ""}, "\n")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	s.commandLine(t, nil, 0, "import", "json", path)
}

// newU2FKey replaces the tab's authenticator by a key that only speaks U2F.
func (tb *tab) newU2FKey(id []byte, private *ecdsa.PrivateKey) {
	tb.t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(private)
	must(tb.t, err)
	ctx, cancel := tb.within()
	defer cancel()
	_, err = chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: tb.device.id})
	must(tb.t, err)
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{Protocol: "u2f", Transport: "usb", AutomaticPresenceSimulation: true},
	})
	must(tb.t, err)
	tb.device = &device{tb, made.AuthenticatorID}
	_, err = chromedp.Call(ctx, webauthn.AddCredential, webauthn.AddCredentialParams{AuthenticatorID: made.AuthenticatorID, Credential: &webauthn.Credential{
		CredentialID: id, RpID: u2fAppID, PrivateKey: key,
	}})
	must(tb.t, err)
}

package e2e_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest"
)

// TestCompromisedModelIsNotSetUp: in an installation without any profile, the set-up page says that the model is reported as
// compromised, in every language, to a user whose device is of one that is suspended.
func TestCompromisedModelIsNotSetUp(t *testing.T) {
	t.Parallel()
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	list, root := filepath.Join(folder, "blob.jwt"), filepath.Join(folder, "root.pem")
	must(t, os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600))
	chromium := uuid.MustParse("01020304-0506-0708-0102-030405060708")
	publish := func(number int, status string) {
		must(t, os.WriteFile(list, publisher.Blob(map[string]any{"no": number, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
			"aaguid": chromium, "statusReports": []any{map[string]any{"status": status}}, "metadataStatement": map[string]any{"description": "Harbour Key"},
		}}}), 0o600))
	}
	publish(1, "FIDO_CERTIFIED_L1")
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_WEBAUTHN_METADATA_FILE=" + list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + root, "LATCHKEY_WEBAUTHN_METADATA_COMPROMISED_AFTER=0s",
	}})
	_, owner := s.app(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	phone.AAGUID = chromium
	owner.register(t, phone)
	publish(2, "REVOKED")
	must(t, s.latchkey.Stop())
	must(t, s.latchkey.Start(t.Context()))
	eventuallyWithin(t, 2*time.Minute, "the suspension", func() bool { return owner.passkeys(t)[0].Suspended })

	user, person := s.browser(t)
	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.width(narrow)
	for _, language := range []string{"en", "de", "fr", "es", "ar", "it", "nl", "pl", "pt"} {
		words := sentences(t, language)
		tb.speaks(language)
		tb.open(s.latchkey.PublicURL + "/setup")
		tb.pressAt("set up a passkey", shadow+`.first('button.primary')`)
		for _, part := range []string{".what", ".next"} {
			if words["reasons.model_compromised"+part] == "" {
				t.Fatalf("%s has no %s", language, part)
			}
			tb.see(words["reasons.model_compromised"+part])
		}
		tb.looksRightHere(language)
	}
	if stored, held := person.passkeys(t), tb.device.passkeys(); len(stored)+len(held) > 0 {
		t.Errorf("%d are stored, the browser keeps %d", len(stored), len(held))
	}
}

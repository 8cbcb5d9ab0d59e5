package e2e_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest"
)

// The page says that a passkey is of a compromised model while it works, and once staff have suspended it for another reason does not
// give that as the reason.
func TestCompromisedModelOnThePage(t *testing.T) {
	t.Parallel()
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	list, root := filepath.Join(folder, "blob.jwt"), filepath.Join(folder, "root.pem")
	must(t, os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600))
	must(t, os.WriteFile(list, publisher.Blob(map[string]any{"no": 1, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
		"aaguid": uuid.UUID(webauthntest.New("").AAGUID), "statusReports": []any{map[string]any{"status": "REVOKED"}}, "metadataStatement": map[string]any{"description": "Harbour Key"},
	}}}), 0o600))
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_WEBAUTHN_METADATA_FILE=" + list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + root, "LATCHKEY_WEBAUTHN_METADATA_COMPROMISED=mark",
	}})
	user, person := s.browser(t)
	made := person.register(t, webauthntest.New(s.latchkey.PublicURL))
	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	for _, language := range []string{"en", "de", "fr", "es", "ar", "it", "nl", "pl", "pt"} {
		tb.speaks(language)
		tb.open(s.latchkey.PublicURL + "/passkeys")
		tb.see(sentences(t, language)["passkeys.marked_means"])
	}
	tb.speaks("en")
	out, err := s.latchkey.Command("passkeys", "suspend", made.ID.String(), "--reason", "lost").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Ask support for the reason.")
	if text := evaluate[string](tb, shadow+`.first('[part=list]').textContent`); text == "" || strings.Contains(text, "compromised") {
		t.Errorf("the page says %q", text)
	}
}

package e2e_test

import (
	"encoding/pem"
	"net/http"
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

// A model is reported as compromised in the file that the operator names: the admins and the user get mail, its passkey signs in no more,
// and does again once a newer list clears the model.
func TestCompromisedModelIsSuspended(t *testing.T) {
	t.Parallel()
	mails, err := demo.StartMailServer(demo.MailOptions{})
	must(t, err)
	t.Cleanup(func() { mails.Close() })
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	list, root := filepath.Join(folder, "blob.jwt"), filepath.Join(folder, "root.pem")
	must(t, os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600))
	model := uuid.UUID(webauthntest.New("").AAGUID)
	publish := func(number int, status string) {
		t.Helper()
		must(t, os.WriteFile(list, publisher.Blob(map[string]any{"no": number, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
			"aaguid": model, "statusReports": []any{map[string]any{"status": status}}, "metadataStatement": map[string]any{"description": "Harbour Key"},
		}}}), 0o600))
	}
	publish(1, "FIDO_CERTIFIED_L1")
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_WEBAUTHN_METADATA_FILE=" + list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + root, "LATCHKEY_WEBAUTHN_METADATA_COMPROMISED_AFTER=0s",
		"LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_MAIL_SERVER=" + mails.Address, "LATCHKEY_NOTIFY_MAIL_SECURITY=none",
		"LATCHKEY_NOTIFY_MAIL_FROM=no-reply@latchkey.test", "LATCHKEY_NOTIFY_MAIL_ADMIN_ALERTS=security@latchkey.test",
	}})
	ada, person := s.app(t)
	must(t, s.kratos.VerifyAddress(t.Context(), ada.IdentityID))
	phone := webauthntest.New(s.latchkey.PublicURL)
	made := person.register(t, phone)
	s.anyone().login(t, phone).want(t, http.StatusOK, nil)
	mailed := func(to, phrase string) func() bool {
		return func() bool {
			for _, mail := range mails.Received() {
				if mail.To == "TO:<"+to+">" && strings.Contains(plainText(t, mail), phrase) {
					return true
				}
			}
			return false
		}
	}
	shown := func() string {
		out, err := s.latchkey.Command("policy", "compromised").CombinedOutput()
		must(t, err)
		return string(out)
	}
	restart := func() { // the file is read at once
		t.Helper()
		must(t, s.latchkey.Stop())
		must(t, s.latchkey.Start(t.Context()))
	}

	publish(2, "USER_KEY_REMOTE_COMPROMISE")
	if got := shown(); !strings.Contains(got, "USER_KEY_REMOTE_COMPROMISE: 1 usable passkeys of 1 users; 1 of them have no usable passkey") || !strings.Contains(got, "not reported yet") || !strings.Contains(got, made.ID.String()) {
		t.Errorf("before the report: %s", got)
	}
	restart()
	eventuallyWithin(t, 2*time.Minute, "a mail to the admins about the report", mailed("security@latchkey.test", "“Harbour Key” as USER_KEY_REMOTE_COMPROMISE. 1 passkeys of 1 users"))
	eventuallyWithin(t, 2*time.Minute, "a mail to the user", mailed(ada.Email, "was reported as compromised. To protect your account, the passkey was suspended"))
	eventuallyWithin(t, 2*time.Minute, "a mail to the admins about the suspension", mailed("security@latchkey.test", "1 passkeys of the model “Harbour Key”"))
	s.anyone().login(t, phone).rejected(t, "not_accepted")
	if got := shown(); !strings.Contains(got, "1 passkeys were suspended at") {
		t.Errorf("after the report: %s", got)
	}

	publish(3, "FIDO_CERTIFIED_L1")
	restart()
	eventuallyWithin(t, 2*time.Minute, "a mail to the user about the end", mailed(ada.Email, "The suspension has ended"))
	eventuallyWithin(t, 2*time.Minute, "a mail to the admins about the end", mailed("security@latchkey.test", "The report of the model “Harbour Key” has ended"))
	s.anyone().login(t, phone).want(t, http.StatusOK, nil)
}

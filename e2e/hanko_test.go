package e2e_test

import (
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/store/storetest"
	"latchkey/switchover/hanko/hankotest"
	"latchkey/webauthnsvc/webauthntest"
)

// registeredAtHanko returns an authenticator with a passkey for a user_id, and that passkey's row.
func (s *stack) registeredAtHanko(t *testing.T, userID string, edit func(*webauthntest.Authenticator)) (*webauthntest.Authenticator, hankotest.Passkey) {
	t.Helper()
	a := webauthntest.New(s.latchkey.PublicURL)
	edit(a)
	_, err := a.Create(fmt.Appendf(nil, `{"rp":{"id":"localhost","name":"L"},"user":{"id":"%s","name":"u","displayName":"u"},"challenge":"AAAA",`+
		`"pubKeyCredParams":[{"type":"public-key","alg":-7}]}`, base64.RawURLEncoding.EncodeToString([]byte(userID))))
	must(t, err)
	made := a.Passkeys()[0]
	encoded, err := made.PrivateKey()
	must(t, err)
	private, err := x509.ParsePKCS8PrivateKey(encoded)
	must(t, err)
	public, err := webauthntest.PublicKey(webauthntest.ES256, private.(crypto.Signer).Public())
	must(t, err)
	return a, hankotest.Passkey{ID: made.ID, PublicKey: public, AAGUID: a.AAGUID, SignCount: int(made.Counter), BackupEligible: a.BackupEligible,
		BackedUp: a.BackedUp, CreatedAt: time.Now().UTC(), Transports: a.Transports}
}

// testHanko imports passkeys of teamhanko/passkeys, with which the user then signs in here.
func (s *stack) testHanko(t *testing.T) {
	from, err := hankotest.New(t.Context(), storetest.Postgres(t))
	must(t, err)
	defer from.Close()
	tenant, err := from.Tenant(t.Context(), "Mine", "localhost")
	must(t, err)
	erin, page := s.browser(t)
	const userID = "customer 17"
	user, err := from.User(t.Context(), tenant, userID)
	must(t, err)
	vault, vaultRow := s.registeredAtHanko(t, userID, func(*webauthntest.Authenticator) {})
	usb, usbRow := s.registeredAtHanko(t, userID, func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp, a.CounterStep = false, false, 1 })
	key, keyRow := s.registeredAtHanko(t, userID, func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	keyRow.SecondFactor = true
	for _, row := range []hankotest.Passkey{vaultRow, usbRow, keyRow} {
		must(t, from.Passkey(t.Context(), user, userID, row))
	}
	list := filepath.Join(t.TempDir(), "users.csv")
	must(t, os.WriteFile(list, []byte(userID+","+erin.IdentityID.String()+"\n"), 0o600))
	env := []string{"HANKO_DSN=" + from.DSN}

	s.commandLine(t, nil, 2, "import", "hanko")
	report, _ := s.commandLine(t, env, 5, "import", "hanko")
	if !strings.Contains(report, `user_id "customer 17"`) || !strings.Contains(report, "Kratos has no such identity") {
		t.Errorf("without the list of identities:\n%s", report)
	}
	for _, flags := range [][]string{{"--dry-run"}, {}} {
		report, _ = s.commandLine(t, env, 0, append([]string{"import", "hanko", "--identities", list}, flags...)...)
		if strings.Count(report, "  imported") != 3 || !strings.Contains(report, "(1 as second factors only)") {
			t.Errorf("%q:\n%s", flags, report)
		}
	}
	for range 2 {
		for _, a := range []*webauthntest.Authenticator{vault, usb} {
			var got login
			s.anyone().login(t, a).want(t, http.StatusOK, &got)
			if got.IdentityID != erin.IdentityID {
				t.Errorf("a passkey signs in %s", got.IdentityID)
			}
		}
	}
	s.anyone().login(t, key).rejected(t, "not_accepted")
	page.stepUp(t, key)

	_, err = from.Tenant(t.Context(), "Another", "example.org")
	must(t, err)
	if _, why := s.commandLine(t, env, 1, "import", "hanko"); !strings.Contains(why, tenant.String()) {
		t.Errorf("with two tenants: %s", why)
	}
}

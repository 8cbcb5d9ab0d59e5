package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// testMove moves the passkeys to another Latchkey, on SQLite and with another secret, where each signs in like before.
func (s *stack) testMove(t *testing.T, ada *demo.KratosUser, key *webauthntest.Authenticator, passkeys ...*webauthntest.Authenticator) {
	dir := t.TempDir()
	file := filepath.Join(dir, "passkeys.jsonl")
	s.commandLine(t, nil, 0, "export", "--out", file)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the export: %v, %v", info, err)
	}
	s.commandLine(t, nil, 4, "export", "--identity", "7cbe1b1b-7e5f-4e5e-8d5a-8ab1d6a7b9a0")
	s.commandLine(t, nil, 4, "export", "--identity", "nobody@example.com")
	s.commandLine(t, nil, 2, "export", "--identity", "") // and not everyone
	must(t, s.kratos.VerifyAddress(t.Context(), ada.IdentityID))
	if hers, _ := s.commandLine(t, nil, 0, "export", "--identity", ada.Email); !strings.Contains(hers, ada.IdentityID.String()) {
		t.Errorf("by what she signs in with: %s", hers)
	}

	other := &stack{kratos: s.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, DSN: "sqlite://" + filepath.Join(dir, "other.db")})}
	content, err := os.ReadFile(file)
	must(t, err)
	cut := filepath.Join(dir, "cut.jsonl")
	must(t, os.WriteFile(cut, content[:len(content)-3], 0o600))
	if _, why := other.commandLine(t, nil, 1, "import", "json", cut); !strings.Contains(why, "nothing is imported from this file: it is not complete") {
		t.Errorf("a file that was cut: %s", why)
	}
	// A stolen password adds nothing: another user's line for these passkeys is refused, and so is a line that is wrong.
	hostile := filepath.Join(dir, "hostile.jsonl")
	must(t, os.WriteFile(hostile, []byte(strings.Replace(string(content), `"end":{"identities":1}`, `"identity_id":7}`+"\n"+`{"end":{"identities":2}`, 1)), 0o600))
	report, _ := other.commandLine(t, nil, 5, "import", "json", hostile)
	if !strings.Contains(report, "line 2  "+ada.IdentityID.String()) || !strings.Contains(report, "line 3  ") || !strings.Contains(report, "4 passkeys imported (1 as second factors only), 0 already here, 1 refused") {
		t.Errorf("the import:\n%s", report)
	}
	if report, _ = other.commandLine(t, nil, 0, "import", "json", file); !strings.Contains(report, "0 passkeys imported (0 as second factors only), 4 already here, 0 refused") {
		t.Errorf("the second import:\n%s", report)
	}
	moved := func(a *webauthntest.Authenticator) *webauthntest.Authenticator {
		a = a.Copy()
		a.Origin = other.latchkey.PublicURL
		return a
	}
	for _, a := range passkeys {
		var got login
		other.anyone().login(t, moved(a)).want(t, http.StatusOK, &got)
		if got.IdentityID != ada.IdentityID {
			t.Errorf("a passkey signs in %s", got.IdentityID)
		}
	}
	other.anyone().login(t, moved(key)).rejected(t, "not_accepted")
	s.testOrderOfMove(t, other)
}

// testOrderOfMove: until a user's passkeys are at the new Latchkey, their password is enough for a first passkey there. Once they are
// imported it is not, and an import says who was faster.
func (s *stack) testOrderOfMove(t *testing.T, other *stack) {
	dir := t.TempDir()
	exported := func() (file string, thief caller) {
		owner, page := s.browser(t)
		page.register(t, webauthntest.New(s.latchkey.PublicURL))
		file = filepath.Join(dir, owner.Email)
		s.commandLine(t, nil, 0, "export", "--identity", owner.IdentityID.String(), "--out", file)
		stolen := s.kratos.Browser()
		must(t, stolen.Login(t.Context(), owner.Email, password))
		return file, other.withCookie(stolen)
	}
	file, thief := exported()
	begun := thief.begin(t, "registration")
	if report, said := other.commandLine(t, nil, 0, "import", "json", file); !strings.Contains(report, "1 passkeys imported") || said != "" {
		t.Errorf("the import:\n%s%s", report, said)
	}
	thief.finish(t, "registration", begun.created(t, webauthntest.New(other.latchkey.PublicURL))).refused(t, http.StatusForbidden, "step_up_required")
	thief.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")

	file, thief = exported()
	thief.register(t, webauthntest.New(other.latchkey.PublicURL))
	report, said := other.commandLine(t, nil, 5, "import", "json", file)
	if !strings.Contains(report, "their first one here is from 2") || !strings.Contains(said, "1 users set up a passkey here before this import") {
		t.Errorf("the import of what was set up before:\n%s%s", report, said)
	}
}

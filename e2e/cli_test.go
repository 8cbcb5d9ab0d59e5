package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// commandLine runs the binary with the configuration of the stack, and these additional variables.
func (s *stack) commandLine(t *testing.T, env []string, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := s.latchkey.Command(args...)
	cmd.Env = append(cmd.Env, env...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code && code >= 0 {
		t.Fatalf("latchkey %s exits with %d, want %d:\n%s%s", strings.Join(args, " "), got, code, &out, &errOut)
	}
	return out.String(), errOut.String()
}

// TestSupportByCommand: the same commands at the admin API and at the database.
func TestSupportByCommand(t *testing.T) {
	t.Parallel()
	// Only the command reconciles: it refuses to while another does.
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_LIFECYCLE_EVERY=0s"}})
	key, err := s.latchkey.CreateKey("read", "revoke", "reset")
	must(t, err)
	remember("admin key", key)
	file := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(file, []byte(key+"\n"), 0o600))
	for name, env := range map[string][]string{
		"database": nil,
		"API":      {"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL, "LATCHKEY_ADMIN_KEY_FILE=" + file},
	} {
		t.Run(name, func(t *testing.T) {
			ada, latchkey := s.app(t)
			phone := webauthntest.New(s.latchkey.PublicURL)
			first := latchkey.register(t, phone)
			latchkey.stepUp(t, phone)
			second := latchkey.register(t, webauthntest.New(s.latchkey.PublicURL))
			id := ada.IdentityID.String()
			if _, told := s.commandLine(t, env, 4, "mfa-reset", ada.Email, "--reason", "lost", "--yes"); !strings.Contains(told, "has not verified it") || !strings.Contains(told, id) {
				t.Errorf("of an unverified address: %s", told)
			}
			if shown, _ := s.commandLine(t, env, 0, "identities", "show", ada.Email); !strings.Contains(shown, "not verified") {
				t.Errorf("shown:\n%s", shown)
			}
			must(t, s.kratos.VerifyAddress(t.Context(), ada.IdentityID))

			table, _ := s.commandLine(t, env, 0, "passkeys", "list", "--identity", id, "--no-suspended")
			if lines := strings.Split(strings.TrimSpace(table), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "ID ") || !strings.HasPrefix(lines[1], second.ID.String()) {
				t.Errorf("listed:\n%s", table)
			}
			var listed struct{ Passkeys []passkey }
			text, _ := s.commandLine(t, env, 0, "passkeys", "list", "--identity", id, "--suspended", "--json")
			if err := json.Unmarshal([]byte(text), &listed); err != nil || len(listed.Passkeys) != 0 {
				t.Errorf("suspended: %s", text)
			}
			if _, told := s.commandLine(t, env, 0, "passkeys", "list", "--identity", id, "--limit", "1"); !strings.Contains(told, "there are more") {
				t.Errorf("a list that is cut says %q", told)
			}
			s.commandLine(t, env, 0, "passkeys", "suspend", first.ID.String(), "--reason", "mislaid")
			s.anyone().login(t, phone).rejected(t, "not_accepted")
			if told, _ := s.commandLine(t, env, 0, "passkeys", "resume", first.ID.String(), "--reason", "found"); !strings.Contains(told, "of "+id) {
				t.Errorf("resumed: %q", told)
			}
			s.anyone().login(t, phone).want(t, http.StatusOK, nil)
			s.commandLine(t, env, 4, "passkeys", "suspend", uuid.NewString(), "--reason", "x")
			s.commandLine(t, env, 4, "passkeys", "resume", uuid.NewString(), "--reason", "x")
			s.commandLine(t, env, 2, "passkeys", "revoke", first.ID.String()) // without a reason
			s.commandLine(t, env, 1, "passkeys", "revoke", first.ID.String(), "--reason", " ")
			s.commandLine(t, env, 4, "passkeys", "revoke", uuid.NewString(), "--reason", "x")
			if told, _ := s.commandLine(t, env, 0, "passkeys", "revoke", first.ID.String(), "--reason", "lost", "--keep-sessions"); !strings.Contains(told, "revoked") {
				t.Errorf("revoked: %q", told)
			}
			s.anyone().login(t, phone).rejected(t, "not_accepted")

			for _, whom := range []string{id, ada.Email} {
				if shown, _ := s.commandLine(t, env, 0, "identities", "show", whom); !strings.Contains(shown, second.ID.String()) || !strings.Contains(shown, ada.Email) || strings.Contains(shown, first.ID.String()) {
					t.Errorf("shown:\n%s", shown)
				}
				if log, _ := s.commandLine(t, env, 0, "audit", "export", "--identity", whom, "--type", "passkey.registered"); strings.Count(log, "\n") != 2 || strings.Count(log, id) < 2 {
					t.Errorf("exported of %s:\n%s", whom, log)
				}
			}
			counted, _ := s.commandLine(t, env, 0, "revocations", "start", "--identity", id, "--dry-run")
			if !strings.Contains(counted, "1 passkeys match") || !strings.Contains(counted, second.ID.String()) {
				t.Errorf("counted:\n%s", counted)
			}
			s.commandLine(t, env, 1, "revocations", "start", "--identity", id)                                              // without a reason
			s.commandLine(t, env, 1, "revocations", "start", "--identity", id, "--reason", "x")                             // without --yes and without a terminal
			s.commandLine(t, env, 1, "revocations", "start", "--reason", "x", "--yes")                                      // without a filter
			s.commandLine(t, env, 1, "revocations", "start", "--identity", id, "--reason", "x", "--yes", "--expected", "2") // one matches
			if gone, told := s.commandLine(t, env, 0, "revocations", "start", "--identity", id, "--reason", "recalled", "--yes", "--expected", "1", "--keep-sessions"); !strings.Contains(gone, "done") {
				t.Errorf("revoked:\n%s%s", gone, told)
			}
			list, _ := s.commandLine(t, env, 0, "revocations", "list")
			if !strings.Contains(list, "recalled") {
				t.Fatalf("revocations:\n%s", list)
			}
			bulk := strings.Fields(strings.Split(list, "\n")[1])[0]
			if shown, _ := s.commandLine(t, env, 0, "revocations", "show", bulk, "--outcome", "revoked"); !strings.Contains(shown, second.ID.String()) || !strings.Contains(shown, "done") {
				t.Errorf("the revocation:\n%s", shown)
			}
			s.commandLine(t, env, 4, "revocations", "show", id)
			latchkey.register(t, webauthntest.New(s.latchkey.PublicURL))
			s.commandLine(t, env, 4, "identities", "show", uuid.NewString())
			s.commandLine(t, env, 4, "identities", "show", "nobody@example.com")
			s.commandLine(t, env, 4, "audit", "export", "--identity", "nobody@example.com")
			for _, command := range [][]string{{"mfa-reset", "--yes"}, {"enrolment-code"}, {"recovery-code"}, {"identities", "end-sessions"}, {"identities", "erase", "--yes"}} {
				if _, told := s.commandLine(t, env, 4, append(command, "nobody@example.com", "--reason", "x")...); !strings.Contains(told, "give the identity's ID") {
					t.Errorf("%v of nobody says %q", command, told)
				}
				s.commandLine(t, env, 2, append(command, "", "--reason", "x")...)
			}
			var data struct{ Passkeys []passkey }
			text, _ = s.commandLine(t, env, 0, "identities", "export", ada.Email)
			if err := json.Unmarshal([]byte(text), &data); err != nil || len(data.Passkeys) != 1 {
				t.Errorf("exported of %s: %s", ada.Email, text)
			}

			code, _ := s.commandLine(t, env, 0, "recovery-code", ada.Email, "--reason", "called from the number on file")
			latchkey.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": strings.TrimSpace(code)}).want(t, http.StatusOK, nil)

			s.commandLine(t, env, 1, "mfa-reset", id, "--reason", "lost") // without --yes and without a terminal for the question
			s.commandLine(t, env, 4, "mfa-reset", uuid.NewString(), "--reason", "lost", "--yes")
			told, _ := s.commandLine(t, env, 0, "mfa-reset", ada.Email, "--reason", "lost\nand found", "--approved-by", "team lead", "--yes")
			if !strings.Contains(told, "done") || !strings.Contains(told, "removed (1)") {
				t.Errorf("reset:\n%s", told)
			}
			latchkey.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
			if list, _ := s.commandLine(t, env, 0, "mfa-reset", "list", "--identity", id); strings.Count(list, "\n") != 2 {
				t.Errorf("resets:\n%s", list)
			}
			s.commandLine(t, env, 4, "mfa-reset", "approve", uuid.NewString())

			if erased, told := s.commandLine(t, env, 0, "identities", "erase", ada.Email, "--reason", "asked for", "--yes"); !strings.Contains(erased, "erased: 0 passkeys") || !strings.Contains(told, "Kratos still has the identity "+id) {
				t.Errorf("erased:\n%s%s", erased, told)
			}
			if left, _ := s.commandLine(t, env, 0, "audit", "export", "--identity", id, "--type", "passkey.registered"); left != "" {
				t.Errorf("the log still knows of them:\n%s", left)
			}
		})
	}
	t.Run("two admins", func(t *testing.T) {
		ada, _ := s.app(t)
		two := []string{"LATCHKEY_ADMIN_RESET_APPROVALS=2"}
		text, told := s.commandLine(t, two, 5, "mfa-reset", ada.IdentityID.String(), "--reason", "lost", "--yes", "--json")
		var pending reset
		if err := json.Unmarshal([]byte(text), &pending); err != nil || pending.State != "pending" || !strings.Contains(told, "another admin must approve") {
			t.Fatalf("got %s%s, want a pending reset that another admin must approve", text, told)
		}
		s.commandLine(t, two, 1, "mfa-reset", "approve", pending.ID.String()) // requested on the command line itself
		remote := []string{"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL, "LATCHKEY_ADMIN_KEY=" + key}
		s.commandLine(t, remote, 0, "mfa-reset", "approve", pending.ID.String())
		s.commandLine(t, two, 1, "mfa-reset", "cancel", pending.ID.String(), "--reason", "x")
		bob, phone := s.app(t)
		phone.register(t, webauthntest.New(s.latchkey.PublicURL))
		text, told = s.commandLine(t, two, 5, "revocations", "start", "--identity", bob.IdentityID.String(), "--reason", "recalled", "--yes", "--json")
		if err := json.Unmarshal([]byte(text), &pending); err != nil || pending.State != "pending" || !strings.Contains(told, "another admin must approve") {
			t.Fatalf("got %s%s, want a pending revocation", text, told)
		}
		s.commandLine(t, two, 1, "approvals", "approve", pending.ID.String()) // requested on the command line itself
		s.commandLine(t, remote, 0, "approvals", "approve", pending.ID.String())
	})
	t.Run("reconcile", func(t *testing.T) {
		ada, phone := s.app(t)
		gone, other := s.app(t)
		mine := webauthntest.New(s.latchkey.PublicURL)
		phone.register(t, mine)
		other.register(t, webauthntest.New(s.latchkey.PublicURL))
		must(t, s.kratos.SetState(t.Context(), ada.IdentityID, "inactive"))
		must(t, s.kratos.DeleteIdentity(t.Context(), gone.IdentityID))
		would, _ := s.commandLine(t, nil, 0, "reconcile", "--dry-run")
		did, _ := s.commandLine(t, nil, 0, "reconcile", "--json")
		for id, change := range map[uuid.UUID]string{ada.IdentityID: "suspended", gone.IdentityID: "missing"} {
			if !strings.Contains(would, id.String()+"  "+change) || !strings.Contains(did, `{"identity_id":"`+id.String()+`","change":"`+change+`"`) {
				t.Errorf("%s should be %s:\n%s%s", id, change, would, did)
			}
		}
		if list, _ := s.commandLine(t, nil, 0, "passkeys", "list", "--identity", ada.IdentityID.String(), "--suspended"); strings.Count(list, "\n") != 2 {
			t.Errorf("suspended:\n%s", list)
		}
		s.anyone().login(t, mine).rejected(t, "not_accepted")
		must(t, s.kratos.SetState(t.Context(), ada.IdentityID, "active"))
		s.anyone().login(t, mine).want(t, http.StatusOK, nil) // no comparison has seen that yet
		if did, _ := s.commandLine(t, nil, 0, "reconcile", "--json"); strings.Contains(did, ada.IdentityID.String()) {
			t.Errorf("after a login: %s", did)
		}
		must(t, s.kratos.SetState(t.Context(), ada.IdentityID, "inactive"))
		s.commandLine(t, nil, 0, "reconcile")
		must(t, s.kratos.SetState(t.Context(), ada.IdentityID, "active"))
		s.commandLine(t, nil, 0, "reconcile")
		if list, _ := s.commandLine(t, nil, 0, "passkeys", "list", "--identity", ada.IdentityID.String(), "--no-suspended"); strings.Count(list, "\n") != 2 {
			t.Errorf("resumed:\n%s", list)
		}
		s.commandLine(t, nil, 2, "reconcile", "--max-missing", "101")
	})
	t.Run("wrong address or key", func(t *testing.T) {
		for _, env := range [][]string{
			{"LATCHKEY_ADMIN_URL=http://admin.example.com", "LATCHKEY_ADMIN_KEY=" + key}, // in clear over a network
			{"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL},
			{"LATCHKEY_ADMIN_URL=" + s.latchkey.AdminURL, "LATCHKEY_ADMIN_KEY=wrong"},
			{"LATCHKEY_ADMIN_URL=" + s.latchkey.PublicURL, "LATCHKEY_ADMIN_KEY=" + key},
			{"LATCHKEY_ADMIN_URL=" + localhost(freePort(t)), "LATCHKEY_ADMIN_KEY=" + key},
		} {
			code := 1
			if strings.HasSuffix(env[0], s.latchkey.PublicURL) {
				code = 4 // there is no such address
			}
			if _, told := s.commandLine(t, env, code, "passkeys", "list"); strings.Contains(told, key) {
				t.Error("the key is shown")
			}
		}
	})
}

package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

const kratosPage = "http://localhost:4455" // where Kratos' own passkeys are set up

// native sets up a WebAuthn credential at Kratos itself, and returns its authenticator, which then signs at Latchkey.
func (s *stack) native(t *testing.T, user *demo.KratosUser, method string, edits ...func(*webauthntest.Authenticator)) *webauthntest.Authenticator {
	t.Helper()
	a := webauthntest.New(kratosPage)
	for _, edit := range edits {
		edit(a)
	}
	must(t, user.AddNative(t.Context(), method, a.Create))
	a.Origin = s.latchkey.PublicURL
	return a
}

type importResult struct {
	IdentityID string `json:"identity_id"`
	Vouched    int    `json:"vouched_factors"`
	Passkeys   []struct {
		Result, Reason string
		StepUpOnly     bool `json:"step_up_only"`
	} `json:"passkeys"`
	Totals *struct {
		Identities, Imported, Present, Refused int
		StepUpOnly                             int `json:"step_up_only"`
	} `json:"totals"`
}

// imported runs the import and returns the results by identity, and the totals under "".
func (s *stack) imported(t *testing.T, code int, flags ...string) map[string]importResult {
	t.Helper()
	text, _ := s.commandLine(t, nil, code, append([]string{"import", "kratos", "--rp-id", "localhost", "--json"}, flags...)...)
	results := map[string]importResult{}
	for decoder := json.NewDecoder(strings.NewReader(text)); decoder.More(); {
		var one importResult
		must(t, decoder.Decode(&one))
		results[one.IdentityID] = one
	}
	return results
}

// count counts the passkeys of an identity with a result, or with a reason why they are refused.
func (r importResult) count(result string) (n int) {
	for _, p := range r.Passkeys {
		if p.Result == result || p.Reason == result {
			n++
		}
	}
	return n
}

// A user with three passkeys, a second-factor key and an authenticator app at Kratos signs in at Latchkey with each passkey
// and steps up with the key, without setting up anything.
func TestImportKratos(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{
		Login: &demo.KratosLogin{}, Passkeys: &demo.KratosPasskeys{RPID: "localhost", Origins: []string{kratosPage}},
	}, demo.LatchkeyOptions{
		Env: []string{"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_KRATOS_ADOPT=true"}, // opens no way around the rules of the import
	})
	ada, page := s.browser(t)
	id := ada.IdentityID.String()
	vault := s.native(t, ada, "passkey")
	usb := s.native(t, ada, "passkey", func(a *webauthntest.Authenticator) {
		a.BackupEligible, a.BackedUp, a.CounterStep = false, false, 1
	})
	phone := s.native(t, ada, "passkey")
	key := s.native(t, ada, "webauthn", func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	secret, err := ada.EnrolTOTP(t.Context())
	must(t, err)
	s.browser(t) // has none

	s.commandLine(t, nil, 1, "import", "kratos", "--rp-id", "example.com")
	s.commandLine(t, nil, 2, "import", "kratos")
	dry := s.imported(t, 0, "--dry-run")
	if len(page.passkeys(t)) != 0 {
		t.Fatal("a dry run has imported passkeys")
	}
	run := s.imported(t, 0)
	for name, got := range map[string]map[string]importResult{"dry run": dry, "run": run} {
		if one := got[id]; len(got) != 2 || one.count("imported") != 4 || one.Vouched != 1 || got[""].Totals.StepUpOnly != 1 || got[""].Totals.Identities < 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if again := s.imported(t, 0); again[id].count("present") != 4 || again[""].Totals.Imported != 0 {
		t.Errorf("the second run: %+v", again)
	}
	for range 2 { // the first tells the user handle
		for _, a := range []*webauthntest.Authenticator{vault, usb, phone} {
			s.signsIn(t, ada, a).stepUp(t, key)
		}
		usb.Origin = kratosPage // both count its uses
		s.withOwnPasskey(t, usb)
		usb.Origin = s.latchkey.PublicURL
	}
	s.anyone().login(t, key).rejected(t, "not_accepted")
	page.stepUp(t, key)

	// The app was there at the import, so it counts beside the passkeys.
	other := s.kratos.Browser()
	must(t, other.Login(t.Context(), ada.Email, password))
	must(t, other.StepUp(t.Context(), secret))
	var session struct {
		Assurance struct{ Level string } `json:"assurance"`
	}
	s.withCookie(other).do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &session)
	if session.Assurance.Level != "aal2" {
		t.Errorf("a session with the authenticator app is %q", session.Assurance.Level)
	}

	t.Run("moved", func(t *testing.T) { s.testMove(t, ada, key, vault, usb, phone) })
	t.Run("hanko", s.testHanko)
	page.keepsCopies(t, 4)
	t.Run("copies", func(t *testing.T) {
		s.showsKept(t, ada, "Also kept in your sign-in settings.", "You can confirm with this key after you have signed in")
	})
	t.Run("console", func(t *testing.T) { s.testKeptInConsole(t, ada) })
	s.retires(t, ada, page)
	for _, a := range []*webauthntest.Authenticator{vault, usb, phone} {
		s.signsIn(t, ada, a)
	}
	page.stepUp(t, key)
	t.Run("stopped", s.testStoppedImport)
	t.Run("later", s.testLaterImports)
	t.Run("unvouched", s.testUnvouchedImport)
	t.Run("adopted", s.testAdoption)
}

// keepsCopies checks how many passkeys Kratos has copies of.
func (c caller) keepsCopies(t *testing.T, want int) {
	t.Helper()
	var session struct {
		Factors []struct {
			PasskeyID string `json:"passkey_id"`
			AddedAt   string `json:"added_at"`
		}
	}
	c.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &session)
	copies := 0
	for _, f := range session.Factors {
		if f.PasskeyID != "" && f.AddedAt != "" {
			copies++
		}
	}
	if copies != want {
		t.Errorf("Kratos keeps %d copies, want %d: %+v", copies, want, session.Factors)
	}
}

// retires checks the removal of Kratos' copies of passkeys that were used here. Kratos 1.3.1 keeps passkeys; any version removes
// second-factor keys.
func (s *stack) retires(t *testing.T, user *demo.KratosUser, page caller) {
	t.Helper()
	retired := func(code int, flags ...string) importResult {
		text, _ := s.commandLine(t, nil, code, append([]string{"import", "kratos", "--retire", "--json"}, flags...)...)
		for decoder := json.NewDecoder(strings.NewReader(text)); decoder.More(); {
			var one importResult
			must(t, decoder.Decode(&one))
			if one.IdentityID == user.IdentityID.String() {
				return one
			}
		}
		return importResult{}
	}
	s.commandLine(t, []string{"LATCHKEY_KRATOS_LOGIN_ENABLED=false"}, 1, "import", "kratos", "--retire") // passkeys here would not sign users in at Kratos
	if one := retired(0, "--dry-run"); one.count("retired") != 4 {
		t.Errorf("dry run: %+v", one)
	}
	text, _ := s.commandLine(t, nil, -1, "import", "kratos", "--retire")
	left, code := 0, -1
	if strings.Contains(text, "this version of Kratos removes none") {
		left, code = 3, 5
	}
	page.keepsCopies(t, left)
	if again := retired(code); len(again.Passkeys) != left || again.count("retired") != 0 {
		t.Errorf("again: %+v", again)
	}
}

// What appears at Kratos after an import may be an attacker's: a stolen password adds no passkey by way of Kratos. What was
// removed here stays removed.
func (s *stack) testLaterImports(t *testing.T) {
	carol, page := s.browser(t)
	id := carol.IdentityID.String()
	vault := s.native(t, carol, "passkey")
	s.native(t, carol, "passkey")
	s.imported(t, 0)
	thief := s.kratos.Browser()
	must(t, thief.Login(t.Context(), carol.Email, password))
	attackers := s.native(t, thief, "passkey")
	if one := s.imported(t, 5)[id]; one.count("present") != 2 || one.count("refused") != 1 || one.Passkeys[2].Reason != "unconfirmed" {
		t.Errorf("a passkey that was added later: %+v", one)
	}
	s.anyone().login(t, attackers).rejected(t, "not_accepted")

	page.stepUp(t, vault)
	var begun struct{ PublicKey json.RawMessage }
	page.do(t, http.MethodPost, "/v1/registration/begin", map[string]any{}).want(t, http.StatusOK, &begun)
	if _, err := attackers.Create(begun.PublicKey); err != webauthntest.ErrInvalidState {
		t.Errorf("an authenticator that is registered at Kratos: %v", err)
	}
	var mine passkey
	for _, p := range page.passkeys(t) {
		mine = p
	}
	page.do(t, http.MethodDelete, "/v1/passkeys/"+mine.ID.String(), nil).want(t, http.StatusOK, nil)
	removed := 0
	for _, p := range s.imported(t, 5)[id].Passkeys {
		if p.Reason == "removed" {
			removed++
		}
	}
	if removed != 1 {
		t.Errorf("%d passkeys are refused as removed, want 1", removed)
	}

	// Without any passkey here, it is still what appeared beside one.
	dave, davesPage := s.browser(t)
	usb := s.native(t, dave, "passkey")
	s.imported(t, 5)
	davesPage.stepUp(t, usb)
	second := s.kratos.Browser()
	must(t, second.Login(t.Context(), dave.Email, password))
	s.native(t, second, "passkey")
	davesPage.do(t, http.MethodDelete, "/v1/passkeys/"+davesPage.passkeys(t)[0].ID.String(), nil).want(t, http.StatusOK, nil)
	if one := s.imported(t, 5)[dave.IdentityID.String()]; one.count("refused") != 2 {
		t.Errorf("after the last passkey was removed: %+v", one)
	}

	// If the owner says that the new one is theirs, it is imported.
	var known struct {
		Factors []struct {
			ID, Kind string
			HeldBy   string `json:"held_by"`
			Vouched  bool
		}
	}
	page.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &known)
	asked := 0
	for _, f := range known.Factors {
		if f.HeldBy == "kratos" && f.Kind == "passkey" && !f.Vouched {
			asked++
			page.do(t, http.MethodPost, "/v1/factors/"+f.ID+"/confirm", nil).want(t, http.StatusOK, nil)
		}
	}
	if asked != 2 { // with Kratos' copy of the one that was removed here: what vouched for it has ended
		t.Errorf("the owner is asked about %d passkeys, want 2", asked)
	}
	if one := s.imported(t, 5)[id]; one.count("imported") != 1 {
		t.Errorf("after the owner's answer: %+v", one)
	}
	s.anyone().login(t, attackers).want(t, http.StatusOK, nil)
	s.showsKept(t, carol, "Only in your sign-in settings", "Also kept in your sign-in settings.")
}

// With --vouch-factors=false, the passkeys are imported and the app is not vouched for.
func (s *stack) testUnvouchedImport(t *testing.T) {
	bob, _ := s.browser(t)
	key := s.native(t, bob, "passkey")
	secret, err := bob.EnrolTOTP(t.Context())
	must(t, err)
	if one := s.imported(t, 5, "--vouch-factors=false")[bob.IdentityID.String()]; one.count("imported") != 1 || one.Vouched != 0 {
		t.Errorf("imported: %+v", one)
	}
	s.anyone().login(t, key).want(t, http.StatusOK, nil)
	other := s.kratos.Browser()
	must(t, other.Login(t.Context(), bob.Email, password))
	must(t, other.StepUp(t.Context(), secret))
	got := s.withCookie(other).do(t, http.MethodGet, "/v1/session", nil)
	if !bytes.Contains(got.body, []byte(`"level":"aal1"`)) {
		t.Errorf("an authenticator app that nobody vouches for gives %s", got.body)
	}
}

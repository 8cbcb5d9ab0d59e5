package e2e_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestRunbooks follows the runbooks of docs/incidents-accounts.md for thefts of passkeys and sessions, step by step.
func TestRunbooks(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_ADMIN_RESET_APPROVALS=2", "LATCHKEY_LIMITS_ADMIN_FAILURES_PER_MINUTE=0",
	}})
	var err error
	s.key, err = s.latchkey.CreateKey(allScopes...)
	must(t, err)
	remember("admin key", s.key)
	t.Run("AdminsSession", func(t *testing.T) { testRunbookOfAdminsSession(t, s) })
	t.Run("AttackersPasskey", func(t *testing.T) { testRunbookOfAttackersPasskey(t, s) })
}

// audited are the metadata of the audit events that a query finds, newest first.
func (c caller) audited(t *testing.T, query string) (list []struct {
	Type     string         `json:"type"`
	Metadata map[string]any `json:"metadata"`
}) {
	t.Helper()
	page := struct{ Events any }{&list}
	c.do(t, http.MethodGet, "/admin/v1/audit-events?"+query, nil).want(t, http.StatusOK, &page)
	return list
}

// testRunbookOfAdminsSession: "An admin's session was stolen".
func testRunbookOfAdminsSession(t *testing.T, s *stack) {
	admin, stolen := s.member(t, "admin")
	_, colleague := s.member(t, "admin")
	customer, _, _ := s.customer(t)
	other, _, _ := s.customer(t)
	id := admin.IdentityID.String()
	made, key := s.makeKey(t, stolen, "a way back "+uuid.NewString(), nil)
	_, child := s.makeKey(t, key, "and another "+uuid.NewString(), nil)
	codeFor := func(by caller, user *demo.KratosUser) answer {
		t.Helper()
		return by.do(t, http.MethodPost, "/admin/v1/identities/"+user.IdentityID.String()+"/recovery-code", because("a way back"))
	}
	codeFor(stolen, customer).want(t, http.StatusAccepted, nil)
	codeFor(key, other).want(t, http.StatusAccepted, nil)
	powerless := func() {
		t.Helper()
		for name, c := range map[string]caller{"the session": stolen, "the key": key, "its child": child} {
			codeFor(c, customer).shut(t, name)
			c.do(t, http.MethodGet, "/admin/v1/me", nil).shut(t, name)
		}
	}

	// 1. Remove the role at Kratos.
	s.giveRole(t, admin, "")
	codeFor(stolen, customer).shut(t, "the session")

	// 2. Reset the admin; another admin approves. No use of a key has revoked the keys meanwhile.
	text, _ := s.commandLine(t, nil, 5, "mfa-reset", "start", id, "--reason", "the session was stolen", "--yes", "--json")
	var pending reset
	must(t, json.Unmarshal([]byte(text), &pending))
	var done reset
	colleague.do(t, http.MethodPost, "/admin/v1/mfa-resets/"+pending.ID.String()+"/approve", struct{}{}).want(t, http.StatusOK, &done)
	for _, step := range []string{"passkeys", "sessions", "admin_keys"} {
		if done.outcome(step) != "removed" {
			t.Errorf("%s: %q, want removed", step, done.outcome(step))
		}
	}
	powerless()

	// 3. Cancel the requests. That of the revoked key cannot be approved.
	waiting := slices.Concat(colleague.approvals(t, customer), colleague.approvals(t, other))
	table, _ := s.commandLine(t, nil, 0, "approvals", "list")
	if len(waiting) != 2 || !strings.Contains(table, waiting[0].String()) || !strings.Contains(table, waiting[1].String()) {
		t.Fatalf("%v wait; the command lists\n%s", waiting, table)
	}
	for _, request := range waiting {
		if got := colleague.do(t, http.MethodPost, "/admin/v1/approvals/"+request.String()+"/approve", struct{}{}); got.status == http.StatusOK {
			t.Errorf("a request of an admin without a role is approved: %s", got.body)
		}
		s.commandLine(t, nil, 0, "approvals", "cancel", request.String(), "--reason", "the session was stolen")
	}
	if left := slices.Concat(colleague.approvals(t, customer), colleague.approvals(t, other)); len(left) != 0 {
		t.Errorf("%v still wait", left)
	}

	// 4. Review what the session and its keys did.
	bySession := map[string]int{}
	keys := []string{}
	for _, event := range s.support().audited(t, "actor_id="+id) {
		bySession[event.Type]++
		if created, ok := event.Metadata["key_id"].(string); ok && event.Type == "admin_key.created" {
			keys = append(keys, created)
		}
	}
	if bySession["admin_key.created"] != 1 || bySession["approval.requested"] != 1 || len(keys) != 1 || keys[0] != made.ID.String() {
		t.Errorf("of the session: %v, keys %v, want %s", bySession, keys, made.ID)
	}
	byKey := s.support().events(t, "actor_id="+made.ID.String())
	if strings.Join(byKey, " ") != "admin_key.created approval.requested" {
		t.Errorf("of the key: %v", byKey)
	}

	// 5. Restore the role, and issue an enrolment code.
	s.giveRole(t, admin, "admin")
	powerless()
	issued, _ := s.commandLine(t, nil, 0, "enrolment-code", id, "--reason", "seen in person")
	issued = strings.TrimSpace(issued)
	remember("enrolment code", issued)
	again := s.kratos.Browser()
	must(t, again.Login(t.Context(), admin.Email, password))
	own := s.withCookie(again)
	own.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": issued}).want(t, http.StatusOK, nil)
	device := webauthntest.New(s.latchkey.PublicURL)
	own.register(t, device)
	own.stepUp(t, device)
	own.do(t, http.MethodGet, "/admin/v1/me", nil).want(t, http.StatusOK, nil)
	powerless()
}

// testRunbookOfAttackersPasskey: "An attacker has a passkey", of a user who cannot sign in, so that support revokes it. Two
// approvals are needed for a revocation by support; the operator's command needs none.
func testRunbookOfAttackersPasskey(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, phone)
	person.stepUp(t, phone)
	person.newCodes(t)
	stolen := s.withStolenCookie(t, victim)
	var theirs, later passkey
	stolen.register().want(t, http.StatusCreated, &theirs)
	a := s.withPassword(t, victim, "browser")
	a.latchkey.stepUp(t, stolen.device)
	a.enrolTOTP()
	a.latchkey.oneFactor(t, "totp")
	a.register().want(t, http.StatusCreated, &later)

	// 2. Revoke it with the codes. Sessions end by default.
	s.commandLine(t, nil, 0, "passkeys", "revoke", theirs.ID.String(), "--end-codes", "--reason", "an attacker's")
	a.latchkey.do(t, http.MethodGet, "/v1/session", nil).shut(t, "the attacker's session")

	// 3. The user answers the question about the app; support sees it as not vouched.
	page := s.kratos.Browser()
	must(t, page.Login(t.Context(), victim.Email, password))
	owner := s.withCookie(page)
	owner.stepUp(t, phone)
	app := owner.oneFactor(t, "totp")
	if *app.Vouched {
		t.Errorf("the app is still vouched for: %+v", app)
	}
	var found struct {
		Codes   int      `json:"recovery_codes"`
		Factors []factor `json:"factors"`
	}
	s.support().do(t, http.MethodGet, "/admin/v1/identities/"+victim.IdentityID.String(), nil).want(t, http.StatusOK, &found)
	if seen := slices.IndexFunc(found.Factors, func(f factor) bool { return f.Kind == "totp" }); seen < 0 || *found.Factors[seen].Vouched || found.Factors[seen].How != "" {
		t.Errorf("support sees %+v", found.Factors)
	}
	owner.answers(t, app, "disown").want(t, http.StatusOK, nil)
	if held := owner.atKratos(t, "totp"); len(held) != 0 {
		t.Errorf("Kratos still holds %+v", held)
	}

	// 4. A new password.
	must(t, page.ChangeSettings(t.Context(), map[string]any{"method": "password", "password": newPassword}))

	// 5. The passkey that was set up with the attacker's is still there, and on record.
	registered := s.support().events(t, "identity_id="+victim.IdentityID.String()+"&event_type=passkey.registered")
	if len(registered) != 3 {
		t.Errorf("%d registrations are on record, want 3", len(registered))
	}
	owner.do(t, http.MethodPost, "/v1/passkeys/"+later.ID.String()+"/disown", struct{}{}).want(t, http.StatusOK, nil)
	if left := owner.passkeys(t); len(left) != 1 {
		t.Errorf("left: %+v", left)
	}
	s.anyone().login(t, phone).want(t, http.StatusOK, nil)
}

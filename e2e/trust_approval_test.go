package e2e_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
)

// testApprovals: if a reset requires two admins, one alone cannot achieve the same in other ways. It has its own
// Latchkey on the same Kratos.
func testApprovals(t *testing.T, shared *stack) {
	s := &stack{kratos: shared.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: shared.kratos, Env: []string{
		"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_ADMIN_RESET_APPROVALS=2",
	}})}
	var err error
	s.key, err = s.latchkey.CreateKey(allScopes...)
	must(t, err)
	remember("admin key", s.key)
	_, support := s.member(t, "support")
	_, second := s.member(t, "admin")
	customer, person, _ := s.customer(t)
	held := person.passkeys(t)[0].ID
	path := "/admin/v1/identities/" + customer.IdentityID.String()

	for what, ask := range map[string]string{"code": path + "/recovery-code", "revocation": "/admin/v1/passkeys/" + held.String() + "/revoke"} {
		got := support.do(t, http.MethodPost, ask, because("ticket 4711"))
		if got.status != http.StatusAccepted {
			t.Errorf("%s: %d, want 202: %s", what, got.status, got.body)
		}
	}
	if len(person.passkeys(t)) != 1 {
		t.Fatal("one person alone has revoked every passkey")
	}
	waiting := second.approvals(t, customer)
	if len(waiting) != 2 {
		t.Fatalf("%d wait, want 2", len(waiting))
	}
	for _, id := range waiting {
		support.do(t, http.MethodPost, "/admin/v1/approvals/"+id.String()+"/approve", struct{}{}).refused(t, http.StatusForbidden, "forbidden")
		if got := second.do(t, http.MethodPost, "/admin/v1/approvals/"+id.String()+"/approve", struct{}{}); got.status != http.StatusOK && got.status != http.StatusCreated {
			t.Errorf("a second admin approves: %d %s", got.status, got.body)
		}
	}
	if found := find(t, s, customer.Email); len(found.Passkeys) != 0 {
		t.Error("what was approved was not done")
	}

	// The target of a reset has no say in it.
	target, own := s.member(t, "admin")
	var opened reset
	second.do(t, http.MethodPost, "/admin/v1/identities/"+target.IdentityID.String()+"/mfa-reset", because("lost the phone")).want(t, http.StatusAccepted, &opened)
	own.do(t, http.MethodPost, "/admin/v1/mfa-resets/"+opened.ID.String()+"/approve", struct{}{}).refused(t, http.StatusForbidden, "forbidden")
}

// approvals are the IDs of the requests about a user that wait for a second admin.
func (c caller) approvals(t *testing.T, about *demo.KratosUser) (ids []uuid.UUID) {
	t.Helper()
	var list struct {
		Approvals []struct {
			ID         uuid.UUID `json:"id"`
			IdentityID uuid.UUID `json:"identity_id"`
		} `json:"approvals"`
	}
	c.do(t, http.MethodGet, "/admin/v1/approvals", nil).want(t, http.StatusOK, &list)
	for _, a := range list.Approvals {
		if a.IdentityID == about.IdentityID {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

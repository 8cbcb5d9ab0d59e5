package api_test

import (
	"testing"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/switchover"
	"latchkey/webauthnsvc/webauthntest"
)

// retired runs the removal of Kratos' copies and returns what is said of each user's passkeys.
func (h *harness) retired(edits ...func(*switchover.Retirer)) map[string]string {
	h.t.Helper()
	said := map[string]string{}
	retirer := switchover.NewRetirer(h.kratos, h.store, h.service.Standing, h.service.Audit)
	for _, edit := range edits {
		edit(retirer)
	}
	_, err := retirer.Run(h.t.Context(), func(one switchover.Identity) error { said[one.ID.String()] = saidOf(one); return nil }, func(switchover.Totals) {})
	if err != nil {
		h.t.Fatal(err)
	}
	return said
}

// Kratos' copy goes only if the passkey can be used here, and its owner has used it.
func TestRetire(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	vault, phone, lost, later := device(), device(), device(), device()
	for _, a := range []*webauthntest.Authenticator{vault, phone, lost} {
		h.holdsAtKratos(ada, a)
	}
	h.switchedOver()
	ada.login(vault).want(200)
	ada.login(lost).want(200)
	for _, row := range ada.passkeyRows(h) {
		if string(row.CredentialID) == string(lost.Passkeys()[0].ID) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+row.ID.String()+"/suspend", object{"reason": "lost"}).want(200)
		}
	}
	h.holdsAtKratos(ada, later)
	ada.stepUp(vault).want(200)
	ada.standing() // has seen all of them

	id, all := ada.id.String(), "retired, kept unused, kept suspended, kept absent"
	if got := h.retired(func(r *switchover.Retirer) { r.DryRun = true })[id]; got != all || h.events("passkey.retired") != 0 {
		t.Errorf("dry run: %s", got)
	}
	if got := h.retired()[id]; got != all {
		t.Errorf("got %s", got)
	}
	if got := h.retired()[id]; got != "kept unused, kept suspended, kept absent" || h.events("passkey.retired") != 1 {
		t.Errorf("again: %s", got)
	}
	if got := h.retired(func(r *switchover.Retirer) { r.Unused = true })[id]; got != "retired, kept suspended, kept absent" {
		t.Errorf("unused: %s", got)
	}
	// Nothing was lost: the owner gets no mail, and signs in.
	ada.standing()
	if n := h.events("factor.gone"); n != 0 {
		t.Errorf("%d factors are said to be gone", n)
	}
	ada.login(vault).want(200)
	ada.login(phone).want(200)
}

// Where Kratos cannot remove a single one, it still removes all second-factor keys at once, if none of them has to stay.
func TestRetireOnOldKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, vault, usb, spare := h.person("ada@example.com"), device(), device(), device()
	second := func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true }
	h.holdsAtKratos(ada, vault)
	h.holdsAtKratos(ada, usb, second)
	h.holdsAtKratos(ada, spare, second)
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.old = true })
	h.switchedOver()
	ada.login(vault).want(200)
	ada.stepUp(usb).want(200)
	check := func(what, want string, edits ...func(*switchover.Retirer)) {
		t.Helper()
		dry := func(r *switchover.Retirer) { r.DryRun, r.AtOnce = true, true }
		if got := h.retired(append(edits, dry)...)[ada.id.String()]; got != want {
			t.Errorf("%s: dry run: %s", what, got)
		}
		if got := h.retired(edits...)[ada.id.String()]; got != want {
			t.Errorf("%s: %s", what, got)
		}
	}
	check("a key that has to stay", "kept kratos, kept kratos, kept unused")
	ada.stepUp(spare).want(200)
	check("the last second factor", "kept kratos, kept last, kept last")
	check("all", "kept kratos, retired, retired", func(r *switchover.Retirer) { r.Last = true })
	if n := h.events("passkey.retired"); n != 1 {
		t.Errorf("%d events", n)
	}
}

// Without the key, Kratos' own required_aal would be satisfied by a password.
func TestRetireKeepsTheLastSecondFactor(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, vault, usb := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, vault)
	h.holdsAtKratos(ada, usb, func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true })
	h.switchedOver()
	ada.login(vault).want(200)
	ada.stepUp(usb).want(200)
	id := ada.id.String()
	if got := h.retired(func(r *switchover.Retirer) { r.DryRun = true })[id]; got != "retired, kept last" {
		t.Errorf("dry run: %s", got)
	}
	if got := h.retired()[id]; got != "retired, kept last" {
		t.Errorf("got %s", got)
	}
	ada.enrolsTOTP(h)
	if got := h.retired()[id]; got != "retired" {
		t.Errorf("beside an authenticator app: %s", got)
	}
}

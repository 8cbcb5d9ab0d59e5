package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/switchover"
)

// Kratos shows the IDs of a user's credentials to anyone with the password, and accepts another key with the same ID. Nothing of the
// owner's passkey counts for that key: not an adoption, not an import, and not what is here.
func TestSameCredentialID(t *testing.T) {
	t.Parallel()
	kinds := map[string]func(*account.NativePasskey){
		assurance.KindPasskey:  func(*account.NativePasskey) {},
		assurance.KindWebAuthn: func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true },
	}
	for kind, edit := range kinds {
		for _, way := range []string{"adopted", "imported"} {
			t.Run(kind+", "+way, func(t *testing.T) {
				t.Parallel()
				h := newHarness(t)
				learn := h.adopting()
				ada, phone := h.person("ada@example.com"), device()
				h.holdsAtKratos(ada, phone)
				learn()
				h.clock.advance(time.Minute)
				h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.ID = phone.Passkeys()[0].ID }, edit)
				if way == "imported" {
					h.importsOnly("imported, refused different")
				}
				h.browser().login(phone).want(200)
				ada.stepUp(phone).want(200)
				mine := ada.passkeyRows(h)[0].ID
				copies, others := 0, 0
				for _, f := range ada.standing().Factors {
					switch {
					case f.HeldBy != "kratos":
					case f.PasskeyID != nil && *f.PasskeyID == mine && *f.Vouched:
						copies++
					case f.Kind == kind && f.PasskeyID == nil && !*f.Vouched:
						others++
					default:
						t.Errorf("%s: vouched %v, a copy of %v", f.Kind, *f.Vouched, f.PasskeyID)
					}
				}
				if copies != 1 || others != 1 {
					t.Errorf("%d copies, %d others", copies, others)
				}
				if got := saidOf(h.switchedOver()[ada.id]); got != "present, refused different" {
					t.Errorf("an import: %s", got)
				}
				if got := h.retired(func(r *switchover.Retirer) { r.DryRun = true })[ada.id.String()]; got != "retired, kept absent" {
					t.Errorf("the copies: %s", got)
				}
			})
		}
	}
}

// importsOnly imports one user without vouching for factors.
func (h *harness) importsOnly(want string) {
	h.t.Helper()
	importer := switchover.New(switchover.Config{RPID: rpID, Now: h.clock.Now}, h.store, h.kratos, h.service.Standing, h.service.Audit)
	var said []string
	_, err := importer.Run(h.t.Context(), func(one switchover.Identity) error { said = append(said, saidOf(one)); return nil }, func(switchover.Totals) {})
	if err != nil || !slices.Equal(said, []string{want}) {
		h.t.Errorf("got %q, %v, want %q", said, err, want)
	}
}

// A key that was at Kratos before, was removed and is there again appears later than the first adoption: its owner has to confirm it.
func TestAdoptionAfterReturn(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, phone, planted := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, phone)
	h.holdsAtKratos(ada, planted)
	learn()
	ada.standing()
	here := func(there bool) {
		h.kratos.change(ada.id, func(i *kratosIdentity) {
			i.natives = i.natives[:map[bool]int{false: 1, true: 2}[there]]
		})
		h.clock.advance(time.Minute)
	}
	h.browser().login(phone).want(200) // records both
	ada.stepUp(phone).want(200)
	here(false)
	ada.standing() // and that one is gone
	here(true)
	ada.standing()
	h.browser().login(planted).wantReason("not_accepted")
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && !*f.Vouched {
			ada.post("/v1/factors/"+f.ID.String()+"/confirm", object{}).want(200)
		}
	}
	h.browser().login(planted).want(200)
}

// What an import vouches for at Kratos ends with the imported passkey: a thief of its key keeps nothing when it is revoked.
func TestImportedCopyEndsWithItsPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone, stolen := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, phone)
	h.holdsAtKratos(ada, stolen)
	h.importsOnly("imported, imported")
	ada.stepUp(phone).want(200)
	row := ada.passkeyRows(h)[1]
	h.adminWith("revoke").post("/admin/v1/passkeys/"+row.ID.String()+"/revoke", object{"reason": "stolen"}).want(200)
	ada = h.signIn(ada.id, ada.email)
	ada.stepUp(phone).want(200)
	vouched := 0
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && *f.Vouched {
			vouched++
		}
	}
	if vouched != 1 {
		t.Errorf("%d copies are vouched for, want that of the passkey that is left", vouched)
	}
}

// If no passkey here is left that could confirm those at Kratos, their authenticators can be registered again.
func TestNothingIsExcludedWithoutPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, phone, vault := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, phone)
	h.holdsAtKratos(ada, vault)
	learn()
	ada.enrolsTOTP(h)
	if got := ada.excluded(t); len(got) != 2 {
		t.Errorf("before the first passkey: excluded %v", got)
	}
	h.browser().login(phone).want(200)
	ada.stepUp(phone).want(200)
	ada.delete("/v1/passkeys/" + ada.passkeyRows(h)[0].ID.String()).want(200)
	h.browser().login(vault).wantReason("not_accepted")
	ada = h.signIn(ada.id, ada.email)
	ada.usesTOTP(h)
	if got := ada.excluded(t); len(got) != 0 {
		t.Errorf("excluded %v", got)
	}
	ada.register(vault).want(201)
}

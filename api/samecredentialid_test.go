package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/switchover"
)

// Kratos shows the IDs of a user's credentials to whoever has the password, and takes another key with the same ID. Nothing of the
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

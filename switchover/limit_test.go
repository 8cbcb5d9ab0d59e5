package switchover_test

import (
	"slices"
	"testing"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/store"
	"latchkey/switchover"
)

// Of more passkeys than an identity can have here, the oldest are imported, and another one when one of these is removed.
func TestLimit(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			here := open(t, kind)
			var held []account.NativePasskey
			for range store.MaxPasskeys + 2 {
				held = append(held, native(t))
			}
			ada := person(held...)
			for _, n := range ada.Passkeys {
				ada.Held = append(ada.Held, assurance.HeldFactor{Kind: n.Kind, Material: assurance.KeyMaterial(n.ID, n.PublicKey)})
			}
			run := func(result string, imported int) {
				t.Helper()
				report, totals := here.ran(t, natives{ada}, walk(t), func(c *switchover.Config) { c.RPID, c.VouchFactors = "example.com", true })
				got := reasons(report)
				if totals.Imported != imported || len(here.passkeys(t, ada.Identity.ID)) != store.MaxPasskeys || !slices.Equal(got[len(got)-2:], []string{result, "refused limit"}) {
					t.Errorf("%+v, the last ones %q", totals, got[len(got)-2:])
				}
			}
			run("refused limit", store.MaxPasskeys)
			run("refused limit", 0)
			here.removes(t, here.passkeys(t, ada.Identity.ID)[0])
			run("imported ", 1)
		})
	}
}

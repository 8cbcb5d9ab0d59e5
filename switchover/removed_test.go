package switchover_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/switchover"
)

// copyOf returns Kratos' copy of a passkey.
func copyOf(t *testing.T, p store.Passkey) account.NativePasskey {
	t.Helper()
	return native(t, func(n *account.NativePasskey) { n.ID, n.PublicKey = p.CredentialID, publicKey(t, p) })
}

// A passkey that was removed stays removed after a move: its copy at Kratos is not imported. Nor does what Kratos holds become the
// first passkey of a user who had one.
func TestRemovedMoves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to string }{{"postgres", "sqlite"}, {"sqlite", "postgres"}} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			there, here := open(t, c.from), open(t, c.to)
			kept, lost, only := newPasskey(t, uuid.Nil), newPasskey(t, uuid.Nil), newPasskey(t, uuid.Nil)
			ada, bob := person(copyOf(t, lost)), person(copyOf(t, only), native(t))
			kept.IdentityID, lost.IdentityID, only.IdentityID = ada.Identity.ID, ada.Identity.ID, bob.Identity.ID
			there.adds(t, nil, kept, lost)
			there.adds(t, nil, only)
			there.removes(t, lost)
			there.removes(t, only)

			file, known := there.export(t, uuid.Nil), natives{ada, bob}
			if _, totals := here.imports(t, known, file); totals != (switchover.Totals{Identities: 2, People: 1, Imported: 1, Removed: 2}) {
				t.Errorf("imported %+v", totals)
			}
			if got := here.export(t, uuid.Nil); !bytes.Equal(got, file) {
				t.Errorf("the export of the imported ones is\n%s\nwant\n%s", got, file)
			}
			if _, again := here.imports(t, known, file); again != (switchover.Totals{Identities: 2, People: 1, Present: 1}) {
				t.Errorf("the second import: %+v", again)
			}
			report, _ := here.ran(t, known, walk(t), func(c *switchover.Config) { c.RPID = "example.com" })
			if got, want := reasons(report), []string{"refused removed", "refused removed", "refused unconfirmed"}; !reflect.DeepEqual(got, want) {
				t.Errorf("from Kratos: %q, want %q", got, want)
			}
		})
	}
}

// A user can remove any number of passkeys. All of them move.
func TestManyRemoved(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	ada := person()
	p := newPasskey(t, ada.Identity.ID)
	there.adds(t, nil, p)
	i := store.PasskeyImport{IdentityID: p.IdentityID, At: now}
	for range 1001 {
		i.Removed = append(i.Removed, random(16))
	}
	if err := there.ImportPasskeys(t.Context(), i); err != nil {
		t.Fatal(err)
	}
	file := there.export(t, uuid.Nil)
	if _, totals := here.imports(t, natives{ada}, file); totals.Imported != 1 || totals.Removed != 1001 || totals.Identities != 2 {
		t.Errorf("imported %+v", totals)
	}
	// A second line does not bring back what the first one has removed.
	lines := strings.SplitAfter(string(file), "\n")
	swapped := fmt.Sprintf(`%s{"identity_id":"%s","passkeys":[],"removed_credential_ids":["%s"]}`+"\n"+`%s{"end":{"identities":2}}`,
		lines[0], p.IdentityID, switchover.CredentialID(p.CredentialID), lines[1])
	report, totals := open(t, "sqlite").imports(t, natives{ada}, []byte(swapped))
	if got := reasons(report); totals.Removed != 1001 || !reflect.DeepEqual(got, []string{"refused removed"}) {
		t.Errorf("got %q, %+v", got, totals)
	}
}

// What a user has disowned is not vouched for after a move, not even if the operator vouches for all.
func TestDisownedMoves(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	ada := person()
	id := ada.Identity.ID
	p := newPasskey(t, id)
	ada.Identity.First = assurance.Held{{Kind: assurance.KindPassword, Material: assurance.NewMaterial("$2a$12$thief")}}
	ada.Held = assurance.Held{{Kind: assurance.KindTOTP, Material: assurance.NewMaterial("otpauth://ada")}}
	there.adds(t, nil, p)
	sighted, err := standing.NewImports(there.factors, false).Sight(t.Context(), ada.Identity, ada.Held)
	if err != nil {
		t.Fatal(err)
	}
	var seen []store.FactorSighting
	for _, one := range sighted {
		seen = append(seen, one.Sighting)
	}
	none := func(store.Factor, string) *store.AuditEvent { return nil }
	rows, err := there.RecordFactors(t.Context(), id, now, seen, none)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Kind != assurance.KindPassword {
			continue
		}
		event := there.log.Event("factor.disowned", audit.Request{}, audit.System, audit.AboutIdentity(id))
		disowning := store.FactorDisowning{IdentityID: id, FactorID: row.ID, By: store.Evidence{IdentityID: id}, Ending: store.Ending{At: now}, Event: event}
		if _, err := there.DisownFactor(t.Context(), disowning); err != nil {
			t.Fatal(err)
		}
	}
	here.imports(t, natives{ada}, there.export(t, uuid.Nil), func(c *switchover.Config) { c.VouchFactors = true })
	if rows, err = here.FactorsOf(t.Context(), id); err != nil || len(rows) != 2 {
		t.Fatalf("recorded %+v, %v", rows, err)
	}
	for _, row := range rows {
		if (row.VouchedAt != nil) != (row.Kind == assurance.KindTOTP) {
			t.Errorf("%s is vouched for at %v", row.Kind, row.VouchedAt)
		}
	}
}

package switchover_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/switchover"
)

type importRun func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error)

// ran makes an import as a dry run and then really. The dry run must write nothing, and report what the run does.
func (d database) ran(t *testing.T, k switchover.Kratos, run importRun, edit ...func(*switchover.Config)) ([]switchover.Identity, switchover.Totals) {
	t.Helper()
	once := func(dry bool) (report []switchover.Identity, totals switchover.Totals) {
		importer := d.importer(k, append(edit, func(c *switchover.Config) { c.DryRun = dry })...)
		totals, err := run(importer, func(i switchover.Identity) error { report = append(report, i); return nil }, func(switchover.Totals) {})
		if err != nil {
			t.Fatal(err)
		}
		return report, totals
	}
	before := d.dump(t)
	planned, expected := once(true)
	if after := d.dump(t); after != before {
		t.Errorf("the dry run has changed\n%s\nto\n%s", before, after)
	}
	report, totals := once(false)
	if !reflect.DeepEqual(planned, report) || expected != totals {
		t.Errorf("the dry run reports\n%+v %+v\nand the run\n%+v %+v", planned, expected, report, totals)
	}
	return report, totals
}

// walk is the import from Kratos.
func walk(t *testing.T) importRun {
	return func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
		return i.Run(t.Context(), report, progress)
	}
}

// dump returns the content of all tables.
func (d database) dump(t *testing.T) string {
	t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`
	if d.kind == "postgres" {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1`
	}
	var all strings.Builder
	for _, table := range d.rows(t, list) {
		name := fmt.Sprint(table[0])
		fmt.Fprintf(&all, "%s\n", name)
		for _, row := range d.rows(t, `SELECT * FROM "`+name+`" ORDER BY 1, 2`) {
			fmt.Fprintf(&all, "%x\n", row)
		}
	}
	return all.String()
}

func (d database) rows(t *testing.T, query string) (all [][]any) {
	t.Helper()
	rows, err := d.raw.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// What vouched for a passkey at Kratos may have ended: then it is not imported, and the user's others are. A dry run finds out
// as the run does.
func TestEndedVouch(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			here := open(t, kind)
			ada := person(native(t), native(t), native(t))
			id := ada.Identity.ID
			for _, n := range ada.Passkeys {
				ada.Held = append(ada.Held, assurance.HeldFactor{Kind: n.Kind, Material: assurance.KeyMaterial(n.ID, n.PublicKey)})
			}
			stands := newPasskey(t, id)
			ended := newPasskey(t, id, func(p *store.Passkey) { p.SuspendedAt, p.SuspendedBy = to(now), store.SuspendedByClone })
			here.adds(t, nil, stands, ended)
			if err := here.factors.Prepare(t.Context()); err != nil {
				t.Fatal(err)
			}
			sighted, err := standing.NewImports(here.factors, false).Sight(t.Context(), ada.Identity, ada.Held)
			if err != nil {
				t.Fatal(err)
			}
			var seen []store.FactorSighting
			for n, by := range [][]uuid.UUID{{stands.ID}, {ended.ID}, {stands.ID, ended.ID}} {
				one := sighted[n].Sighting
				one.Vouch, one.By = store.VouchedConfirmed, by
				seen = append(seen, one)
			}
			if _, err := here.RecordFactors(t.Context(), id, now, seen, func(store.Factor, string) *store.AuditEvent { return nil }); err != nil {
				t.Fatal(err)
			}
			report, _ := here.ran(t, natives{ada}, walk(t), func(c *switchover.Config) { c.RPID = "example.com" })
			if got, want := reasons(report), []string{"imported ", "refused unconfirmed", "refused unconfirmed"}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

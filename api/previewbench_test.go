package api_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	policies "latchkey/policy"
	"latchkey/rules"
)

// previewed are the tables that a preview reads.
var previewed = []string{
	"passkeys", "first_passkeys", "factors", "recovery_codes", "second_grace", "enrolment_grace", "removed_passkeys",
}

// BenchmarkPreview is `latchkey policy preview` for 100,000 identities, in equal parts in each state that a rule distinguishes. With
// conditions, Kratos' list of them is in memory: what Kratos takes for it is not measured. "×floor" is the ratio to reading the same
// tables from the beginning to the end in the same round, which depends on the machine as the preview does. "cpu-s/op" is the CPU time of
// Latchkey and Postgres, in seconds: on a machine that does nothing else, the preview takes half of it on two cores.
func BenchmarkPreview(b *testing.B) {
	const n = 100_000
	var listed []account.Identity
	with := func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return n, true, nil }
		h.rules.WalkIdentities = func(_ context.Context, visit func([]account.Identity) error) ([]uuid.UUID, error) {
			for i := 0; i < len(listed); i += 500 {
				if err := visit(listed[i:min(len(listed), i+500)]); err != nil {
					return nil, err
				}
			}
			return nil, nil
		}
	}
	b.Run("Postgres", func(b *testing.B) {
		h := newPostgresHarness(b, with, minting)
		listed = h.multiply(b, n, func(table string) string {
			return `SELECT string_agg(CASE column_name
				WHEN 'id' THEN 'gen_random_uuid()' WHEN 'credential_id' THEN 'uuid_send(gen_random_uuid())'
				WHEN 'hash' THEN 'sha256(uuid_send(gen_random_uuid()))'
				WHEN 'identity_id' THEN '(lpad(to_hex(%[1]d + i), 32, ''0''))::uuid'
				ELSE column_name END, ', ' ORDER BY ordinal_position)
				FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '` + table + `'`
		}, func(query string) (columns string) {
			if err := h.raw.QueryRow(b.Context(), query).Scan(&columns); err != nil {
				b.Fatal(err)
			}
			return columns
		}, `INSERT INTO %[2]s SELECT %[3]s FROM %[2]s, generate_series(1, %[4]d) AS i WHERE identity_id = '%[5]s'`, func(statement string) {
			if _, err := h.raw.Exec(b.Context(), statement); err != nil {
				b.Fatal(err)
			}
		})
		h.previews(b, n, func(table string) error {
			rows, err := h.raw.Query(b.Context(), "SELECT * FROM "+table)
			if err != nil {
				return err
			}
			for rows.Next() {
				if _, err := rows.Values(); err != nil {
					return err
				}
			}
			return rows.Err()
		}, func() (spent time.Duration) {
			for _, one := range h.serverCPU(b) {
				spent += one
			}
			return spent + processCPU()
		})
	})
	b.Run("SQLite", func(b *testing.B) {
		h := newHarness(b, with, minting)
		listed = h.multiply(b, n, func(table string) string {
			return `SELECT group_concat(CASE name
				WHEN 'id' THEN 'randomblob(16)' WHEN 'credential_id' THEN 'randomblob(32)' WHEN 'hash' THEN 'randomblob(32)'
				WHEN 'identity_id' THEN 'unhex(format(''%032x'', %[1]d + i))'
				ELSE name END, ', ') FROM pragma_table_info('` + table + `')`
		}, func(query string) string { return h.query(query)[0][0].(string) },
			`INSERT INTO %[2]s WITH RECURSIVE series(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < %[4]d)
				SELECT %[3]s FROM %[2]s, series WHERE identity_id = unhex('%[5]s', '-')`, func(statement string) {
				if _, err := h.raw.Exec(statement); err != nil {
					b.Fatal(err)
				}
			})
		h.previews(b, n, func(table string) error {
			h.query("SELECT * FROM " + table)
			return nil
		}, processCPU)
	})
}

// multiply makes n identities of those of the crowd, and returns them. columns is the query for what is inserted into a table.
func (h *harness) multiply(b *testing.B, n int, columns func(table string) string, read func(query string) string, insert string, exec func(statement string)) []account.Identity {
	b.Helper()
	var all []account.Identity
	for k, one := range crowd {
		p := h.person(one.name)
		one.setUp(h, p)
		p.standing()
		first, copies := k<<24, n/len(crowd)
		for _, table := range previewed {
			inserted := read(strings.ReplaceAll(columns(table), "%[1]d", fmt.Sprint(first)))
			exec(strings.NewReplacer("%[2]s", table, "%[3]s", inserted, "%[4]d", fmt.Sprint(copies), "%[5]s", p.id.String()).Replace(insert))
		}
		for i := range copies {
			all = append(all, account.Identity{ID: uuid.MustParse(fmt.Sprintf("%032x", first+i+1)), Schema: "default", Active: true})
		}
	}
	exec(`ANALYZE`)
	return all
}

// previews measures both kinds of preview. read reads all of a table, cpu returns the CPU time so far.
func (h *harness) previews(b *testing.B, n int64, read func(table string) error, cpu func() time.Duration) {
	for name, when := range map[string]policies.When{"all": {}, "by conditions": {Schemas: []string{"default"}}} {
		b.Run(name, func(b *testing.B) {
			changed := h.rules
			changed.Rules = []policies.Rule{{Name: "staff", Percent: 100, When: when, Required: is("aal2"), SecondFactor: is("required"), Grace: is(time.Hour)}}
			other, err := rules.Compared(changed)
			if err != nil {
				b.Fatal(err)
			}
			var floor, spent time.Duration
			for b.Loop() {
				before := cpu()
				got, err := h.service.People.Preview(b.Context(), other, func(_, _ int64) {})
				if err != nil || got.Identities < n-int64(len(crowd)) {
					b.Fatalf("%+v, %v", got, err)
				}
				b.StopTimer()
				spent += cpu() - before
				start := time.Now()
				for _, table := range previewed {
					if err := read(table); err != nil {
						b.Fatal(err)
					}
				}
				floor += time.Since(start)
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed())/float64(floor), "×floor")
			b.ReportMetric(spent.Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

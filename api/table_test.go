package api_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// The table is measured in rounds. Each round runs a batch of every row, one after the other, so that a temporarily
// busy machine affects all of them; a ratio compares two rows within a round, and the median of the rounds is printed.
const (
	tableBatch  = 50
	tableRounds = 9
)

// BenchmarkTable prints docs/performance.md's table. It is not a benchmark in the sense of package testing, whose loop
// would run one row after the other; -benchtime has no effect. LATCHKEY_BENCH_ROUNDS sets the number of rounds, and
// LATCHKEY_BENCH_PASSKEYS adds logins among that many passkeys.
func BenchmarkTable(b *testing.B) {
	kratosURL := startKratosProcess(b)
	onPostgres, h := postgresService(b, kratosURL)
	onSQLite := sqliteService(b, kratosURL)
	rows := floorRows(b, onPostgres, h)
	rows = append(rows, onPostgres.rows(b)...)
	rows = append(rows, onSQLite.rows(b)...)
	if n := numberIn(b, "LATCHKEY_BENCH_PASSKEYS", 0); n > 0 {
		rows = append(rows, crowdedRows(b, kratosURL, 1000)...)
		rows = append(rows, crowdedRows(b, kratosURL, n)...)
	}
	rounds := numberIn(b, "LATCHKEY_BENCH_ROUNDS", tableRounds)
	for round := range rounds + 1 {
		for _, r := range rows {
			taken := r.measure(tableBatch)
			if round > 0 { // the first prepares statements and fills caches
				r.taken = append(r.taken, taken)
			}
		}
	}
	printTable(rows)
	b.ReportMetric(0, "ns/op")
}

func numberIn(b *testing.B, variable string, otherwise int) int {
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%q is no number from 1 up", variable, text)
	}
	return n
}

// floorRows are the basis of comparison, on the same Postgres.
func floorRows(b *testing.B, s *service, h *postgresHarness) []*row {
	least := newFloor(b, h.raw.Config().ConnString())
	phones := s.enrol(b, webauthntest.ES256)
	for _, phone := range phones {
		if err := least.enrol(b.Context(), phone.Credential, phone.handle); err != nil {
			b.Fatal(err)
		}
	}
	counted := s.counters
	counted.trips = least.statements.all
	return []*row{
		{name: "ValidateLogin alone", database: "none", run: least.verification(b, phones[0]),
			counters: counters{trips: none, commits: none}},
		loginRow(b, "floor: login", "Postgres", counted, least, phones),
		loginRow(b, "floor: login, over HTTP", "Postgres", counted, overHTTP(b, least), phones),
	}
}

func none() int64 { return 0 }

// measure runs n operations and returns the usage of one.
func (r *row) measure(n int) usage {
	var all usage
	r.run(n, func(work func()) { all.add(use(r.counters, work)) })
	return usage{
		wall: all.wall / time.Duration(n), cpu: all.cpu / time.Duration(n), database: all.database / time.Duration(n),
		allocs: all.allocs / uint64(n), bytes: all.bytes / uint64(n),
		trips: (all.trips + int64(n)/2) / int64(n), commits: (all.commits + int64(n)/2) / int64(n),
	}
}

// median returns the median of one figure over the rounds.
func (r *row) median(figure func(usage) float64) float64 {
	var all []float64
	for _, u := range r.taken {
		all = append(all, figure(u))
	}
	return middle(all)
}

// times returns how much more CPU time a row takes than another.
func (r *row) times(other *row) float64 {
	var all []float64
	for i, u := range r.taken {
		all = append(all, float64(u.total())/float64(other.taken[i].total()))
	}
	return middle(all)
}

func middle(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

func printTable(rows []*row) {
	alone, floors := rows[0], map[bool]*row{false: rows[1], true: rows[2]}
	milliseconds := func(d func(usage) time.Duration) func(usage) float64 {
		return func(u usage) float64 { return float64(d(u).Microseconds()) / 1000 }
	}
	var text strings.Builder
	out := tabwriter.NewWriter(&text, 0, 0, 1, ' ', 0)
	fmt.Fprintln(out, "| operation\t| database\t| time ms\t| CPU ms\t| CPU of Postgres ms\t| allocations\t| kB\t| round trips\t| commits\t| × floor\t| × ValidateLogin\t|")
	fmt.Fprintln(out, "| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t|")
	for _, r := range rows {
		fmt.Fprintf(out, "| %s\t| %s\t| %.2f\t| %.3f\t| %.3f\t| %.0f\t| %.1f\t| %.0f\t| %.0f\t| %.2f\t| %.1f\t|\n", r.name, r.database,
			r.median(milliseconds(func(u usage) time.Duration { return u.wall })),
			r.median(milliseconds(func(u usage) time.Duration { return u.cpu })),
			r.median(milliseconds(func(u usage) time.Duration { return u.database })),
			r.median(func(u usage) float64 { return float64(u.allocs) }),
			r.median(func(u usage) float64 { return float64(u.bytes) / 1000 }),
			r.median(func(u usage) float64 { return float64(u.trips) }),
			r.median(func(u usage) float64 { return float64(u.commits) }),
			r.times(floors[r.overHTTP]), r.times(alone))
	}
	out.Flush()
	fmt.Print("\n" + text.String())
}

package postgres

import (
	"testing"
	"time"

	"latchkey/store/migrated"
)

// Times are read as they were written, in UTC and in microseconds. Values that time.Time cannot represent are errors.
func TestTimes(t *testing.T) {
	s := open(t)
	berlin := time.FixedZone("", 7200)
	for _, at := range []time.Time{
		time.Date(2026, 11, 27, 8, 0, 0, 123456789, berlin),
		time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC),
		time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
	} {
		var (
			got     time.Time
			pointed *time.Time
			text    string
		)
		err := s.pool.QueryRow(t.Context(), `SELECT $1::timestamptz, $1::timestamptz, to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`, at).
			Scan(&got, &pointed, &text)
		want := at.Truncate(time.Microsecond).UTC()
		if err != nil || got != want || pointed == nil || *pointed != want || text != want.Format("2006-01-02 15:04:05.000000") {
			t.Errorf("%v: %v, %v, %s, %v", at, got, pointed, text, err)
		}
	}
	at, none := time.Now(), &time.Time{}
	if err := s.pool.QueryRow(t.Context(), `SELECT NULL::timestamptz`).Scan(&none); err != nil || none != nil {
		t.Errorf("NULL: %v, %v", none, err)
	}
	if err := s.pool.QueryRow(t.Context(), `SELECT $1::timestamptz`, (*time.Time)(nil)).Scan(&none); err != nil || none != nil {
		t.Errorf("nil: %v, %v", none, err)
	}
	for _, sql := range []string{`SELECT NULL::timestamptz`, `SELECT 'infinity'::timestamptz`, `SELECT '-infinity'::timestamptz`} {
		if err := s.pool.QueryRow(t.Context(), sql).Scan(&at); err == nil {
			t.Errorf("%s is %v", sql, at)
		}
	}
	if err := s.pool.QueryRow(t.Context(), `SELECT 'infinity'::timestamptz`).Scan(&none); err == nil {
		t.Errorf("infinity is %v", none)
	}
}

// open opens a store on a new database, until the end of the test.
func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), migrated.Postgres(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

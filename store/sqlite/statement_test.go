package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

// Connections keep their statements, also while the schema changes, and no more than they may.
func TestStatementsAreKept(t *testing.T) {
	ctx := t.Context()
	s := open(t, filepath.Join(t.TempDir(), "latchkey.db"))
	conn, err := s.writer.Conn(ctx)
	must(t, err)
	defer conn.Close()
	kept := func() map[string]*statement {
		t.Helper()
		var of map[string]*statement
		must(t, conn.Raw(func(c any) error { of = c.(*connection).kept; return nil }))
		return of
	}
	count := func(query string, want int) {
		t.Helper()
		var n int
		if err := conn.QueryRowContext(ctx, query).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", query, n, err, want)
		}
	}

	const query = `SELECT count(*) FROM counted`
	_, err = conn.ExecContext(ctx, `CREATE TABLE counted (n)`)
	must(t, err)
	count(query, 0)
	first := kept()[query]
	for n := range 3 {
		_, err := conn.ExecContext(ctx, `INSERT INTO counted (n) VALUES (?)`, n)
		must(t, err)
	}
	count(query, 3)
	if first == nil || kept()[query] != first {
		t.Error("the statement was prepared anew")
	}
	exec(ctx, t, conn, `DROP TABLE counted`)
	exec(ctx, t, conn, `CREATE TABLE counted (m, n)`)
	count(query, 0)
	exec(ctx, t, conn, `PRAGMA user_version = 1`)
	if kept()[`PRAGMA user_version = 1`] != nil {
		t.Error("a PRAGMA was kept")
	}
	for n := range keptStatements + 1 {
		count(fmt.Sprintf(`SELECT %d`, n), n)
	}
	if n := len(kept()); n == 0 || n > keptStatements {
		t.Errorf("%d statements are kept", n)
	}
}

// A query can run again while its first rows are being read, as in a loop inside a transaction.
func TestStatementInUse(t *testing.T) {
	ctx := t.Context()
	s := open(t, filepath.Join(t.TempDir(), "latchkey.db"))
	var sum int
	must(t, s.write(ctx, func(tx *sql.Tx) error {
		read := func(each func(int)) error {
			rows, err := tx.QueryContext(ctx, `SELECT value FROM json_each('[1, 2, 3]')`)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var n int
				if err := rows.Scan(&n); err != nil {
					return err
				}
				each(n)
				if sum > 36 {
					return errors.New("the rows start again")
				}
			}
			return rows.Err()
		}
		if err := read(func(a int) { must(t, read(func(b int) { sum += a * b })) }); err != nil {
			return err
		}
		if sum != 36 {
			t.Errorf("the sum of the products is %d, want 36", sum)
		}
		return nil
	}))
}

func exec(ctx context.Context, t *testing.T, conn *sql.Conn, query string) {
	t.Helper()
	_, err := conn.ExecContext(ctx, query)
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

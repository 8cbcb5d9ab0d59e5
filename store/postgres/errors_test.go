package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// Errors of a statement are permanent; those of the server and of other sessions pass. Where a statement can cause one, it is
// the server's own.
func TestPermanent(t *testing.T) {
	t.Parallel()
	raw := connect(t, storetest.Postgres(t))
	raw.exec(t, `CREATE TABLE things (n int PRIMARY KEY CHECK (n < 10) NOT NULL, other int REFERENCES things)`)
	raw.exec(t, `INSERT INTO things VALUES (1)`)
	for code, statement := range map[string]string{
		"22P02": `SELECT 'x'::uuid`,
		"22001": `CREATE TEMP TABLE short (t varchar(2)); INSERT INTO short VALUES ('long')`,
		"22003": `SELECT 2147483647 + 1`,
		"22012": `SELECT 1 / 0`,
		"22021": `SELECT convert_from('\xff', 'UTF8')`,
		"23502": `INSERT INTO things VALUES (NULL)`,
		"23503": `INSERT INTO things VALUES (2, 9)`,
		"23505": `INSERT INTO things VALUES (1)`,
		"23514": `INSERT INTO things VALUES (11)`,
		"26000": `EXECUTE never_prepared`,
		"42P05": `PREPARE twice AS SELECT 1; PREPARE twice AS SELECT 1`,
		"42P01": `SELECT * FROM nothing`,
		"42703": `SELECT nothing FROM things`,
		"42501": `SET ROLE pg_monitor; CREATE ROLE another`,
		"42601": `SELEC 1`,
		"42883": `SELECT nothing()`,
		"P0001": `DO $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
		"25P02": `BEGIN; SELECT 1 / 0; SELECT 1`,
	} {
		if err := failure(t, raw, code, statement); !postgres.Permanent(err) {
			t.Errorf("%s passes: %v", code, err)
		}
	}
	other := connect(t, raw.Config().ConnString())
	other.exec(t, `BEGIN; LOCK TABLE things`)
	for code, statement := range map[string]string{
		"25006": `SET TRANSACTION READ ONLY; CREATE TABLE others ()`,
		"57014": `SET statement_timeout = 10; SELECT pg_sleep(60)`,
		"55P03": `BEGIN; LOCK TABLE things NOWAIT`,
	} {
		if err := failure(t, raw, code, statement); postgres.Permanent(err) {
			t.Errorf("%s is permanent: %v", code, err)
		}
	}
	for _, err := range []error{
		context.DeadlineExceeded,
		pgx.ErrTxClosed,
		&pgconn.PgError{Code: "53300", Severity: "FATAL"}, // too many connections
		&pgconn.PgError{Code: "53100", Severity: "ERROR"}, // disk full
		&pgconn.PgError{Code: "57P01", Severity: "FATAL"}, // the server shuts down
		&pgconn.PgError{Code: "08P01", Severity: "FATAL"}, // PgBouncer: query_wait_timeout
		&pgconn.PgError{Code: "40001", Severity: "ERROR"},
	} {
		if postgres.Permanent(err) {
			t.Errorf("%v is permanent", err)
		}
	}
	for _, err := range []error{
		&pgconn.PgError{Code: "08P01", Severity: "ERROR"}, // a statement with the wrong number of values
		&pgconn.PgError{Code: "XX001", Severity: "ERROR"}, // a damaged table
	} {
		if !postgres.Permanent(err) {
			t.Errorf("%v passes", err)
		}
	}
}

// failure runs statements, of which the last must fail with the code.
func failure(t *testing.T, raw rawConn, code, statements string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := raw.Exec(ctx, statements)
	if raw.PgConn().TxStatus() != 'I' {
		var pgErr *pgconn.PgError
		if code == "25P02" && errors.As(err, &pgErr) && pgErr.Code == "22012" {
			_, err = raw.Exec(ctx, `SELECT 1`)
		}
		raw.exec(t, `ROLLBACK`)
	}
	raw.exec(t, `RESET ALL`)
	raw.exec(t, `RESET ROLE`)
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != code {
		t.Errorf("%s gives %v, want %s", statements, err, code)
	}
	return err
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"latchkey/migrations"
	"latchkey/store"
)

// SQLSTATEs, https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	readOnly             = "25006"
	protocolViolation    = "08P01" // PgBouncer uses it for most of its own errors
)

// passing are the classes and codes of errors that pass: of the connection, the server, its resources and other sessions. All
// others are faults of the program, the schema or the role's rights.
var passing = []string{
	"08",    // connection exception
	"0A000", // a cached plan no longer fits, after another replica has migrated
	"25006", // read-only: the server is a standby now
	"25P03", // idle in transaction for too long
	"28",    // invalid authorization: a changed password, which concerns all requests
	"3D",    // no such database, likewise
	"40",    // rolled back because of a concurrent transaction
	"53",    // insufficient resources
	"55006", // object in use
	"55P03", // lock not available
	"57",    // operator intervention: shutdown, restart, cancellation, timeout
	"58",    // system error
}

// Permanent reports whether err is an error that the same statement would give again (errors by class:
// https://www.postgresql.org/docs/current/errcodes-appendix.html), or a value that does not fit its Go type.
func Permanent(err error) bool {
	var scan pgx.ScanArgError
	if errors.As(err, &scan) {
		return true
	}
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || fatal(pgErr) {
		return false
	}
	if pgErr.Code == protocolViolation {
		return true
	}
	for _, code := range passing {
		if strings.HasPrefix(pgErr.Code, code) {
			return false
		}
	}
	return true
}

// fatal reports whether the error ended the connection. It then says nothing about the statement.
func fatal(err *pgconn.PgError) bool {
	return err.SeverityUnlocalized == "FATAL" || err.SeverityUnlocalized == "PANIC" || err.Severity == "FATAL"
}

// stale reports whether the connection should be closed after this error: the server no longer serves us, so another
// connection may reach one that does.
func stale(err *pgconn.PgError) bool {
	return fatal(err) || err.Code == readOnly || strings.HasPrefix(err.Code, "57P") ||
		strings.HasPrefix(err.Code, "08") && err.Code != protocolViolation
}

// duplicate reports whether err is a unique constraint violation.
func duplicate(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == uniqueViolation
}

// violates reports whether err is a violation of the given unique constraint.
func violates(err error, constraint string) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == uniqueViolation && pgErr.ConstraintName == constraint
}

// retry repeats a statement or transaction that the database rolled back because of a concurrent one. At read
// committed, that is a deadlock; on servers that default to serializable, it is also ordinary contention.
func retry(statement func() error) error {
	const tries = 5
	var err error
	for range tries {
		err = statement()
		var pgErr *pgconn.PgError
		if !errors.As(err, &pgErr) || (pgErr.Code != serializationFailure && pgErr.Code != deadlockDetected) {
			return err
		}
	}
	return err
}

// remedies are what to do about an error at start, by code or class.
var remedies = []struct {
	code   string
	part   store.Part
	remedy string
}{
	{readOnly, store.ReadOnly, "the server is read-only, a standby for instance: name the primary in the dsn, or several hosts"},
	{"28", store.LoginFailed, "the server refuses the role or its password: check the dsn, and pg_hba.conf"},
	{"3D000", store.Unreachable, "the database does not exist: create it, or correct the dsn"},
	{"3F000", store.NoSchema, "the schema does not exist: create it, or correct search_path in the dsn"},
	{"42501", store.NoRights, "the role lacks a right: GRANT it, or run `latchkey migrate` as the owner of the schema and set migrate: off"},
	{"42704", store.Parameters, "the server does not know a parameter of the dsn: correct it"},
	{"22023", store.Parameters, "the server refuses the value of a parameter of the dsn: correct it"},
	{"53300", store.NoCapacity, "the server has no free connection: raise its max_connections, or lower pool_max_conns in the dsn"},
	{"57014", store.Parameters, "a statement took longer than statement_timeout: raise it for the role, or run `latchkey migrate` with another one"},
	{"42P05", store.Pooler, "prepared statements do not work, because of a pooler: remove default_query_exec_mode from the dsn, or use cache_describe"},
	{"26000", store.Pooler, "prepared statements do not work, because of a pooler: remove default_query_exec_mode from the dsn, or use cache_describe"},
	{"57P03", store.Unreachable, "the server is starting or stopping: try again"},
	{protocolViolation, store.Pooler, "the server or a pooler in front of it refuses the connection; Latchkey needs a pooler in transaction or session mode"},
}

// remedied adds the remedy to an error at start, as a *store.Unfit if there is one.
func remedied(err error) error {
	var pgErr *pgconn.PgError
	if err == nil || errors.Is(err, migrations.ErrBehind) || errors.Is(err, migrations.ErrNone) {
		return err
	}
	if !errors.As(err, &pgErr) {
		var connectErr *pgconn.ConnectError
		if errors.As(err, &connectErr) || errors.Is(err, context.DeadlineExceeded) {
			return &store.Unfit{
				Part:  store.Unreachable,
				Cause: fmt.Errorf("cannot reach the database; check dsn (host, port, sslmode) and that the server runs: %w", err),
			}
		}
		return err
	}
	for _, r := range remedies {
		if strings.HasPrefix(pgErr.Code, r.code) {
			return &store.Unfit{Part: r.part, Cause: fmt.Errorf("%s: %w", r.remedy, err)}
		}
	}
	return fmt.Errorf("the database refuses a statement: %w", err)
}

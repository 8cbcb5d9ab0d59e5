package postgres

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"latchkey/store"
)

// oldest is the oldest version of PostgreSQL that works.
const oldest = 13

// facts are what a server reports of itself and of the session.
type facts struct {
	version                int
	pid                    string
	serverCode, clientCode string // encodings
	schema, searchPath     string
	strings, triggers      string // standard_conforming_strings, session_replication_role
	short                  string // limits of time that are too short
	unlimited              bool   // no statement_timeout
	ignored                []string
}

// read uses the simple protocol of pgconn, which works in every mode of every pooler, and in every encoding.
func (c *settings) read(ctx context.Context, conn *pgconn.PgConn) (f facts, err error) {
	row, err := simple(ctx, conn, `
		SELECT
			pg_backend_pid(),
			current_setting('server_version_num')::int / 10000,
			current_setting('server_encoding'),
			current_setting('client_encoding'),
			coalesce(current_schema(), ''),
			current_setting('search_path'),
			current_setting('standard_conforming_strings'),
			current_setting('session_replication_role'),
			(
				SELECT coalesce(string_agg(name, ', '), '')
				FROM unnest(ARRAY['statement_timeout', 'lock_timeout', 'transaction_timeout',
					'idle_in_transaction_session_timeout', 'idle_session_timeout']) AS name
				WHERE current_setting(name, true)::interval > '0' AND current_setting(name, true)::interval < '500 ms'
			),
			current_setting('statement_timeout')`)
	if err != nil {
		return f, err
	}
	f = facts{
		pid: row[0], serverCode: row[2], clientCode: row[3], schema: row[4], searchPath: row[5], strings: row[6], triggers: row[7],
		short: row[8], unlimited: row[9] == "0",
	}
	if f.version, err = strconv.Atoi(row[1]); err != nil {
		return f, err
	}
	for _, name := range c.sessionParameters() {
		row, err := simple(ctx, conn, `SELECT bool_and(source NOT IN ('client', 'session')) FROM pg_settings WHERE lower(name) = lower('`+
			strings.ReplaceAll(name, `'`, `''`)+`')`)
		if err != nil {
			return f, err
		}
		if row[0] == "t" {
			f.ignored = append(f.ignored, name)
		}
	}
	return f, nil
}

// simple returns the one row of a query, as text.
func simple(ctx context.Context, conn *pgconn.PgConn, query string) ([]string, error) {
	results, err := conn.Exec(ctx, query).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(results) != 1 || len(results[0].Rows) != 1 {
		return nil, errors.New("the server does not answer a query as PostgreSQL does")
	}
	var row []string
	for _, value := range results[0].Rows[0] {
		row = append(row, string(value))
	}
	return row, nil
}

// inOptions finds the names of parameters in the parameter options, where they may have hyphens in place of underscores.
var inOptions = regexp.MustCompile(`(?:-c\s*|--)([A-Za-z_-]+)\s*=`)

// sessionParameters are the names of the parameters with which the connections are opened, and that change how the server
// works.
func (c *settings) sessionParameters() []string {
	var names []string
	for name, value := range c.pool.ConnConfig.RuntimeParams {
		switch strings.ToLower(name) {
		case "options":
			for _, found := range inOptions.FindAllStringSubmatch(value, -1) {
				names = append(names, strings.ReplaceAll(found[1], "-", "_"))
			}
		case "client_encoding", "standard_conforming_strings": // checked by their values
		case "application_name", "extra_float_digits", "datestyle", "intervalstyle", "timezone": // without effect on the binary format
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// refused returns why Latchkey cannot work with the server, and the remedy: a *store.Unfit, or nil.
func (f *facts) refused() error {
	part, cause := f.unfit()
	if cause == nil {
		return nil
	}
	return &store.Unfit{Part: part, Cause: cause}
}

func (f *facts) unfit() (store.Part, error) {
	switch {
	case f.version < oldest:
		return store.TooOld, fmt.Errorf("the server is PostgreSQL %d. Latchkey needs version %d or newer", f.version, oldest)
	case f.serverCode != "UTF8":
		return store.Encoding, fmt.Errorf("the database's encoding is %s, in which names cannot be stored. Create one with "+
			"CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0", f.serverCode)
	case f.clientCode != "UTF8":
		return store.Encoding, fmt.Errorf("client_encoding is %s. Remove it from the dsn, or from the role's settings "+
			"(ALTER ROLE ... RESET client_encoding)", f.clientCode)
	case f.schema == "":
		return store.NoSchema, fmt.Errorf("no schema of the search_path (%s) exists, or the role may not use it. Create it (CREATE SCHEMA ... AUTHORIZATION ...), "+
			"grant USAGE on it, or correct search_path in the dsn", f.searchPath)
	case f.strings != "on":
		return store.Parameters, fmt.Errorf("standard_conforming_strings is %s. Remove it from the dsn, or from the role's settings", f.strings)
	case f.triggers != "origin":
		return store.Parameters, fmt.Errorf("session_replication_role is %s, which disables the triggers that protect the audit log. "+
			"Remove it from the dsn, or from the role's settings", f.triggers)
	case f.short != "":
		return store.Parameters, fmt.Errorf("%s is shorter than 500ms, which ends ordinary work. Raise it in the dsn, or in the role's settings", f.short)
	}
	return "", nil
}

package postgres_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// A database or DSN with which Latchkey cannot work is refused at start, and the error names the remedy.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	cluster := storetest.Shared(t)
	current := migrated.Database(t)
	base := cluster.DSNOf(current)
	raw := connect(t, base)
	for _, statement := range []string{
		`CREATE ROLE reader LOGIN`, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
		`CREATE ROLE writer LOGIN`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer`,
		`CREATE ROLE latin LOGIN`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO latin`, `ALTER ROLE latin SET client_encoding = 'LATIN1'`,
	} {
		raw.exec(t, statement)
	}
	t.Cleanup(func() {
		raw := connect(t, base)
		raw.exec(t, `DROP OWNED BY reader, writer, latin`)
		raw.exec(t, `DROP ROLE reader, writer, latin`)
	})
	as := func(role, dsn string) string { return strings.Replace(dsn, "latchkey@", role+"@", 1) }
	for name, c := range map[string]struct{ dsn, want string }{
		"SQL_ASCII":              {cluster.DSNOf(cluster.Database(t, "ENCODING 'SQL_ASCII' TEMPLATE template0")), "ENCODING 'UTF8'"},
		"LATIN1":                 {cluster.DSNOf(cluster.Database(t, "ENCODING 'LATIN1' TEMPLATE template0")), "ENCODING 'UTF8'"},
		"client_encoding":        {base + "&client_encoding=LATIN1", "client_encoding is LATIN1"},
		"missing schema":         {base + "&search_path=nowhere", "CREATE SCHEMA"},
		"read-only role":         {as("reader", base), "INSERT on"},
		"may not migrate":        {as("writer", cluster.DSNOf(cluster.Database(t, ""))), "run `latchkey migrate` as the owner"},
		"read-only session":      {base + "&default_transaction_read_only=on", "read-only"},
		"short statements":       {base + "&statement_timeout=400", "statement_timeout is shorter than 500ms"},
		"short waits for locks":  {base + "&lock_timeout=10", "lock_timeout is shorter than 500ms"},
		"no statement cache":     {base + "&default_query_exec_mode=cache_statement&statement_cache_capacity=0", "statement_cache_capacity"},
		"no description cache":   {base + "&description_cache_capacity=0", "description_cache_capacity"},
		"described, not cached":  {base + "&default_query_exec_mode=cache_describe&description_cache_capacity=-1", "description_cache_capacity"},
		"short transactions":     {base + "&idle_in_transaction_session_timeout=50ms", "shorter than 500ms"},
		"backslashes":            {base + "&standard_conforming_strings=off", "standard_conforming_strings is off"},
		"triggers off":           {base + "&session_replication_role=replica", "session_replication_role is replica"},
		"unknown parameter":      {base + "&max_conns=5", "a parameter of the dsn"},
		"value of a parameter":   {base + "&statement_timeout=soon", "the value of a parameter of the dsn"},
		"no connections":         {base + "&pool_max_conns=0", "pool_max_conns"},
		"no database":            {cluster.DSNOf("nowhere"), "the database does not exist"},
		"no role":                {as("stranger", base), "the server refuses the role"},
		"standbys":               {base + "&target_session_attrs=standby", "Use read-write"},
		"simple protocol":        {base + "&default_query_exec_mode=simple_protocol", "use cache_describe"},
		"nothing there":          {"postgres://latchkey@127.0.0.1:1/latchkey", "check dsn (host, port, sslmode)"},
		"a search_path in a DSN": {"host=" + hostOf(base) + " user=latchkey database=" + current + " search_path=nowhere", "CREATE SCHEMA"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := postgres.Open(t.Context(), c.dsn, production)
			if err == nil {
				s.Close()
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	for name, dsn := range map[string]string{
		"cache_statement":   base + "&default_query_exec_mode=cache_statement",
		"cache_describe":    base + "&default_query_exec_mode=cache_describe",
		"describe_exec":     base + "&default_query_exec_mode=describe_exec",
		"no prepared ones":  base + "&statement_cache_capacity=0",
		"one prepared":      base + "&statement_cache_capacity=1&description_cache_capacity=1",
		"one connection":    base + "&pool_max_conns=1",
		"another time zone": base + "&timezone=Asia/Tokyo",
		"serializable":      base + "&default_transaction_isolation=serializable",
		"half a second":     base + "&statement_timeout=500ms",
		"an encoding":       as("latin", base),
		"least rights":      as("writer", base),
		"second schema":     base + "&search_path=nowhere,public",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, dsn, production)
			n := registration()
			if err := s.CreatePasskey(t.Context(), n); err != nil {
				t.Fatal(err)
			}
			if err := s.UsePasskey(t.Context(), login(n.Passkey)); err != nil {
				t.Error(err)
			}
			if _, err := s.AuditEvents(t.Context(), store.AuditFilter{}, store.Page{Size: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	// What the probe writes, it rolls back.
	if n := count(t, raw, `SELECT count(*) FROM security_audit WHERE event_type = 'probe'`); n != 0 {
		t.Errorf("the probe left %d rows", n)
	}
}

// The probe checks the rights on every table.
func TestTables(t *testing.T) {
	t.Parallel()
	dsn := migrated.Postgres(t)
	open(t, dsn, production)
	raw := connect(t, dsn)
	if n := count(t, raw, `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'latchkey_schema'`); n != len(postgres.Tables) {
		t.Errorf("there are %d tables, and the probe checks %d", n, len(postgres.Tables))
	}
}

func count(t *testing.T, raw rawConn, query string) (n int) {
	t.Helper()
	if err := raw.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func hostOf(dsn string) string {
	parsed, err := url.Parse(dsn)
	if err != nil {
		panic(err)
	}
	return parsed.Query().Get("host")
}

type rawConn struct{ *pgx.Conn }

func connect(t *testing.T, dsn string) rawConn {
	t.Helper()
	conn, err := pgx.Connect(context.WithoutCancel(t.Context()), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return rawConn{conn}
}

func (c rawConn) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := c.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

package e2e_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"latchkey/store/storetest"
)

// databaseFaults are in the database, or in how it is reached.
func (d *doctored) databaseFaults(t *testing.T) []seed {
	cluster := storetest.StartCluster(t)
	readOnly := cluster.Database(t, "")
	dsn, old, standby := cluster.DSNOf(cluster.Database(t, "")), cluster.DSNOf(cluster.Database(t, "")), cluster.DSNOf(readOnly)
	for _, one := range []string{old, standby} {
		migrate := d.latchkey.Command("migrate")
		migrate.Env = append(migrate.Env, "LATCHKEY_DSN="+one)
		must(t, migrate.Run())
	}
	conn, err := pgx.Connect(t.Context(), old)
	must(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `CREATE ROLE reader LOGIN; CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
		ALTER DATABASE `+readOnly+` SET default_transaction_read_only = on;
		DELETE FROM latchkey_schema WHERE version_id = (SELECT max(version_id) FROM latchkey_schema)`)
	must(t, err)
	as := func(role, dsn string) string { return strings.Replace(dsn, "latchkey@", role+"@", 1) }
	pooled := cluster.Pooler(t, readOnly, "transaction") + "&default_query_exec_mode=cache_statement"
	one := func(want, dsn string) seed { return seed{want: want, env: []string{"LATCHKEY_DSN=" + dsn}} }
	return []seed{
		one("database.reachable", "postgres://latchkey@127.0.0.1:1/latchkey"),
		one("database.login", as("stranger", dsn)),
		one("database.encoding", cluster.DSNOf(cluster.Database(t, "ENCODING 'SQL_ASCII' TEMPLATE template0"))),
		one("database.schema", dsn+"&search_path=nowhere"),
		one("database.parameters", dsn+"&statement_timeout=100"),
		one("database.missing", dsn),
		{"database.migrations", false, []string{"LATCHKEY_DSN=" + old, "LATCHKEY_MIGRATE=off"}, nil},
		{"database.migrations", true, []string{"LATCHKEY_DSN=" + old}, nil},
		one("database.rights", as("reader", old)),
		one("database.writable", standby),
		one("database.capacity", as("crowded", standby)),
		one("database.pooler", pooled),
	}
}

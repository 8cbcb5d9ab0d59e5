package migrated

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	// Registers the database/sql driver "pgx".
	_ "github.com/jackc/pgx/v5/stdlib"

	"latchkey/migrations"
	"latchkey/store/storetest"
)

// template is a database of the shared server.
var template struct {
	once sync.Once
	err  error
}

const templateName = "migrated"

// Postgres returns the DSN of a new database, which is dropped at the end of the test; on the server in
// LATCHKEY_TEST_POSTGRES, that of a new schema.
func Postgres(t testing.TB) string {
	t.Helper()
	if os.Getenv("LATCHKEY_TEST_POSTGRES") == "" {
		return storetest.Shared(t).DSNOf(Database(t))
	}
	dsn := storetest.Postgres(t)
	if err := migrate(migrations.Postgres, "pgx", dsn); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// Database returns the name of a new database on the shared server, which is dropped at the end of the test.
func Database(t testing.TB) string {
	t.Helper()
	cluster := storetest.Shared(t)
	template.once.Do(func() { template.err = makeTemplate(cluster) })
	if template.err != nil {
		t.Fatal(template.err)
	}
	return cluster.Database(t, "TEMPLATE "+templateName)
}

func makeTemplate(cluster *storetest.Cluster) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, cluster.DSN())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+templateName); err != nil {
		return err
	}
	return migrate(migrations.Postgres, "pgx", cluster.DSNOf(templateName))
}

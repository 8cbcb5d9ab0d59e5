package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// A pooler such as PgBouncer sits between us and the server. Its own process ID, which it reports when a connection is
// opened, is not that of the server. In its transaction mode, each transaction may run on another server connection, so
// the state of a session is lost: prepared statements, SET, and session-level locks. Migrations need none (package
// migrations); queries need a mode that does not use prepared statements.

// poolerTime limits the test of a pooler. One that has a single server connection does not answer in it.
const poolerTime = 5 * time.Second

// adapt chooses the settings behind a pooler. It refuses those in the DSN that do not work there.
func (c *settings) adapt(ctx context.Context, f facts) (again bool, err error) {
	for _, name := range f.ignored {
		if _, ours := c.options.limits()[name]; !ours || c.named[name] != "" {
			return false, unpooled("the pooler between Latchkey and PostgreSQL ignores the dsn's %s. "+
				"Remove it there, and set it for the role (ALTER ROLE ... SET %[1]s = ...)", name)
		}
		c.unlimit()
	}
	mode := c.named["default_query_exec_mode"]
	if mode == "" {
		mode = "cache_describe"
		c.pool.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	if err := c.test(ctx, mode); err != nil {
		return false, unpooled("the dsn's default_query_exec_mode=%s does not work through the pooler between Latchkey and PostgreSQL. "+
			"Remove it, or use cache_describe: %w", mode, err)
	}
	c.options.Log.Info("the database is reached through a pooler", "default_query_exec_mode", mode)
	if c.options.Timeout > 0 && !c.limited && f.unlimited {
		c.options.Log.Warn("the pooler does not let Latchkey limit the duration of each statement; limit it for the role: "+
			"ALTER ROLE ... SET statement_timeout = '"+c.options.Timeout.String()+"'", "store.timeout", c.options.Timeout.String())
	}
	return true, nil
}

func unpooled(format string, args ...any) error {
	return &store.Unfit{Part: store.Pooler, Cause: fmt.Errorf(format, args...)}
}

// test reports whether a query mode works when statements of one connection are run on several server connections.
func (c *settings) test(ctx context.Context, mode string) error {
	if mode != "cache_statement" && mode != "describe_exec" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, poolerTime)
	defer cancel()
	a, err := pgx.ConnectConfig(ctx, c.pool.ConnConfig)
	if err != nil {
		return err
	}
	defer a.Close(context.WithoutCancel(ctx))
	b, err := pgx.ConnectConfig(ctx, c.pool.ConnConfig)
	if err != nil {
		return err
	}
	defer b.Close(context.WithoutCancel(ctx))
	if own, err := ownSessions(ctx, a, b); own || err != nil {
		return err
	}
	if mode == "describe_exec" {
		return errors.New("it describes a statement on one server connection and runs it on another")
	}
	return prepareOnBoth(ctx, a, b)
}

// ownSessions reports whether each connection has a server connection of its own, as in session mode. In transaction mode,
// two idle connections share one.
func ownSessions(ctx context.Context, a, b *pgx.Conn) (bool, error) {
	const rounds = 4
	var pids [2]uint32
	for range rounds {
		for i, conn := range []*pgx.Conn{a, b} {
			var pid uint32
			if err := conn.QueryRow(ctx, `SELECT pg_backend_pid()`, pgx.QueryExecModeSimpleProtocol).Scan(&pid); err != nil {
				return false, err
			}
			if pids[i] != 0 && pids[i] != pid {
				return false, nil
			}
			pids[i] = pid
		}
	}
	return pids[0] != pids[1], nil
}

// prepareOnBoth prepares the same statement on both connections, which share a server connection, and then runs it on
// another, because a transaction occupies the first.
func prepareOnBoth(ctx context.Context, a, b *pgx.Conn) error {
	const statement = `SELECT $1::int`
	run := func(conn *pgx.Conn) error {
		var n int
		return conn.QueryRow(ctx, statement, 1).Scan(&n)
	}
	for _, conn := range []*pgx.Conn{a, b, a} {
		if err := run(conn); err != nil {
			return err
		}
	}
	return pgx.BeginFunc(ctx, a, func(pgx.Tx) error {
		if err := run(a); err != nil {
			return err
		}
		return run(b)
	})
}

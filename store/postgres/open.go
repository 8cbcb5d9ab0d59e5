package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"latchkey/migrations"
)

// Open connects to the database and checks that Latchkey can work with it; an error names the remedy. It fails if the
// database does not answer within 5 s, or before ctx is done. The DSN is a URL or keyword string in libpq's format, with
// pgx's additional parameters, such as pool_max_conns and default_query_exec_mode. The default of pool_max_conns is four per
// CPU, at least 8 and at most 32. If the DSN names several hosts, the default of target_session_attrs is read-write.
//
// Behind a pooler, the default of default_query_exec_mode is cache_describe, which needs no prepared statements at the
// server.
//
// After a restart or failover of the database, broken connections are replaced when they are detected: at most one call
// per connection fails, and none after a second.
func Open(ctx context.Context, dsn string, options Options) (*Store, error) {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{reset: &resetter{}}
	settings, err := parse(dsn, s.reset, options)
	if err != nil {
		return nil, err
	}
	if err := s.connect(ctx, settings); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	err = s.prepare(ctx, settings)
	if err == nil && options.Probe {
		err = s.probe(ctx, settings)
	}
	if err != nil {
		go s.pool.Close() // waits for connections that are being opened, possibly beyond ctx
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return s, nil
}

// connect opens the pool. It opens it again if the first connection shows that other settings are needed.
func (s *Store) connect(ctx context.Context, settings *settings) error {
	const surveys = 3 // the parameters that a pooler refuses, the query mode behind it, and the result
	for range surveys {
		pool, err := pgxpool.NewWithConfig(ctx, settings.pool.Copy())
		if err != nil {
			return err
		}
		again, err := settings.survey(ctx, pool)
		if err == nil && !again {
			s.pool, s.snapshot, s.begin = pool, snapshot{pool}, settings.begin()
			s.reset.use(pool)
			return nil
		}
		go pool.Close()
		if err != nil {
			return err
		}
	}
	return errors.New("the database's settings kept changing")
}

// prepare checks the schema, and migrates it. Migrations have their own connections, without limits of time.
func (s *Store) prepare(ctx context.Context, settings *settings) error {
	db := stdlib.OpenDBFromPool(s.pool)
	defer db.Close() // the pool itself stays open
	if settings.options.Existing {
		if err := migrations.Exists(ctx, migrations.Postgres, db); err != nil {
			return remedied(err)
		}
	}
	err := migrations.Check(ctx, migrations.Postgres, db)
	if !errors.Is(err, migrations.ErrBehind) || !settings.options.Migrate {
		return remedied(err)
	}
	if err := s.mayMigrate(ctx); err != nil {
		return err
	}
	own := stdlib.OpenDB(settings.unlimited())
	defer own.Close()
	return remedied(migrations.Up(ctx, migrations.Postgres, own))
}

// mayMigrate checks the right that all migrations need, before they wait for each other.
func (s *Store) mayMigrate(ctx context.Context) error {
	var may bool
	err := s.pool.QueryRow(ctx, `SELECT has_schema_privilege(current_schema(), 'CREATE')`).Scan(&may)
	if err == nil && !may {
		return errors.New("the schema is to be migrated, and the role may not create tables in it: GRANT CREATE ON SCHEMA ... TO it, " +
			"or run `latchkey migrate` as the owner of the schema and set migrate: off")
	}
	return remedied(err)
}

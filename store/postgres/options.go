package postgres

import (
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// Options are optional settings of Open.
type Options struct {
	// Migrate updates the schema. Without it, Open returns migrations.ErrBehind for an older schema.
	Migrate bool
	// Existing creates nothing: Open returns migrations.ErrNone for a database without a schema.
	Existing bool
	// Probe writes one row of each column type and rolls it back, so that a DSN with which Latchkey cannot work is refused at
	// start. Without it, a role that may only read can open the database.
	Probe bool
	// Timeout limits each statement at the server too, so that none outlives its caller. Zero: no limit.
	Timeout time.Duration
	// Log reports what Open has chosen. Nil: nothing is logged.
	Log *slog.Logger
	// Tracer is called for every statement, including BEGIN and COMMIT. Nil: none.
	Tracer pgx.QueryTracer
}

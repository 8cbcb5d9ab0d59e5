package postgres

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// survey reads the facts on one connection, refuses those with which Latchkey cannot work, and adapts the settings to a
// pooler. again reports that the pool must be opened again with the changed settings.
func (c *settings) survey(ctx context.Context, pool *pgxpool.Pool) (again bool, err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return c.refusedConnection(err)
	}
	defer conn.Release()
	f, err := c.read(ctx, conn.Conn().PgConn())
	if err != nil {
		return false, remedied(err)
	}
	if err := f.refused(); err != nil {
		return false, err
	}
	if f.pid != strconv.FormatUint(uint64(conn.Conn().PgConn().PID()), 10) && !c.pooled {
		c.pooled = true
		return c.adapt(ctx, f)
	}
	return false, nil
}

// refusals are the codes with which servers and poolers refuse a parameter: PgBouncer the first, others one of the rest.
var refusals = []string{protocolViolation, "0A000", "42704", "22023"}

// refusedConnection tries again without our own parameters, which a pooler refuses.
func (c *settings) refusedConnection(err error) (again bool, _ error) {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		return false, remedied(err)
	}
	if c.limited && slices.Contains(refusals, pgErr.Code) {
		c.unlimit()
		return true, nil
	}
	if pgErr.Code == protocolViolation && len(c.pool.ConnConfig.RuntimeParams) > 0 {
		return false, unpooled("the server or a pooler in front of it refuses the connection. If it is because of a parameter in the dsn (%s), "+
			"remove it there and set it for the role (ALTER ROLE ... SET ...): %w",
			strings.Join(slices.Sorted(maps.Keys(c.pool.ConnConfig.RuntimeParams)), ", "), err)
	}
	return false, remedied(err)
}

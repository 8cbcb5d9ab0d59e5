package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// SQLSTATEs, https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

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

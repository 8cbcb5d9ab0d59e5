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

// duplicate tells whether err is a violation of some unique constraint.
func duplicate(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == uniqueViolation
}

// violates tells whether err is a violation of that unique constraint.
func violates(err error, constraint string) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == uniqueViolation && pgErr.ConstraintName == constraint
}

// retry repeats a statement that the database took back whole, for the sake of others: at read committed only a
// deadlock does that, on servers that default to serializable also ordinary contention.
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

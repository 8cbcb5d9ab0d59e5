package row

import "latchkey/store"

// EndingColumns are the columns of a session ending, without its claim.
const EndingColumns = `
		id,
		identity_id,
		kind,
		session_id,
		kept_id,
		at,
		caused_at,
		due_at,
		tries,
		since`

// Ending returns the fields of EndingColumns.
func Ending(e *store.SessionEnding) []any {
	return []any{
		&e.ID,
		&e.IdentityID,
		&e.Kind,
		&e.SessionID,
		&e.KeptID,
		&e.At,
		&e.CausedAt,
		&e.DueAt,
		&e.Tries,
		(*OptionalTime)(&e.Since),
	}
}

// EndingsOf reads the endings of an identity, ordered by ID.
const EndingsOf = `
	SELECT` + EndingColumns + `
	FROM session_endings
	WHERE identity_id = ?
	ORDER BY id`

// CountEndings counts all endings.
const CountEndings = `SELECT count(*), min(caused_at) FROM session_endings`

// EndingCount returns the fields of CountEndings.
func EndingCount(c *store.EndingCount) []any { return []any{&c.Pending, &c.Oldest} }

package store

// Page selects up to Size rows that follow the row Before, newest first. A zero Before selects the first page. Row IDs are
// UUIDv7, so they are ordered by time.
type Page struct {
	Before [16]byte
	Size   int
}

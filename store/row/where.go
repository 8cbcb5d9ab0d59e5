package row

import (
	"strings"

	"github.com/google/uuid"

	"latchkey/store"
)

// Where is a condition that both databases accept, with ? as the placeholder of each argument. The arguments have the
// types of the records' fields; the driver converts them.
//
// It contains only the filters that are set. SQLite plans without the arguments, and so would not use an index for a
// filter such as "? IS NULL OR column = ?".
type Where struct {
	conditions []string
	Args       []any
}

// page returns the condition of the rows that follow in a list, newest first.
func page(p store.Page) *Where {
	var w Where
	if before := uuid.UUID(p.Before); before != uuid.Nil {
		w.and(`id < ?`, before)
	}
	return &w
}

func (w *Where) and(condition string, args ...any) *Where {
	w.conditions = append(w.conditions, condition)
	w.Args = append(w.Args, args...)
	return w
}

// equal compares a column with the value of a filter, unless that is nil.
func equal[T any](w *Where, column string, value *T) {
	if value != nil {
		w.and(column+` = ?`, *value)
	}
}

// set tests that a column is not NULL, or that it is, unless the filter is nil.
func (w *Where) set(column string, filter *bool) {
	switch {
	case filter == nil:
	case *filter:
		w.and(column + ` IS NOT NULL`)
	default:
		w.and(column + ` IS NULL`)
	}
}

// Clause returns the WHERE clause. It is empty if no filter is set.
func (w *Where) Clause() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(w.conditions, ` AND `)
}

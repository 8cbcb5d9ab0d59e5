package row

import (
	"strings"

	"github.com/google/uuid"

	"latchkey/store"
)

// Where is a condition that both databases read, with a ? for each argument. The arguments have the types of the
// records: the driver converts them.
//
// It holds only the filters that are set. SQLite plans before it knows the arguments, and would not find the index
// of a filter that is written as "? IS NULL OR column = ?".
type Where struct {
	conditions []string
	Args       []any
}

// page begins with the rows that follow in a list from newer to older.
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

// set tests that a column has a value, or has none, unless the filter is nil.
func (w *Where) set(column string, filter *bool) {
	switch {
	case filter == nil:
	case *filter:
		w.and(column + ` IS NOT NULL`)
	default:
		w.and(column + ` IS NULL`)
	}
}

// Clause starts with WHERE, or is empty where no filter is set.
func (w *Where) Clause() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(w.conditions, ` AND `)
}

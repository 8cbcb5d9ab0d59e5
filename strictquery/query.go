// Package strictquery reads the parameters of an address as strictly as strictjson reads bodies: unknown, repeated and
// malformed ones are errors, because a filter that is silently ignored is worse than an error. It owns the forms of the
// values. Which parameters an address has, and what they mean, belongs to the callers.
package strictquery

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/fault"
)

// Query holds the parameters of one request, and the first error in them.
type Query struct {
	values url.Values
	fault  error
}

// Read reads the part of an address after the question mark. Parameters that are not known are an error.
func Read(raw string, known ...string) *Query {
	q := &Query{}
	values, err := url.ParseQuery(raw)
	if err != nil {
		q.Fail("query", "cannot be read")
	}
	q.values = values
	for name, given := range values {
		switch {
		case !slices.Contains(known, name):
			q.Fail("query", "has an unknown parameter; known are "+strings.Join(known, ", "))
		case len(given) > 1:
			q.Fail(name, "is given more than once")
		}
	}
	return q
}

// Err returns the first error, a *fault.FieldError, or nil.
func (q *Query) Err() error { return q.fault }

// Fail records an error, unless there is one already.
func (q *Query) Fail(field, problem string) {
	if q.fault == nil {
		q.fault = &fault.FieldError{Field: field, Problem: problem}
	}
}

// Resolve replaces a parameter by another one, whose value find looks up.
func (q *Query) Resolve(name, into string, find func(string) (uuid.UUID, error)) {
	given := q.Text(name)
	switch {
	case given == nil || q.fault != nil:
	case q.Has(into):
		q.Fail(name, "is given together with "+into)
	default:
		id, err := find(*given)
		q.values.Set(into, id.String())
		q.fault = err
	}
}

// Has reports whether one of the parameters is given.
func (q *Query) Has(names ...string) bool { return slices.ContainsFunc(names, q.values.Has) }

// Each parses one parameter. It returns nil if the parameter is absent.
func Each[T any](q *Query, name, problem string, parse func(string) (T, error)) *T {
	raw, given := q.values[name]
	if !given {
		return nil
	}
	value, err := parse(raw[0])
	if err != nil {
		q.Fail(name, problem)
	}
	return &value
}

func (q *Query) ID(name string) *uuid.UUID { return Each(q, name, "is no UUID", ParseID) }

// IDs parses up to most IDs, separated by commas.
func (q *Query) IDs(name string, most int) []uuid.UUID {
	ids := Each(q, name, "is no list of 1 to "+strconv.Itoa(most)+" UUIDs, separated by commas", func(raw string) (ids []uuid.UUID, err error) {
		for one := range strings.SplitSeq(raw, ",") {
			id, err := ParseID(one)
			if err != nil || len(ids) == most {
				return nil, errNoID
			}
			ids = append(ids, id)
		}
		return ids, nil
	})
	if ids == nil {
		return nil
	}
	return *ids
}

func (q *Query) YesOrNo(name string) *bool {
	return Each(q, name, "is neither true nor false", func(raw string) (bool, error) {
		if raw != "true" && raw != "false" {
			return false, strconv.ErrSyntax
		}
		return raw == "true", nil
	})
}

func (q *Query) At(name string) *time.Time {
	return Each(q, name, "is no RFC 3339 time", func(raw string) (time.Time, error) { return time.Parse(time.RFC3339, raw) })
}

func (q *Query) Text(name string) *string {
	return Each(q, name, "is empty, too long or no text", func(raw string) (string, error) {
		if raw == "" || len(raw) > 320 || !utf8.ValidString(raw) || strings.ContainsFunc(raw, unicode.IsControl) {
			return "", strconv.ErrSyntax
		}
		return raw, nil
	})
}

// Size parses a size from 1 to most.
func (q *Query) Size(name string, otherwise, most int) int {
	size := Each(q, name, "is not within 1 to "+strconv.Itoa(most), func(raw string) (int, error) {
		size, err := strconv.Atoi(raw)
		if err != nil || size < 1 || size > most {
			return 0, strconv.ErrRange
		}
		return size, nil
	})
	if size == nil {
		return otherwise
	}
	return *size
}

// ParseID accepts only the form that Latchkey writes; uuid.Parse accepts four.
func ParseID(raw string) (uuid.UUID, error) {
	if len(raw) != 36 {
		return uuid.Nil, errNoID
	}
	return uuid.Parse(raw)
}

var errNoID = errors.New("no UUID")

package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/fault"
	"latchkey/rules"
)

const (
	defaultPageSize = 50
	maxPageSize     = 200
)

// query parses the parameters of an address strictly: unknown, repeated and malformed ones are errors, because a filter
// that is silently ignored is worse than an error. It keeps the first error.
type query struct {
	values url.Values
	fault  error
}

func readQuery(c echo.Context, known ...string) *query {
	q := &query{}
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		q.fail("query", "cannot be read")
	}
	q.values = values
	for name, given := range values {
		switch {
		case !slices.Contains(known, name):
			q.fail("query", "has an unknown parameter; known are "+strings.Join(known, ", "))
		case len(given) > 1:
			q.fail(name, "is given more than once")
		}
	}
	return q
}

func (q *query) fail(field, problem string) {
	if q.fault == nil {
		q.fault = &fault.FieldError{Field: field, Problem: problem}
	}
}

// each parses one parameter if it is present.
func each[T any](q *query, name, problem string, parse func(string) (T, error)) *T {
	raw, given := q.values[name]
	if !given {
		return nil
	}
	value, err := parse(raw[0])
	if err != nil {
		q.fail(name, problem)
	}
	return &value
}

func (q *query) id(name string) *uuid.UUID { return each(q, name, "is no UUID", parseID) }

func (q *query) yesOrNo(name string) *bool {
	return each(q, name, "is neither true nor false", func(raw string) (bool, error) {
		if raw != "true" && raw != "false" {
			return false, strconv.ErrSyntax
		}
		return raw == "true", nil
	})
}

func (q *query) at(name string) *time.Time {
	return each(q, name, "is no RFC 3339 time", func(raw string) (time.Time, error) { return time.Parse(time.RFC3339, raw) })
}

func (q *query) text(name string) *string {
	return each(q, name, "is empty, too long or no text", func(raw string) (string, error) {
		if raw == "" || len(raw) > 320 || !utf8.ValidString(raw) || strings.ContainsFunc(raw, unicode.IsControl) {
			return "", strconv.ErrSyntax
		}
		return raw, nil
	})
}

// page parses page_size and page_token, and requests one row more than a page, which shows whether there is a next one.
func (q *query) page(r *rules.Rules, list string) admin.Page {
	page := admin.Page{Size: defaultPageSize + 1}
	if size := each(q, "page_size", "is not within 1 to 200", parsePageSize); size != nil {
		page.Size = *size + 1
	}
	if before := each(q, "page_token", "is not a valid page token", func(raw string) (uuid.UUID, error) { return r.Pages.OpenPage(list, raw) }); before != nil {
		page.Before = *before
	}
	return page
}

func parsePageSize(raw string) (int, error) {
	size, err := strconv.Atoi(raw)
	if err != nil || size < 1 || size > maxPageSize {
		return 0, strconv.ErrRange
	}
	return size, nil
}

// writePage writes a page of rows, newest first. The Link header (RFC 8288) leads to the next one.
func writePage[T any](c echo.Context, r *rules.Rules, list, name string, rows []T, page admin.Page, idOf func(T) uuid.UUID) error {
	body := map[string]any{name: rows}
	if size := page.Size - 1; len(rows) > size {
		rows = rows[:size]
		token := r.Pages.Page(list, idOf(rows[size-1]))
		body[name], body["next_page_token"] = rows, token

		next := *c.Request().URL
		values := next.Query()
		values.Set("page_token", token)
		next.RawQuery = values.Encode()
		c.Response().Header().Set("Link", "<"+next.RequestURI()+`>; rel="next"`)
	}
	return writeJSON(c, http.StatusOK, contentJSON, body)
}

// pathID parses the ID in the address. A string that is not a UUID cannot exist.
func pathID(c echo.Context) (uuid.UUID, error) {
	id, err := parseID(c.Param("id"))
	if err != nil {
		return uuid.Nil, fault.ErrNotFound
	}
	return id, nil
}

// parseID accepts only the form that Latchkey writes; uuid.Parse accepts four.
func parseID(raw string) (uuid.UUID, error) {
	if len(raw) != 36 {
		return uuid.Nil, errNoID
	}
	return uuid.Parse(raw)
}

var errNoID = errors.New("no UUID")

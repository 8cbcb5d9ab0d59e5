package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/fault"
	"latchkey/rules"
	"latchkey/strictquery"
)

func readQuery(c echo.Context, known ...string) *strictquery.Query {
	return strictquery.Read(c.Request().URL.RawQuery, known...)
}

// readPage parses page_size and page_token, and requests one row more than a page, which shows whether there is a next
// one.
func readPage(q *strictquery.Query, r *rules.Rules, list string) admin.Page {
	page := admin.Page{Size: q.Size("page_size", 50, 200) + 1}
	open := func(raw string) (uuid.UUID, error) { return r.Pages.OpenPage(list, raw) }
	if before := strictquery.Each(q, "page_token", "is not a valid page token", open); before != nil {
		page.Before = *before
	}
	return page
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
	id, err := strictquery.ParseID(c.Param("id"))
	if err != nil {
		return uuid.Nil, fault.ErrNotFound
	}
	return id, nil
}

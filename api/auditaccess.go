package api

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/transport"
)

// exportFormats are the formats of an export by media type.
var exportFormats = map[string]string{
	"application/x-ndjson": audit.ExportNDJSON,
	"text/csv":             audit.ExportCSV,
}

const auditPath = "/admin/v1/audit-events"

// recentEvents is how far back pages go with `read` alone, unless they are about one user, passkey or request, as in
// support. Otherwise the whole log could be read page by page without the scope and the evidence that an export
// requires.
const recentEvents = 24 * time.Hour

// streams reports whether the client accepts all matching events in one response.
func streams(c echo.Context) bool { return c.Path() == auditPath && exportFormats[accepted(c)] != "" }

// takesLog reports whether a call reads the whole log: as a stream, or by pages beyond recentEvents.
func (s *Server) takesLog(c echo.Context) bool {
	if streams(c) {
		return true
	}
	values := c.QueryParams()
	if c.Path() != auditPath || slices.ContainsFunc(narrowing, values.Has) {
		return false
	}
	since, err := time.Parse(time.RFC3339, values.Get("since"))
	if err != nil { // an invalid time is refused later
		return values.Has("until") && !values.Has("since")
	}
	return since.Before(s.cfg.Now().Add(-recentEvents))
}

// narrowing are the filters about one user, passkey or request.
var narrowing = []string{"identity_id", "identity", "passkey_id", "request_id"}

// auditScope requires `read` for pages and `export` for streams; pages of the whole log require both.
func (s *Server) auditScope(next echo.HandlerFunc) echo.HandlerFunc {
	read, export := withScope(admin.ScopeRead), withScope(admin.ScopeExport)
	pages, stream, whole := read(next), export(next), read(export(next))
	return func(c echo.Context) error {
		switch {
		case streams(c):
			return stream(c)
		case s.takesLog(c):
			return whole(c)
		}
		return pages(c)
	}
}

// accepted returns the media type of the response about the audit log.
func accepted(c echo.Context) string {
	return transport.Choose(c.Request().Header.Values("Accept"), contentJSON, "application/x-ndjson", "text/csv")
}

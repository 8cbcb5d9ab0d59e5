package api

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
)

// The media types of an export, and their formats.
var exportFormats = map[string]string{
	"application/x-ndjson": audit.ExportNDJSON,
	"text/csv":             audit.ExportCSV,
}

// exportPatience is how long a client may take to read one piece of an export.
const exportPatience = 30 * time.Second

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
	if c.Path() != auditPath || narrowed(values) {
		return false
	}
	since, err := time.Parse(time.RFC3339, values.Get("since"))
	if err != nil { // an invalid time is refused later
		return values.Has("until") && !values.Has("since")
	}
	return since.Before(s.cfg.Now().Add(-recentEvents))
}

// narrowed reports whether a filter is about one user, passkey or request.
func narrowed(values url.Values) bool {
	return values.Has("identity_id") || values.Has("passkey_id") || values.Has("request_id")
}

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
	return choose(c.Request().Header.Values("Accept"), contentJSON, "application/x-ndjson", "text/csv")
}

func (s *Server) listAuditEvents(c echo.Context) error {
	c.Response().Header().Set("Vary", "Accept")
	media := accepted(c)
	if exportFormats[media] != "" {
		return s.exportAuditEvents(c, media)
	}
	q := readQuery(c, append(auditParameters, "page_size", "page_token")...)
	filter := q.auditFilter()
	page := q.page(s.rules, "audit-events")
	if q.fault != nil {
		return q.fault
	}
	if filter.Since == nil && filter.Until == nil && !narrowed(q.values) {
		since := s.cfg.Now().Add(-recentEvents)
		filter.Since = &since
	}
	events, err := s.rules.Audit.Events(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "audit-events", "events", events, page, func(e audit.Entry) uuid.UUID { return e.ID })
}

var auditParameters = []string{"identity_id", "actor_id", "event_type", "passkey_id", "request_id", "since", "until"}

func (q *query) auditFilter() admin.AuditFilter {
	filter := admin.AuditFilter{
		IdentityID: q.id("identity_id"),
		ActorID:    q.text("actor_id"),
		Type:       q.text("event_type"),
		PasskeyID:  q.id("passkey_id"),
		RequestID:  q.text("request_id"),
		Since:      q.at("since"),
		Until:      q.at("until"),
	}
	if filter.Since != nil && filter.Until != nil && !filter.Since.Before(*filter.Until) {
		q.fail("until", "is not after since")
	}
	return filter
}

// exportAuditEvents streams everything that matches. After the first piece, the only way to report a failure is to
// abort the connection: an incomplete log that looks complete would be worse than none.
func (s *Server) exportAuditEvents(c echo.Context, media string) error {
	q := readQuery(c, auditParameters...)
	filter := q.auditFilter()
	if q.fault != nil {
		return q.fault
	}
	w := c.Response()
	deadline := http.NewResponseController(w)
	err := s.rules.Audit.Export(c.Request().Context(), adminOf(c).Actor(), s.request(c), filter, exportFormats[media], func(piece []byte) error {
		// Each piece has its own deadline, so that an export may take as long as its size requires. Recorders in tests
		// have none.
		if err := deadline.SetWriteDeadline(time.Now().Add(exportPatience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		if !w.Committed {
			w.Header().Set("Content-Type", media)
			w.Header().Set("Content-Disposition", `attachment; filename="audit-events.`+exportFormats[media]+`"`)
			w.WriteHeader(http.StatusOK)
		}
		if _, err := w.Write(piece); err != nil {
			return err
		}
		return ignoreUnsupported(deadline.Flush())
	})
	if err != nil && w.Committed {
		noteProblem(c, "cut_off", err)
		s.logRequest(c, 0)
		panic(http.ErrAbortHandler)
	}
	return err
}

func ignoreUnsupported(err error) error {
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}

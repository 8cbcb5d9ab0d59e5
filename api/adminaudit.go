package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/strictquery"
)

// exportPatience is how long a client may take to read one piece of an export.
const exportPatience = 30 * time.Second

func (s *Server) listAuditEvents(c echo.Context) error {
	c.Response().Header().Set("Vary", "Accept")
	media := accepted(c)
	if exportFormats[media] != "" {
		return s.exportAuditEvents(c, media)
	}
	q := s.readFilter(c, append(auditParameters, "page_size", "page_token")...)
	filter := s.auditFilter(c, q)
	page := readPage(q, s.rules, "audit-events")
	if err := q.Err(); err != nil {
		return err
	}
	if filter.Since == nil && filter.Until == nil && !q.Has(narrowing...) {
		since := s.cfg.Now().Add(-recentEvents)
		filter.Since = &since
	}
	events, err := s.rules.Audit.Events(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "audit-events", "events", events, page, func(e audit.Entry) uuid.UUID { return e.ID })
}

var auditParameters = []string{"actor_id", "actor", "event_type", "passkey_id", "request_id", "since", "until"}

func (s *Server) auditFilter(c echo.Context, q *strictquery.Query) admin.AuditFilter {
	s.resolve(c, q, "actor", "actor_id")
	filter := admin.AuditFilter{
		IdentityID: q.ID("identity_id"),
		ActorID:    q.Text("actor_id"),
		Type:       q.Text("event_type"),
		PasskeyID:  q.ID("passkey_id"),
		RequestID:  q.Text("request_id"),
		Since:      q.At("since"),
		Until:      q.At("until"),
	}
	if filter.Since != nil && filter.Until != nil && !filter.Since.Before(*filter.Until) {
		q.Fail("until", "is not after since")
	}
	return filter
}

// exportAuditEvents streams everything that matches. After the first piece, the only way to report a failure is to
// abort the connection: an incomplete log that looks complete would be worse than none.
func (s *Server) exportAuditEvents(c echo.Context, media string) error {
	q := s.readFilter(c, auditParameters...)
	filter := s.auditFilter(c, q)
	if err := q.Err(); err != nil {
		return err
	}
	w := c.Response()
	if c.Request().Method == http.MethodHead { // nothing is exported, so nothing is recorded
		w.Header().Set("Content-Type", media)
		return c.NoContent(http.StatusOK)
	}
	deadline := http.NewResponseController(w)
	err := s.rules.Audit.Export(c.Request().Context(), adminOf(c).Actor(), requestOf(c), filter, exportFormats[media], func(piece []byte) error {
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

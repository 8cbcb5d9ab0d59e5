package audit

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// The formats of an export.
const (
	ExportNDJSON = "ndjson" // one JSON document per line, as Log.Events returns them
	ExportCSV    = "csv"    // RFC 4180, with a header line
)

// ExportChunk is how many events are read at once.
const ExportChunk = 500

// Export writes all matching events, newest first, in pieces of a few hundred. Each piece is a separate statement, and
// no database connection is held while write runs, so that a slow reader affects no one else. The export itself is
// recorded before the first piece. Errors: *fault.FieldError, and those of write.
func (l *Log) Export(ctx context.Context, by Actor, req Request, filter store.AuditFilter, format string, write func([]byte) error) error {
	if format != ExportNDJSON && format != ExportCSV {
		return &fault.FieldError{Field: "format", Problem: "is neither ndjson nor csv"}
	}
	event := l.Event(AuditExported, req, by, Nothing)
	if filter.IdentityID != nil {
		event.IdentityID = *filter.IdentityID // so that it is erased with the identity
	}
	event.Metadata = Metadata(exportDetails(filter, format))
	if err := l.store.RecordEvent(ctx, event); err != nil {
		return fault.OfStore(err)
	}
	piece := newExportPiece(format)
	piece.header()
	for page := (store.Page{Size: ExportChunk}); ; {
		events, err := l.Events(ctx, filter, page)
		if err != nil {
			return err
		}
		for _, e := range events {
			piece.add(e)
			page.Before = e.ID
		}
		if err := write(piece.take()); err != nil || len(events) < ExportChunk {
			return err
		}
	}
}

// exportDetails describes the export.
func exportDetails(filter store.AuditFilter, format string) map[string]any {
	details := map[string]any{"format": format}
	if filter.PasskeyID != nil {
		details["passkey_id"] = filter.PasskeyID
	}
	for name, value := range map[string]*string{"event_type": filter.Type, "actor_id": filter.ActorID, "request_id": filter.RequestID} {
		if value != nil {
			details[name] = text.Legible(*value)
		}
	}
	for name, at := range map[string]*time.Time{"since": filter.Since, "until": filter.Until} {
		if at != nil {
			details[name] = at.UTC()
		}
	}
	return details
}

// exportPiece collects the text of one piece.
type exportPiece struct {
	format string
	text   bytes.Buffer
	rows   *csv.Writer
}

func newExportPiece(format string) *exportPiece {
	p := &exportPiece{format: format}
	p.rows = csv.NewWriter(&p.text)
	return p
}

var exportColumns = []string{"id", "at", "type", "identity_id", "actor_kind", "actor_id", "passkey_id", "request_id", "ip",
	"user_agent", "reason", "metadata"}

func (p *exportPiece) header() {
	if p.format == ExportCSV {
		p.row(exportColumns)
	}
}

func (p *exportPiece) add(e Entry) {
	if p.format == ExportNDJSON {
		_ = json.NewEncoder(&p.text).Encode(e) // into memory, of our own types: cannot fail
		return
	}
	p.row([]string{
		e.ID.String(),
		e.At.UTC().Format(time.RFC3339Nano),
		e.Type,
		textOf(e.IdentityID),
		e.Actor.Kind,
		e.Actor.ID,
		textOf(e.PasskeyID),
		e.RequestID,
		e.IP,
		e.UserAgent,
		e.Reason,
		string(e.Metadata),
	})
}

func (p *exportPiece) row(cells []string) {
	harmless := make([]string, len(cells))
	for i, cell := range cells {
		harmless[i] = harmlessCell(cell)
	}
	_ = p.rows.Write(harmless) // into memory
}

// take returns what was collected and starts a new piece.
func (p *exportPiece) take() []byte {
	p.rows.Flush()
	taken := bytes.Clone(p.text.Bytes())
	p.text.Reset()
	return taken
}

// harmlessCell prevents a spreadsheet from reading a client's text as a formula: such a cell starts with an apostrophe.
func harmlessCell(cell string) string {
	if strings.HasPrefix(cell, "'") || strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}

func textOf(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

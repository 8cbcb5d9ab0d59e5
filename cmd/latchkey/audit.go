package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/cmd/latchkey/local"
	"latchkey/cmd/latchkey/terminal"
	"latchkey/fault"
	"latchkey/rules"
)

type auditCommand struct {
	Export auditExport `cmd:"" help:"Write all audit events that match, newest first. The export is itself recorded."`
	Verify auditVerify `cmd:"" help:"Check that no sealed event was changed, removed, added or moved. Exits with 0 if the log is intact, with 3 if it is not, and with 1 if it could not be read."`
	Head   auditHead   `cmd:"" help:"Print the newest signed head of the log, to keep elsewhere: 'audit verify --head' compares with it. Exits with 1 if nothing is sealed yet."`
}

type auditExport struct {
	Format   string    `enum:"ndjson,csv" default:"ndjson" help:"ndjson (one JSON document per line) or csv."`
	Since    time.Time `placeholder:"TIME" help:"Only events at or after this time, such as 2026-01-31T00:00:00Z."`
	Until    time.Time `placeholder:"TIME" help:"Only events before this time."`
	Identity *whom     `placeholder:"WHOM" help:"Only events about this user: the identity's ID, or an identifier that the user signs in with."`
	Type     string    `placeholder:"TYPE" help:"Only events of this type, such as login.refused."`
	Output   string    `short:"o" placeholder:"FILE" help:"The file to write; it replaces an existing one once it is complete. Default: standard output."`
}

// Validate is called by kong; its error is a fault of the command line.
func (a auditExport) Validate() error {
	if !a.Since.IsZero() && !a.Until.IsZero() && !a.Since.Before(a.Until) {
		return errors.New("--until: is not after --since")
	}
	return nil
}

func (a auditExport) filter(whose *uuid.UUID) admin.AuditFilter {
	filter := admin.AuditFilter{IdentityID: whose}
	if a.Type != "" {
		filter.Type = &a.Type
	}
	if !a.Since.IsZero() {
		filter.Since = &a.Since
	}
	if !a.Until.IsZero() {
		filter.Until = &a.Until
	}
	return filter
}

func (a auditExport) Run(ctx context.Context, p *Program) error {
	return p.withService(ctx, func(service *rules.Rules) error {
		whose, err := identityOf(ctx, local.New(service), a.Identity)
		if err != nil {
			return explain(err)
		}
		return p.writeTo(a.Output, func(w io.Writer) error {
			return service.Audit.Export(ctx, audit.System, audit.Request{}, a.filter(whose), a.Format, func(piece []byte) error {
				_, err := w.Write(piece)
				return err
			})
		})
	})
}

type auditHead struct{}

func (auditHead) Run(ctx context.Context, p *Program) error {
	return p.withKeys(ctx, func(service *rules.Rules) error {
		head, err := service.Audit.Head(ctx)
		if errors.Is(err, fault.ErrNotFound) {
			return errors.New("nothing is sealed yet: `latchkey serve` does so every audit.seal_every")
		}
		if err != nil {
			return err
		}
		return writeJSON(p.Stdout, head)
	})
}

type auditVerify struct {
	Head string `placeholder:"FILE" help:"A head that 'audit head' printed earlier and you kept elsewhere. Only with it can the check detect that the end of the log was cut off, or the whole log replaced."`
	JSON bool   `help:"Print JSON."`
}

func (a auditVerify) Run(ctx context.Context, p *Program) error {
	kept, err := audit.ReadHead(a.Head)
	if err != nil {
		return err
	}
	return p.withKeys(ctx, func(service *rules.Rules) error {
		progress, _, end := terminal.Counts(p.Stdout, p.Stderr)
		report, err := service.Audit.Verify(ctx, kept, func(done, all int64) { progress(fmt.Sprintf("%d of %d batches verified", done, all)) })
		end()
		if err != nil {
			return err
		}
		if a.JSON {
			err = writeJSON(p.Stdout, report)
		} else {
			err = report.WriteText(p.Stdout, kept != nil)
		}
		if err == nil && !report.Intact() {
			err = tampered{report.FaultCount}
		}
		return err
	})
}

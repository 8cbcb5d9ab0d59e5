package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

type approvalsCommand struct {
	List    approvalsList    `cmd:"" default:"withargs" help:"List what waits for a second admin (admin.reset_approvals: 2), newest first, resets included."`
	Approve approvalsApprove `cmd:"" help:"Approve what another admin has asked for. It is carried out at once; a code is made when that admin collects it."`
	Cancel  approvalsCancel  `cmd:"" help:"Drop a request."`
	Collect approvalsCollect `cmd:"" help:"Print the code that you asked for and another admin has approved. It is shown this once."`
}

type approvalsList struct {
	Identity *uuid.UUID `placeholder:"ID" help:"Only those about this identity."`
	JSON     bool       `help:"Print JSON."`
}

type approvalsApprove struct {
	ID   uuid.UUID `arg:"" help:"The request's ID, as 'approvals list' shows it."`
	JSON bool      `help:"Print JSON."`
}

type approvalsCancel struct {
	ID     uuid.UUID `arg:"" help:"The request's ID, as 'approvals list' shows it."`
	Reason string    `required:"" help:"Why, for the record."`
	JSON   bool      `help:"Print JSON."`
}

type approvalsCollect struct {
	ID   uuid.UUID `arg:"" help:"The request's ID, as 'approvals list' shows it."`
	JSON bool      `help:"Print JSON."`
}

func (c approvalsList) Run(ctx context.Context, p *Program) error {
	return p.withDesk(ctx, func(d desk) error {
		rows, _, err := collect(0, func(token string) ([]*webauthnsvc.Approval, string, error) {
			return d.Approvals(ctx, c.Identity, token)
		})
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, map[string]any{"approvals": rows})
		}
		table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tKIND\tIDENTITY\tSTATE\tASKED FOR\tBY\tREASON")
		for _, a := range rows {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a.ID, a.Kind, a.IdentityID, a.State, a.RequestedAt.Format(time.RFC3339),
				actorText(&a.RequestedBy), oneLine(a.Reason))
		}
		return table.Flush()
	})
}

// actorText names who did something: the operator has no ID.
func actorText(a *webauthnsvc.AuditActor) string {
	switch {
	case a == nil || a.Kind == "system":
		return "the operator"
	case a.Kind == "admin_key":
		return "key " + a.ID
	}
	return a.Kind + " " + a.ID
}

func (c approvalsApprove) Run(ctx context.Context, p *Program) error {
	return p.withDesk(ctx, func(d desk) error {
		approval, err := d.Approve(ctx, c.ID)
		return p.tellApproval(approval, err, c.JSON)
	})
}

func (c approvalsCancel) Run(ctx context.Context, p *Program) error {
	return p.withDesk(ctx, func(d desk) error {
		approval, err := d.CancelApproval(ctx, c.ID, c.Reason)
		return p.tellApproval(approval, err, c.JSON)
	})
}

func (p *Program) tellApproval(a *webauthnsvc.Approval, err error, asJSON bool) error {
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(p.Stdout, a)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s of %s: %s\n", a.Kind, a.IdentityID, a.State)
	return err
}

func (c approvalsCollect) Run(ctx context.Context, p *Program) error {
	return p.withDesk(ctx, func(d desk) error {
		code, err := d.CollectCode(ctx, c.ID)
		return p.tellCode(code, err, c.JSON)
	})
}

// tellCode prints the code alone on standard output, as 'keys create' does with a key.
func (p *Program) tellCode(code *webauthnsvc.SupportCode, err error, asJSON bool) error {
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(p.Stdout, code)
	}
	fmt.Fprintf(p.Stderr, "Give it to the person now, it is not shown again. It works until %s, at /recover after signing in:\n", code.ExpiresAt.Format(time.RFC3339))
	_, err = fmt.Fprintln(p.Stdout, code.Code)
	return err
}

// awaits says what must happen before a request is carried out; nil where the error is another.
func awaits(err error) error {
	var waits *webauthnsvc.AwaitsApproval
	if !errors.As(err, &waits) {
		return nil
	}
	text := "not done yet: another admin must approve it, by `latchkey approvals approve " + waits.Approval.ID.String() + "` with a key of theirs"
	if waits.Approval.PasskeyID == nil {
		text += "; then `latchkey approvals collect " + waits.Approval.ID.String() + "` shows the code to you"
	}
	return unfinished{errors.New(text)}
}

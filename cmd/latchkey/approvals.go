package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"latchkey/recovery"
)

type approvalsCommand struct {
	List    approvalsList    `cmd:"" default:"withargs" help:"List the requests that wait for a second admin (admin.reset_approvals: 2), newest first, including resets."`
	Approve approvalsApprove `cmd:"" help:"Approve a request of another admin. It is carried out at once; a code is generated when that admin collects it."`
	Cancel  approvalsCancel  `cmd:"" help:"Cancel a request."`
	Collect approvalsCollect `cmd:"" help:"Print a code that you requested and another admin has approved. It is printed only once."`
}

type approvalsList struct {
	Identity *whom `placeholder:"WHOM" help:"Only those about this user: the identity's ID, or an identifier that the user signs in with."`
	JSON     bool  `help:"Print JSON."`
}

type approvalsApprove struct {
	ID   uuid.UUID `arg:"" help:"The request's ID, as in 'approvals list'."`
	JSON bool      `help:"Print JSON."`
}

type approvalsCancel struct {
	ID     uuid.UUID `arg:"" help:"The request's ID, as in 'approvals list'."`
	Reason string    `required:"" help:"The reason, for the audit log."`
	JSON   bool      `help:"Print JSON."`
}

type approvalsCollect struct {
	ID   uuid.UUID `arg:"" help:"The request's ID, as in 'approvals list'."`
	JSON bool      `help:"Print JSON."`
}

func (c approvalsList) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		whose, err := identityOf(ctx, o, c.Identity)
		if err != nil {
			return err
		}
		rows, _, err := allPages(0, func(token string) ([]*recovery.Approval, string, error) {
			return o.Approvals(ctx, whose, token)
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
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a.ID, a.Kind, about(a), a.State, a.RequestedAt.Format(time.RFC3339),
				actorText(&a.RequestedBy), oneLine(a.Reason))
		}
		return table.Flush()
	})
}

func (c approvalsApprove) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		approval, err := o.Approve(ctx, c.ID)
		return p.printApproval(approval, err, c.JSON)
	})
}

func (c approvalsCancel) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		approval, err := o.CancelApproval(ctx, c.ID, c.Reason)
		return p.printApproval(approval, err, c.JSON)
	})
}

func (p *Program) printApproval(a *recovery.Approval, err error, asJSON bool) error {
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(p.Stdout, a)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s of %s: %s\n", a.Kind, about(a), a.State)
	return err
}

// about names the identity, or the number of passkeys of a revocation of many.
func about(a *recovery.Approval) string {
	switch {
	case a.IdentityID != nil:
		return a.IdentityID.String()
	case a.Revocation != nil:
		return fmt.Sprintf("%d passkeys", a.Revocation.Matched)
	}
	return "-"
}

func (c approvalsCollect) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		code, err := o.CollectCode(ctx, c.ID)
		return p.printCode(code, err, c.JSON)
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"latchkey/recovery"
	"latchkey/store"
)

type resetCommand struct {
	Start   resetStart   `cmd:"" default:"withargs" help:"Remove all second factors of a user here and at Kratos, and end their sessions. Exits with 5 while it waits for an approval or for Kratos; serve continues on its own."`
	List    resetList    `cmd:"" help:"List resets, newest first."`
	Approve resetApprove `cmd:"" help:"Approve a reset that another admin requested (admin.reset_approvals: 2)."`
	Cancel  resetCancel  `cmd:"" help:"Cancel a reset that waits for approval."`
}

type resetStart struct {
	Whom       whom   `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	Reason     string `required:"" help:"The reason, for the audit log."`
	ApprovedBy string `placeholder:"NAME" help:"Who approved it, for the record, if one approval is enough."`
	Yes        bool   `help:"Do not prompt; for scripts."`
	JSON       bool   `help:"Print JSON."`
	resetWaiting
}

type resetList struct {
	State    *string `enum:"pending,open,done,cancelled,expired" help:"Only those in this state: pending, open, done, cancelled or expired."`
	Identity *whom   `placeholder:"WHOM" help:"Only those of this user: the identity's ID, or an identifier that the user signs in with."`
	JSON     bool    `help:"Print JSON."`
}

type resetApprove struct {
	ID   uuid.UUID `arg:"" help:"The reset's ID, as in 'mfa-reset list'."`
	JSON bool      `help:"Print JSON."`
	resetWaiting
}

type resetCancel struct {
	ID     uuid.UUID `arg:"" help:"The reset's ID, as in 'mfa-reset list'."`
	Reason string    `required:"" help:"The reason, for the audit log."`
	JSON   bool      `help:"Print JSON."`
}

func (c resetStart) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		id, err := c.Whom.identity(ctx, o)
		if err != nil {
			return err
		}
		if !c.Yes {
			what := fmt.Sprintf("This removes all passkeys, recovery codes and other second factors of %s, and ends all sessions.", c.Whom.named(id))
			if err := p.confirm(what, "reset"); err != nil {
				return err
			}
		}
		reset, err := o.StartReset(ctx, id, c.Reason, c.ApprovedBy)
		if err == nil {
			reset = c.await(ctx, p.Stderr, o, reset)
		}
		return p.printReset(reset, err, c.JSON)
	})
}

func (c resetApprove) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		reset, err := o.ApproveReset(ctx, c.ID)
		if err == nil {
			reset = c.await(ctx, p.Stderr, o, reset)
		}
		return p.printReset(reset, err, c.JSON)
	})
}

func (c resetCancel) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		reset, err := o.CancelReset(ctx, c.ID, c.Reason)
		return p.printReset(reset, err, c.JSON)
	})
}

func (p *Program) printReset(r *recovery.Reset, err error, asJSON bool) error {
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(p.Stdout, r)
	} else {
		err = p.writeReset(r)
	}
	switch {
	case err != nil:
		return err
	case r.State == store.ResetPending:
		return unfinished{errors.New("not done yet: another admin must approve it, by `latchkey mfa-reset approve " + r.ID.String() + "` with a key of theirs")}
	case r.State == store.ResetOpen:
		return unfinished{errors.New("not done yet: " + whyOpen(r) + ". A running Latchkey goes on by itself; so does this command")}
	}
	return nil
}

func (p *Program) writeReset(r *recovery.Reset) error {
	table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "reset\t%s\nidentity\t%s\nstate\t%s\n", r.ID, r.IdentityID, r.State)
	for _, step := range r.Steps {
		outcome := strings.ReplaceAll(step.Outcome, "_", " ")
		if step.Count > 0 {
			outcome = fmt.Sprintf("%s (%d)", outcome, step.Count)
		}
		fmt.Fprintf(table, "%s\t%s\n", strings.ReplaceAll(step.Step, "_", " "), outcome)
	}
	if len(r.Kept) > 0 {
		fmt.Fprintf(table, "to do\tKratos will not remove %s: see to it there\n", strings.Join(r.Kept, ", "))
	}
	if r.IdentityGone {
		fmt.Fprintln(table, "note\tKratos does not know the identity any more; what was here is removed")
	}
	return table.Flush()
}

func (c resetList) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		whose, err := identityOf(ctx, o, c.Identity)
		if err != nil {
			return err
		}
		filter := recovery.ResetFilter{State: c.State, IdentityID: whose}
		rows, _, err := allPages(0, func(token string) ([]*recovery.Reset, string, error) { return o.Resets(ctx, filter, token) })
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, map[string]any{"resets": rows})
		}
		table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tIDENTITY\tSTATE\tASKED FOR\tREASON")
		for _, r := range rows {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.IdentityID, r.State, r.RequestedAt.Format(time.RFC3339), oneLine(r.Reason))
		}
		return table.Flush()
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"latchkey/revocation"
	"latchkey/store"
)

type revocationsCommand struct {
	Start revocationsStart `cmd:"" help:"Revoke all passkeys that match, at most 10,000. Exits with 5 while it waits for an approval or is in progress; serve continues on its own."`
	List  revocationsList  `cmd:"" help:"List revocations, newest first."`
	Show  revocationsShow  `cmd:"" help:"Show a revocation with its passkeys, newest first, and why some were not revoked."`
}

type revocationsStart struct {
	passkeyFilter
	Reason       string        `help:"The reason, for the audit log. Required without --dry-run."`
	DryRun       bool          `help:"Only count the passkeys that match, and show the newest five."`
	Expected     *int          `placeholder:"NUMBER" help:"Refuse if another number of passkeys match."`
	KeepSessions bool          `help:"Keep the owners' Kratos sessions, except for those that the passkeys created."`
	EndCodes     bool          `help:"Also end the recovery codes that were created with the passkeys."`
	Yes          bool          `help:"Do not prompt; for scripts."`
	JSON         bool          `help:"Print JSON."`
	Wait         time.Duration `default:"30s" placeholder:"DURATION" help:"How long to wait until the revocation is done (${default}). A running Latchkey continues it afterwards."`
}

type revocationsList struct {
	JSON bool `help:"Print JSON."`
}

type revocationsShow struct {
	ID      uuid.UUID `arg:"" help:"The revocation's ID, as in 'revocations list'."`
	Outcome *string   `placeholder:"OUTCOME" help:"Only passkeys with this outcome: waiting, revoked, gone, skipped or failed."`
	JSON    bool      `help:"Print JSON."`
}

func (c revocationsStart) Run(ctx context.Context, p *Program) error {
	if c.Reason == "" && !c.DryRun {
		return errors.New("--reason is missing; --dry-run needs none")
	}
	return p.withOperations(ctx, func(o operations) error {
		filter, err := c.read(ctx, o)
		if err != nil {
			return err
		}
		request := revocation.Request{Filter: filter, Reason: c.Reason, Expected: c.Expected, EndSessions: !c.KeepSessions, EndCodes: c.EndCodes}
		if c.DryRun || !c.Yes {
			preview, err := o.PreviewRevocation(ctx, filter)
			if err != nil {
				return err
			}
			if c.DryRun {
				return p.printPreview(preview, c.JSON)
			}
			if err := p.confirm(fmt.Sprintf("This permanently deletes %d passkeys.", preview.Matched), "revoke"); err != nil {
				return err
			}
			if request.Expected == nil {
				request.Expected = &preview.Matched
			}
		}
		r, err := o.StartRevocation(ctx, request)
		if err == nil {
			r = c.await(ctx, p.Stderr, o, r)
		}
		return p.printRevocation(r, err, c.JSON)
	})
}

func (p *Program) printPreview(preview *revocation.Preview, asJSON bool) error {
	if asJSON {
		return writeJSON(p.Stdout, preview)
	}
	if preview.Matched > preview.Limit {
		fmt.Fprintf(p.Stdout, "more than %d passkeys match, too many for one revocation: divide them by --created-since and --created-until\n", preview.Limit)
	} else {
		fmt.Fprintf(p.Stdout, "%d passkeys match; nothing was revoked\n", preview.Matched)
	}
	return p.writePasskeys(preview.Examples)
}

// printRevocation fails while the revocation has not ended, and if passkeys were given up.
func (p *Program) printRevocation(r *revocation.Revocation, err error, asJSON bool) error {
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(p.Stdout, r)
	} else {
		err = p.writeRevocation(r)
	}
	switch {
	case err != nil:
		return err
	case r.State == store.RevocationPending:
		return unfinished{errors.New("not done yet: another admin must approve it, by `latchkey approvals approve " + r.ID.String() + "` with a key of theirs")}
	case r.State == store.RevocationOpen:
		return unfinished{errors.New("not done yet: " + progressOf(r) + ". A running Latchkey goes on by itself; see `latchkey revocations show " + r.ID.String() + "`")}
	case r.Failed > 0:
		return fmt.Errorf("%d passkeys could not be revoked", r.Failed)
	}
	return nil
}

func (p *Program) writeRevocation(r *revocation.Revocation) error {
	table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "revocation\t%s\nstate\t%s\nmatched\t%d\nrevoked\t%d\nwaiting\t%d\ngone\t%d\n", r.ID, r.State, r.Matched, r.Revoked, r.Waiting, r.Gone)
	for _, c := range r.Causes {
		fmt.Fprintf(table, "%s\t%d (%s)\n", c.Outcome, c.Count, c.Cause)
	}
	return table.Flush()
}

func (c revocationsList) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		rows, _, err := allPages(0, func(token string) ([]*revocation.Revocation, string, error) {
			return o.Revocations(ctx, token)
		})
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, map[string]any{"revocations": rows})
		}
		table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tSTATE\tMATCHED\tWAITING\tREVOKED\tGONE\tSKIPPED\tFAILED\tASKED FOR\tREASON")
		for _, r := range rows {
			fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", r.ID, r.State, r.Matched, r.Waiting, r.Revoked, r.Gone, r.Skipped, r.Failed,
				r.RequestedAt.Format(time.RFC3339), oneLine(r.Reason))
		}
		return table.Flush()
	})
}

func (c revocationsShow) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		var r *revocation.Revocation
		rows, _, err := allPages(0, func(token string) (rows []revocation.Passkey, next string, err error) {
			r, rows, next, err = o.RevocationPasskeys(ctx, c.ID, c.Outcome, token)
			return rows, next, err
		})
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, map[string]any{"revocation": r, "passkeys": rows})
		}
		if err := p.writeRevocation(r); err != nil {
			return err
		}
		table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "\nPASSKEY\tIDENTITY\tOUTCOME\tCAUSE\tNAME")
		for _, row := range rows {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", row.PasskeyID, row.IdentityID, row.Outcome, row.Cause, row.Name)
		}
		return table.Flush()
	})
}

// await returns the revocation once it has ended, or as it is when the time is up, and prints its progress.
func (c revocationsStart) await(ctx context.Context, progress io.Writer, o operations, r *revocation.Revocation) *revocation.Revocation {
	ctx, cancel := context.WithTimeout(ctx, c.Wait)
	defer cancel()
	ticker := time.NewTicker(resetPoll)
	defer ticker.Stop()
	for printed := ""; r.State == store.RevocationOpen; {
		now, err := o.ContinueRevocation(ctx, r.ID)
		if err != nil { // the revocation was accepted all the same
			fmt.Fprintf(progress, "no longer waiting until it is done: %v\n", err)
			return r
		}
		r = now
		if text := progressOf(r); text != printed {
			fmt.Fprintln(progress, text)
			printed = text
		}
		select {
		case <-ctx.Done():
			return r
		case <-ticker.C:
		}
	}
	return r
}

// progressOf says how many passkeys have an outcome, and what keeps the others.
func progressOf(r *revocation.Revocation) string {
	text := fmt.Sprintf("%d of %d passkeys", r.Matched-r.Waiting, r.Matched)
	if r.Failure != "" {
		text += " (" + r.Failure + ", will be tried again)"
	}
	return text
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"latchkey/cmd/latchkey/terminal"
	"latchkey/config"
	"latchkey/lifecycle"
	"latchkey/store"
)

type reconcileCommand struct {
	DryRun     bool `help:"Print what would change, and change nothing."`
	MaxMissing int  `default:"5" placeholder:"PERCENT" help:"How many percent of the identities may be missing that have not been accepted. With more, nothing is changed. Above 5, it accepts those that are missing, so that serve goes on."`
	JSON       bool `help:"Print JSON Lines: one for each change, then the totals."`
}

// Validate is called by kong; its error is a fault of the command line.
func (c reconcileCommand) Validate() error {
	if c.MaxMissing < 0 || c.MaxMissing > 100 {
		return errors.New("--max-missing: must be 0 to 100")
	}
	return nil
}

func (c reconcileCommand) Run(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		server, _, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		progress, before, end := terminal.Counts(p.Stdout, p.Stderr)
		report, err := server.lifecycle.Reconcile(ctx, lifecycle.Options{
			DryRun: c.DryRun, MaxMissing: c.MaxMissing,
			Changed: func(change lifecycle.Change) error {
				before()
				return c.change(p.Stdout, change)
			},
			Progress: func(r lifecycle.Report) {
				progress(fmt.Sprintf("%d identities compared, %d missing", r.Compared, r.Missing))
			},
		})
		end()
		if errors.Is(err, lifecycle.ErrRunning) {
			return unfinished{err}
		}
		return errors.Join(c.totals(p.Stdout, report), explain(err))
	})
}

func (c reconcileCommand) change(out io.Writer, change lifecycle.Change) error {
	if c.JSON {
		return json.NewEncoder(out).Encode(change)
	}
	_, err := fmt.Fprintln(out, change)
	return err
}

func (c reconcileCommand) totals(out io.Writer, r lifecycle.Report) error {
	if c.JSON {
		return json.NewEncoder(out).Encode(map[string]any{"dry_run": c.DryRun, "totals": r})
	}
	said := r.String()
	if c.DryRun {
		said = "would be, without --dry-run: " + said
	}
	_, err := fmt.Fprintln(out, said)
	return err
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"latchkey/config"
	"latchkey/kratos"
	"latchkey/store"
	"latchkey/switchover"
)

type importCommand struct {
	Kratos importKratos `cmd:"" help:"Import the passkeys and WebAuthn keys that Kratos holds."`
}

type importKratos struct {
	RPID         string `name:"rp-id" required:"" placeholder:"DOMAIN" help:"The RP ID of Kratos' passkeys: selfservice.methods.passkey.config.rp.id in kratos.yml. It must be one of webauthn.rp."`
	DryRun       bool   `help:"Print the report and import nothing."`
	VouchFactors bool   `default:"true" negatable:"" help:"Trust the factors at Kratos of users whose first passkeys are imported. Without it, each user is asked about theirs."`
	JSON         bool   `help:"Print JSON Lines: one for each identity with passkeys, then the totals."`
}

// Help is shown by --help, after the flags.
func (importKratos) Help() string {
	return `Kratos' own records stay as they are. It is safe to interrupt and to repeat: what is already here is skipped.

Examples:
  latchkey import kratos --rp-id example.com --dry-run
  latchkey import kratos --rp-id example.com --json > report.jsonl`
}

func (c importKratos) Run(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		importer, err := c.importer(cfg, records)
		if err != nil {
			return err
		}
		show := importReport{out: p.Stdout, json: c.JSON, dryRun: c.DryRun}
		progress := terminal(p.Stderr)
		totals, err := importer.Run(ctx, show.identity, func(t switchover.Totals) {
			fmt.Fprintf(progress, "\r%d identities read, %d passkeys imported", t.Identities, t.Imported)
		})
		fmt.Fprint(progress, "\r\033[K")
		if err != nil {
			return fmt.Errorf("stopped after %d imported passkeys; run it again to go on: %w", totals.Imported, explain(err))
		}
		if err := show.totals(totals); err != nil {
			return err
		}
		if totals.Refused > 0 {
			return unfinished{fmt.Errorf("passkeys not imported: %d; the report says why", totals.Refused)}
		}
		return nil
	})
}

func (c importKratos) importer(cfg config.Config, records store.Store) (*switchover.Importer, error) {
	var known []string
	for _, rp := range cfg.WebAuthn.RP {
		known = append(known, rp.ID)
	}
	if !slices.Contains(known, c.RPID) {
		return nil, fmt.Errorf("--rp-id: %q is none of webauthn.rp (%s). Configure it first: its passkeys could not be used", c.RPID, strings.Join(known, ", "))
	}
	_, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	client, err := kratos.New(kratosConfig(cfg, nil, nil))
	if err != nil {
		return nil, err
	}
	return switchover.New(switchover.Config{
		RPID: c.RPID, DryRun: c.DryRun, VouchFactors: c.VouchFactors, Provider: service.Ceremonies.Provider, Now: time.Now,
	}, records, kratos.Directory{Client: client}, service.Standing, service.Audit), nil
}

// terminal returns w if it is a terminal, where a line can be written again and again.
func terminal(w io.Writer) io.Writer {
	if file, ok := w.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return w
		}
	}
	return io.Discard
}

// importReport prints results as they come, so that it needs no memory for them.
type importReport struct {
	out          io.Writer
	json, dryRun bool
}

func (r importReport) identity(i switchover.Identity) error {
	if len(i.Passkeys) == 0 {
		return nil
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(i)
	}
	var failed error
	for _, p := range i.Passkeys {
		result := p.Result
		if p.StepUpOnly {
			result += ", second factor only"
		}
		if p.Reason != "" {
			result += ": " + strings.TrimSpace(reasonText[p.Reason]+" "+p.Detail)
		}
		_, err := fmt.Fprintf(r.out, "%s  %s  %s\n", i.ID, p.CredentialID, oneLine(result))
		failed = errors.Join(failed, err)
	}
	return failed
}

var reasonText = map[string]string{
	switchover.ReasonUnconfirmed: "the user has or had a passkey here, and has not confirmed this one at /passkeys",
	switchover.ReasonDisowned:    "the user said that it is not theirs",
	switchover.ReasonRemoved:     "it was removed here",
	switchover.ReasonTaken:       "its credential ID is registered for another user",
	switchover.ReasonContested:   "the account was recovered, and its owner has not set up a passkey since",
	switchover.ReasonResetting:   "the user's factors are being reset; run it again later",
	switchover.ReasonChanging:    "the user's passkeys are changing; run it again",
	switchover.ReasonUnusable:    "Kratos' record cannot be used:",
}

func (r importReport) totals(t switchover.Totals) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"dry_run": r.dryRun, "totals": t})
	}
	verb := "imported"
	if r.dryRun {
		verb = "would be imported"
	}
	_, err := fmt.Fprintf(r.out, "%d identities read, %d with passkeys: %d passkeys %s (%d as second factors only), %d already here, %d refused; %d other factors at Kratos vouched for\n",
		t.Identities, t.People, t.Imported, verb, t.StepUpOnly, t.Present, t.Refused, t.Vouched)
	return err
}

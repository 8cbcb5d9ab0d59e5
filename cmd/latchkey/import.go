package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/cmd/latchkey/imported"
	"latchkey/cmd/latchkey/terminal"
	"latchkey/config"
	"latchkey/kratos/inspect"
	"latchkey/store"
	"latchkey/switchover"
)

type importCommand struct {
	Kratos importKratos `cmd:"" help:"Import the passkeys and WebAuthn keys that Kratos holds."`
	Hanko  importHanko  `cmd:"" help:"Import the passkeys in a database of teamhanko/passkeys."`
	JSON   importJSON   `cmd:"" name:"json" help:"Import a file of 'latchkey export', or one in its format."`
}

// importOptions are those of every import.
type importOptions struct {
	DryRun bool `help:"Print the report and import nothing."`
	JSON   bool `help:"Print JSON Lines: one for each identity with passkeys, then the totals."`
}

type importKratos struct {
	RPID         string `name:"rp-id" placeholder:"DOMAIN" help:"The RP ID of Kratos' passkeys: selfservice.methods.passkey.config.rp.id in kratos.yml. It must be one of webauthn.rp."`
	VouchFactors bool   `default:"true" negatable:"" help:"Trust the second factors at Kratos of users whose first passkeys are imported. Without it, each user is asked about theirs."`
	Retire       bool   `help:"Import nothing, and remove Kratos' copies of the passkeys that are here and have been used here."`
	Learn        bool   `help:"Import nothing, and only learn the user handles of the passkeys, for kratos.adopt. Exits with 5 if another process is doing it."`
	Unused       bool   `help:"With --retire: also of those that have not been used here yet."`
	Last         bool   `help:"With --retire: also second-factor keys of users of whom Kratos has no other second factor. Their password is then enough for Kratos' own required_aal."`
	importOptions
}

// Help is shown by --help, after the flags.
func (importKratos) Help() string {
	return `Kratos' own records stay as they are, except with --retire. It is safe to interrupt and to repeat: what is already here is skipped.`
}

// Validate is called by kong.
func (c importKratos) Validate() error {
	switch {
	case c.Learn && (c.Retire || c.RPID != "" || !c.VouchFactors || c.DryRun || c.JSON):
		return errors.New("--learn imports and reports nothing: leave out the other flags")
	case c.Retire && (c.RPID != "" || !c.VouchFactors):
		return errors.New("--retire imports nothing: leave out --rp-id and --vouch-factors")
	case !c.Retire && (c.Unused || c.Last):
		return errors.New("--unused and --last are for --retire")
	case !c.Retire && !c.Learn && c.RPID == "":
		return errors.New("missing flags: --rp-id=DOMAIN")
	}
	return nil
}

func (c importKratos) Run(ctx context.Context, p *Program) error {
	switch {
	case c.Retire:
		return retire(ctx, p, c)
	case c.Learn:
		return learn(ctx, p)
	}
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		return p.imports(cfg, records, c.importOptions, switchover.Config{RPID: c.RPID, VouchFactors: c.VouchFactors},
			func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
				return i.Run(ctx, report, progress)
			})
	})
}

type importJSON struct {
	File         string `arg:"" help:"The file, or - for standard input, which is kept in a temporary file until it is complete."`
	VouchFactors bool   `help:"Trust the second factors at Kratos of users whose first passkeys are imported. Do not use it for an export of a Latchkey: that knows factors which their users have not confirmed, and its export does not."`
	importOptions
}

// Help is shown by --help, after the flags.
func (importJSON) Help() string {
	return `The file decides who can sign in: keep it like the database. A file that is not complete changes nothing. A wrong line is refused with its number, and the others are imported. It is safe to interrupt and to repeat: what is already here is skipped.`
}

func (c importJSON) Run(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		file, err := imported.OpenFile(c.File, p.Stdin)
		if err != nil {
			return err
		}
		defer file.Close()
		return p.imports(cfg, records, c.importOptions, switchover.Config{VouchFactors: c.VouchFactors},
			func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
				return i.ImportFile(ctx, file, report, progress)
			})
	})
}

type importHanko struct {
	imported.Hanko `embed:""`
	VouchFactors   bool `default:"true" negatable:"" help:"Trust the second factors at Kratos of users whose first passkeys are imported. Without it, each user is asked about theirs."`
	importOptions
}

// Help is shown by --help, after the flags.
func (importHanko) Help() string {
	return `Their database is only read. It is safe to interrupt and to repeat: what is already here is skipped.`
}

func (c importHanko) Run(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		from, what, err := c.Hanko.Open(ctx)
		if err != nil {
			return err
		}
		defer from.Close()
		return p.imports(cfg, records, c.importOptions, switchover.Config{RPID: what.Tenant.RPID, VouchFactors: c.VouchFactors},
			func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
				return i.ImportHanko(ctx, from, what, report, progress)
			})
	})
}

type importRun func(*switchover.Importer, func(switchover.Identity) error, func(switchover.Totals)) (switchover.Totals, error)

// imports runs an import, and prints its report and, on a terminal, its progress.
func (p *Program) imports(cfg config.Config, records store.Store, o importOptions, how switchover.Config, run importRun) error {
	how.DryRun = o.DryRun
	importer, err := newImporter(cfg, records, how)
	if err != nil {
		return err
	}
	progress, before, end := terminal.Counts(p.Stdout, p.Stderr)
	show := imported.Report{Out: p.Stdout, JSON: o.JSON, DryRun: o.DryRun, Before: before}
	totals, err := run(importer, show.Identity, func(t switchover.Totals) {
		progress(fmt.Sprintf("%d identities read, %d passkeys imported", t.Identities, t.Imported))
	})
	end()
	if err != nil {
		return fmt.Errorf("stopped after %d imported passkeys; run it again to go on: %w", totals.Imported, explain(err))
	}
	if err := show.Totals(totals); err != nil {
		return err
	}
	if totals.Enrolled > 0 {
		fmt.Fprintf(p.Stderr, "latchkey: %d users set up a passkey here before this import, which took none of theirs. If serve could be reached by users then, a person with only the password could do that: see docs/move.md, \"The order\"\n", totals.Enrolled)
	}
	if totals.Refused > 0 {
		return unfinished{fmt.Errorf("passkeys not imported: %d; the report says why", totals.Refused)}
	}
	return nil
}

func newImporter(cfg config.Config, records store.Store, how switchover.Config) (*switchover.Importer, error) {
	for _, rp := range cfg.WebAuthn.RP {
		how.RPIDs = append(how.RPIDs, rp.ID)
	}
	if how.RPID != "" && !slices.Contains(how.RPIDs, how.RPID) {
		return nil, fmt.Errorf("the RP ID %q is none of webauthn.rp (%s). Configure it first: its passkeys could not be used", how.RPID, strings.Join(how.RPIDs, ", "))
	}
	service, directory, err := switchOver(cfg, records)
	if err != nil {
		return nil, err
	}
	how.Provider, how.Now = service.Ceremonies.Provider, time.Now
	return switchover.New(how, records, directory, service.Standing, service.Audit), nil
}

// retire is 'import kratos --retire', with its flags.
func retire(ctx context.Context, p *Program, c importKratos) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		if !cfg.Kratos.Login.Enabled {
			return errors.New("--retire: kratos.login.enabled is false, so a passkey here signs nobody in at Kratos: its copy there is needed")
		}
		service, directory, err := switchOver(cfg, records)
		if err != nil {
			return err
		}
		retirer := switchover.NewRetirer(directory, records, service.Standing, service.Audit)
		retirer.Unused, retirer.Last, retirer.DryRun = c.Unused, c.Last, c.DryRun
		// Without an answer, the report of a dry run may be wrong in this; the run itself asks Kratos about each copy.
		version, _ := inspect.New(cfg.Kratos.PublicURL, cfg.Kratos.AdminURL, cfg.Kratos.Timeout).Version(ctx)
		retirer.AtOnce = !inspect.RemovesSingly(version)
		progress, before, end := terminal.Counts(p.Stdout, p.Stderr)
		show := imported.Report{Out: p.Stdout, JSON: c.JSON, DryRun: c.DryRun, Retire: true, Before: before}
		totals, err := retirer.Run(ctx, show.Identity, func(t switchover.Totals) {
			progress(fmt.Sprintf("%d identities read, %d copies removed", t.Identities, t.Retired))
		})
		end()
		if err != nil {
			return fmt.Errorf("stopped after %d removed copies; run it again to go on: %w", totals.Retired, explain(err))
		}
		if err := show.Totals(totals); err != nil {
			return err
		}
		if left := totals.Kept + totals.Refused; left > 0 {
			return unfinished{fmt.Errorf("copies that Kratos keeps: %d; the report says why", left)}
		}
		return nil
	})
}

// learn is 'import kratos --learn'.
func learn(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		service, directory, err := switchOver(cfg, records)
		if err != nil {
			return err
		}
		adoption := switchover.NewAdoption(records, directory, service.Standing, service.Audit, service.Ceremonies.Provider, time.Now)
		err = adoption.Learn(ctx, newLog(cfg.Log, p.Stderr))
		if errors.Is(err, switchover.ErrLearning) {
			return unfinished{err}
		}
		return explain(err)
	})
}

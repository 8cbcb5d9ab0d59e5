package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"latchkey/audit"
	"latchkey/cmd/latchkey/checkup"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/lifecycle"
	"latchkey/restore"
	"latchkey/seal"
	"latchkey/store"
)

type restoreCheckCommand struct {
	Events string `placeholder:"FILE" help:"Events that were recorded after the backup, one JSON document per line, as 'audit export' writes them or webhooks send them. Without them, what happened after the backup is not known."`
	Head   string `placeholder:"FILE" help:"The last head that 'audit head' printed before the restore."`
	JSON   bool   `help:"Print the findings as JSON."`
}

// Run compares a restored database with what is known from elsewhere. It fails if anything is at fault.
func (r restoreCheckCommand) Run(ctx context.Context, p *Program) error {
	kept, err := audit.ReadHead(r.Head)
	if err != nil {
		return err
	}
	events, err := restore.ReadFile(r.Events)
	if err != nil {
		return err
	}
	loaded, err := p.load()
	if err != nil {
		return err
	}
	err = checkup.Report(p.Stdout, r.JSON, func(add func(doctor.Finding)) error {
		return checkup.Restored(ctx, loaded, checkedDatabase{}, func(check func(restore.Config) error) error {
			return withRestored(ctx, loaded, kept, events, check)
		}, add)
	})
	if errors.Is(err, checkup.ErrFaults) {
		return logged{err}
	}
	return cmp.Or(err, ctx.Err())
}

func withRestored(ctx context.Context, loaded config.Loaded, kept *audit.Head, events *restore.Events, check func(restore.Config) error) error {
	records, err := openStore(ctx, loaded.Config, opening{existing: true})
	if err != nil {
		return err
	}
	defer records.Close()
	if _, err := loaded.EnsureSecrets(); err != nil {
		return err
	}
	cfg, err := comparison(loaded.Config, records, kept)
	if err != nil {
		return err
	}
	cfg.Events = events
	return check(cfg)
}

func comparison(cfg config.Config, records store.Store, kept *audit.Head) (restore.Config, error) {
	server, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
	if err != nil {
		return restore.Config{}, err
	}
	sealer, err := seal.New(rulesConfig(cfg).Secrets)
	return restore.Config{
		Store: records, Sealer: sealer, Now: time.Now,
		Verify: func(ctx context.Context) (*audit.Report, error) {
			return service.Audit.Verify(ctx, kept, func(int64, int64) {})
		},
		Compare: func(ctx context.Context, changed func(lifecycle.Change) error) error {
			_, err := server.lifecycle.Reconcile(ctx, lifecycle.Options{DryRun: true, MaxMissing: lifecycle.DefaultMaxMissing, Changed: changed})
			return err
		},
	}, err
}

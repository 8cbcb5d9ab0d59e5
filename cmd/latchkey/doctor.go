package main

import (
	"context"
	"errors"

	"latchkey/audit"
	"latchkey/cmd/latchkey/checkup"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/migrations"
	"latchkey/rules"
	"latchkey/store"
)

type doctorCommand struct{ checkup.Command }

// Run checks the set-up that the configuration describes. It fails if anything is at fault.
func (d doctorCommand) Run(ctx context.Context, p *Program) error {
	err := d.Command.Run(ctx, p.Stdout, p.loadSilently, checkedDatabase{}, checkup.Ask(p.Stdin, p.Stderr))
	if errors.Is(err, checkup.ErrFaults) {
		return logged{err}
	}
	return err
}

// checkedDatabase opens the database as `serve` does, without creating or migrating it.
type checkedDatabase struct{}

func (checkedDatabase) Open(ctx context.Context, loaded config.Loaded) (doctor.OpenDatabase, error) {
	records, err := openStore(ctx, loaded.Config, opening{existing: true, probe: true})
	if errors.Is(err, migrations.ErrNone) {
		return nil, &store.Unfit{Part: store.Missing, Cause: checkup.NoDatabase(loaded)}
	}
	return records, err
}

func (checkedDatabase) Use(ctx context.Context, cfg config.Config, f func(store.Store, *audit.Log) error) error {
	records, err := openStore(ctx, cfg, opening{existing: true})
	if err != nil {
		return err
	}
	defer records.Close()
	service, err := rules.New(rulesConfig(cfg), records, nil, nil) // without Kratos
	if err != nil {
		return err
	}
	return f(records, service.Audit)
}

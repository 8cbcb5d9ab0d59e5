package main

import (
	"context"
	"fmt"
)

type migrateCommand struct{}

// Run migrates regardless of the setting `migrate`, which is about serve.
func (migrateCommand) Run(ctx context.Context, p *Program) error {
	loaded, err := p.load()
	if err != nil {
		return err
	}
	records, err := openStore(ctx, loaded.Config, opening{migrate: true, probe: true, log: newLog(loaded.Log, p.Stderr)})
	if err != nil {
		return err
	}
	if err := records.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "the database is up to date: "+loaded.DSN.String())
	return err
}

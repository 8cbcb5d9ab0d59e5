package main

import (
	"cmp"
	"context"
	"errors"

	"latchkey/cmd/latchkey/checkup"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/migrations"
	"latchkey/store"
)

type doctorCommand struct {
	JSON   bool   `help:"Print the findings as JSON."`
	Origin string `placeholder:"ORIGIN" help:"Check as a page of this origin would, such as https://app.example.com, instead of all configured ones."`
}

// Run checks the set-up that the configuration describes. It fails if anything is at fault.
func (d doctorCommand) Run(ctx context.Context, p *Program) error {
	if err := checkup.Origin(d.Origin); err != nil {
		return err
	}
	err := checkup.Report(p.Stdout, d.JSON, func(add func(doctor.Finding)) error { return d.examine(ctx, p, add) })
	if errors.Is(err, checkup.ErrFaults) {
		return logged{err}
	}
	return cmp.Or(err, ctx.Err())
}

func (d doctorCommand) examine(ctx context.Context, p *Program, add func(doctor.Finding)) error {
	loaded, err := p.loadSilently()
	if checkup.Configuration(loaded, err, add) {
		return nil
	} else if err != nil {
		return err
	}
	checks, err := checkup.Checks(loaded, checkedStore(loaded), d.Origin)
	if err != nil {
		return err
	}
	doctor.Run(ctx, checks, add)
	return nil
}

// checkedStore opens the database as `serve` does, without creating or migrating it.
func checkedStore(loaded config.Loaded) checkup.Open {
	return func(ctx context.Context) (doctor.OpenDatabase, error) {
		records, err := openStore(ctx, loaded.Config, opening{existing: true, probe: true})
		if errors.Is(err, migrations.ErrNone) {
			return nil, &store.Unfit{Part: store.Missing, Cause: checkup.NoDatabase(loaded)}
		}
		return records, err
	}
}

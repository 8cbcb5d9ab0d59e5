package main

import (
	"context"
	"errors"
	"fmt"

	"latchkey/cmd/latchkey/imported"
	"latchkey/config"
	"latchkey/store"
	"latchkey/switchover"
)

// retire is 'import kratos --retire'.
func (c importKratos) retire(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		if !cfg.Kratos.Login.Enabled {
			return errors.New("--retire: kratos.login.enabled is false, so a passkey here signs nobody in at Kratos: its copy there is needed")
		}
		service, directory, err := switchOver(cfg, records)
		if err != nil {
			return err
		}
		retirer := switchover.NewRetirer(directory, records, service.Standing, service.Audit)
		retirer.Unused, retirer.DryRun = c.Unused, c.DryRun
		show := imported.Report{Out: p.Stdout, JSON: c.JSON, DryRun: c.DryRun, Retire: true}
		progress, end := p.counts()
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
		if totals.Kept > 0 {
			return unfinished{fmt.Errorf("copies that Kratos keeps: %d; the report says why", totals.Kept)}
		}
		return nil
	})
}

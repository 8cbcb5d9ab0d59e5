package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"latchkey/admin"
	"latchkey/cmd/latchkey/checkup"
	"latchkey/cmd/latchkey/local"
	"latchkey/cmd/latchkey/remote"
	"latchkey/config"
	"latchkey/fault"
	"latchkey/migrations"
	"latchkey/recovery"
	"latchkey/rules"
	"latchkey/store"
)

// withOperations runs f at the admin API if LATCHKEY_ADMIN_URL is set, else at the database and the Kratos of the
// configuration.
func (p *Program) withOperations(ctx context.Context, f func(operations) error) error {
	at, isRemote, err := config.LoadRemote(p.Environ)
	if err != nil {
		return err
	}
	if isRemote {
		return explain(f(remote.New(at)))
	}
	return p.withService(ctx, func(service *rules.Rules) error { return explain(f(local.New(service))) })
}

// withService runs f with a service for the database and the Kratos of the configuration.
func (p *Program) withService(ctx context.Context, f func(*rules.Rules) error) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		server, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		if err := server.load(ctx); err != nil {
			return explain(err)
		}
		return f(service)
	})
}

// explain returns the text for an error of the service. Errors of the admin API already have one.
func explain(err error) error {
	if waits := awaits(err); waits != nil {
		return waits
	}
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return missing{errors.New("no such identity at Kratos: check the ID")}
	case errors.Is(err, fault.ErrNotFound):
		return missing{errors.New("not found: check the ID")}
	case errors.Is(err, admin.ErrMayBeAnothers):
		return errors.New("it may belong to another user, because it is older than the verification of its owner's address: revoke it, and its owner can set up a new one")
	case errors.Is(err, recovery.ErrRoleHasNoCodes):
		return errors.New("users with a role have no recovery codes: `latchkey enrolment-code` lets them set up a passkey")
	case errors.Is(err, recovery.ErrRecoveryCodesOff):
		return errors.New("recovery codes are disabled: see recovery_codes.enabled")
	case errors.Is(err, admin.ErrSameAdmin):
		return errors.New("another admin must approve it: set LATCHKEY_ADMIN_URL and use their key")
	case errors.Is(err, admin.ErrResetDecided):
		return errors.New("wrong state: it was approved, cancelled, carried out or collected already, has expired, or is not approved yet")
	case errors.Is(err, admin.ErrRequesterNotAllowed):
		return errors.New("the admin who requested it no longer has the permission: cancel it, and request it again")
	case errors.Is(err, admin.ErrNotRequester):
		return errors.New("only the admin who requested the code can collect it: set LATCHKEY_ADMIN_URL and use their key")
	case errors.Is(err, fault.ErrKratosMisconfigured):
		return fmt.Errorf("kratos answers, but not as it should: %w", err)
	case errors.Is(err, fault.ErrKratosUnavailable):
		return fmt.Errorf("no answer from Kratos that can be used: check kratos.admin_url, and try again: %w", err)
	}
	return err
}

// awaits explains what a request waits for; it returns nil for other errors.
func awaits(err error) error {
	var waits *admin.AwaitsApproval
	if !errors.As(err, &waits) {
		return nil
	}
	text := "not done yet: another admin must approve it, by `latchkey approvals approve " + waits.Approval.ID.String() + "` with a key of theirs"
	if waits.Approval.PasskeyID == nil {
		text += "; then `latchkey approvals collect " + waits.Approval.ID.String() + "` prints the code"
	}
	return unfinished{errors.New(text)}
}

// withKeys runs f with a service that has no Kratos: keys can be created before Kratos is set up.
func (p *Program) withKeys(ctx context.Context, f func(*rules.Rules) error) error {
	return p.withStore(ctx, keysOnly(f))
}

func keysOnly(f func(*rules.Rules) error) func(config.Config, store.Store) error {
	return func(cfg config.Config, records store.Store) error {
		service, err := rules.New(rulesConfig(cfg), records, nil, nil)
		if err != nil {
			return err
		}
		return f(service)
	}
}

// withStore runs f with the database, which must exist, after migrating it if the configuration allows.
func (p *Program) withStore(ctx context.Context, f func(config.Config, store.Store) error) error {
	return p.withDatabase(ctx, opening{existing: true}, f)
}

func (p *Program) withDatabase(ctx context.Context, how opening, f func(config.Config, store.Store) error) error {
	loaded, err := p.load()
	if err != nil {
		return err
	}
	how.migrate = loaded.Migrate == "auto" && !p.asIs
	records, err := openStore(ctx, loaded.Config, how)
	if errors.Is(err, migrations.ErrNone) {
		return checkup.NoDatabase(loaded)
	}
	if p.asIs && errors.Is(err, migrations.ErrBehind) {
		return fmt.Errorf("%w. This command changes nothing, so it does not migrate: use the latchkey that serves this database", err)
	}
	if err != nil {
		return err
	}
	defer records.Close()
	if _, err := loaded.EnsureSecrets(); err != nil {
		return err
	}
	return f(loaded.Config, records)
}

package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"latchkey/config"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// desk is what support does, at a running Latchkey or at the database itself.
type desk interface {
	// Passkeys gives one page and the token of the next, empty at the end.
	Passkeys(ctx context.Context, filter webauthnsvc.PasskeyFilter, token string) ([]webauthnsvc.AdminPasskey, string, error)
	RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions bool) (*webauthnsvc.Revocation, error)
	ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.AdminPasskey, error)
	EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*webauthnsvc.SupportCode, error)
	Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*webauthnsvc.Approval, string, error)
	Approve(ctx context.Context, id uuid.UUID) (*webauthnsvc.Approval, error)
	CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Approval, error)
	CollectCode(ctx context.Context, id uuid.UUID) (*webauthnsvc.SupportCode, error)
	// Identity by ID, or by what the person signs in with.
	Identity(ctx context.Context, whom string) (*webauthnsvc.IdentityDetails, error)
	Resets(ctx context.Context, filter webauthnsvc.ResetFilter, token string) ([]*webauthnsvc.Reset, string, error)
	StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*webauthnsvc.Reset, error)
	ApproveReset(ctx context.Context, id uuid.UUID) (*webauthnsvc.Reset, error)
	CancelReset(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Reset, error)
}

// withDesk runs f at the admin API if LATCHKEY_ADMIN_URL is set, else at the database and the Kratos of the configuration.
func (p *Program) withDesk(ctx context.Context, f func(desk) error) error {
	remote, isRemote, err := config.LoadRemote(p.Environ)
	if err != nil {
		return err
	}
	if isRemote {
		return explain(f(newRemoteDesk(remote)))
	}
	return p.withService(ctx, func(service *webauthnsvc.Service) error { return explain(f(localDesk{service})) })
}

// withService runs f with the rules at the database and the Kratos of the configuration.
func (p *Program) withService(ctx context.Context, f func(*webauthnsvc.Service) error) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		_, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		return f(service)
	})
}

// missing is what commands end with that were to do something about what is not there.
type missing struct{ error }

func (missing) ExitCode() int { return exitNotFound }

// explain says in words what the rules refuse; what the admin API refuses has its words already.
func explain(err error) error {
	if waits := awaits(err); waits != nil {
		return waits
	}
	switch {
	case errors.Is(err, webauthnsvc.ErrIdentityNotFound):
		return missing{errors.New("Kratos knows no such identity: check the ID")}
	case errors.Is(err, webauthnsvc.ErrNotFound):
		return missing{errors.New("there is no such thing here: check the ID")}
	case errors.Is(err, webauthnsvc.ErrSameAdmin):
		return errors.New("another admin must approve it: set LATCHKEY_ADMIN_URL and use their key")
	case errors.Is(err, webauthnsvc.ErrResetDecided):
		return errors.New("it is not waiting for this: it was approved, cancelled, carried out or collected already, has expired, or is not approved yet")
	case errors.Is(err, webauthnsvc.ErrRequesterFell):
		return errors.New("the admin who asked for it may not ask for it any more: cancel it, and ask again")
	case errors.Is(err, webauthnsvc.ErrNotRequester):
		return errors.New("the code is for the admin who asked for it: set LATCHKEY_ADMIN_URL and use their key")
	case errors.Is(err, webauthnsvc.ErrKratosUnavailable):
		return errors.New("Kratos does not answer: check kratos.admin_url, and try again")
	}
	return err
}

// localDesk acts as the operator of the machine.
type localDesk struct{ service *webauthnsvc.Service }

const deskPage = 200

func (d localDesk) Passkeys(ctx context.Context, filter webauthnsvc.PasskeyFilter, token string) ([]webauthnsvc.AdminPasskey, string, error) {
	return onePage(d.service, "passkeys", token, func(page webauthnsvc.Page) ([]webauthnsvc.AdminPasskey, error) {
		return d.service.ListPasskeys(ctx, filter, page)
	}, func(p webauthnsvc.AdminPasskey) uuid.UUID { return p.ID })
}

func onePage[T any](service *webauthnsvc.Service, list, token string, read func(webauthnsvc.Page) ([]T, error), idOf func(T) uuid.UUID) ([]T, string, error) {
	page := webauthnsvc.Page{Size: deskPage + 1}
	if token != "" {
		before, err := service.OpenPage(list, token)
		if err != nil {
			return nil, "", err
		}
		page.Before = before
	}
	rows, err := read(page)
	if err != nil || len(rows) <= deskPage {
		return rows, "", err
	}
	return rows[:deskPage], service.SealPage(list, idOf(rows[deskPage-1])), nil
}

func (d localDesk) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions bool) (*webauthnsvc.Revocation, error) {
	return d.service.RevokePasskey(ctx, webauthnsvc.System, webauthnsvc.Request{}, id, reason, endSessions)
}

func (d localDesk) Identity(ctx context.Context, whom string) (*webauthnsvc.IdentityDetails, error) {
	if id, err := uuid.Parse(whom); err == nil {
		return d.service.IdentityDetails(ctx, id)
	}
	found, err := d.service.FindIdentities(ctx, whom)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, webauthnsvc.ErrIdentityNotFound
	}
	return &found[0], nil
}

func (d localDesk) Resets(ctx context.Context, filter webauthnsvc.ResetFilter, token string) ([]*webauthnsvc.Reset, string, error) {
	return onePage(d.service, "mfa-resets", token, func(page webauthnsvc.Page) ([]*webauthnsvc.Reset, error) {
		return d.service.Resets(ctx, filter, page)
	}, func(r *webauthnsvc.Reset) uuid.UUID { return r.ID })
}

func (d localDesk) StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*webauthnsvc.Reset, error) {
	return d.service.StartReset(ctx, webauthnsvc.System, webauthnsvc.Request{}, identityID, reason, approvedBy)
}

func (d localDesk) ApproveReset(ctx context.Context, id uuid.UUID) (*webauthnsvc.Reset, error) {
	return d.service.ApproveReset(ctx, webauthnsvc.System, webauthnsvc.Request{}, id)
}

func (d localDesk) CancelReset(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Reset, error) {
	return d.service.CancelReset(ctx, webauthnsvc.System, webauthnsvc.Request{}, id, reason)
}

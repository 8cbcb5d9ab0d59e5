package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/standing"
)

type passkeysCommand struct {
	List    passkeysList    `cmd:"" help:"List passkeys, newest first."`
	Suspend passkeysSuspend `cmd:"" help:"Disable a passkey until it is resumed, and end the sessions that it created. Exits with 4 if it is not found."`
	Resume  passkeysResume  `cmd:"" help:"End a suspension, and clear the warning of a clone. Exits with 4 if the passkey is not found."`
	Confirm passkeysConfirm `cmd:"" help:"Confirm the passkey of a user with a role, who can then make changes with it before it is admin.passkey_age old."`
	Revoke  passkeysRevoke  `cmd:"" help:"Permanently delete a passkey, and end its owner's Kratos sessions. Exits with 4 if it is not found."`
}

type passkeysList struct {
	passkeyFilter
	Limit int  `default:"1000" help:"Maximum number; 0: all."`
	JSON  bool `help:"Print JSON."`
}

type passkeysRevoke struct {
	ID           uuid.UUID `arg:"" help:"The passkey's ID, as in 'passkeys list'."`
	Reason       string    `required:"" help:"The reason, for the audit log."`
	KeepSessions bool      `help:"Keep the owner's Kratos sessions."`
	EndCodes     bool      `help:"Also end the recovery codes that were created with this passkey. Not if the owner has lost it and needs a code."`
	JSON         bool      `help:"Print JSON."`
}

type passkeysConfirm struct {
	ID     uuid.UUID `arg:"" help:"The passkey's ID, as in 'passkeys list'."`
	Reason string    `required:"" help:"The reason, for the audit log."`
	JSON   bool      `help:"Print JSON."`
}

func (c passkeysConfirm) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		passkey, err := o.ConfirmPasskey(ctx, c.ID, c.Reason)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, passkey)
		}
		_, err = fmt.Fprintf(p.Stdout, "confirmed %s (%s) of %s\n", passkey.Name, passkey.ID, passkey.IdentityID)
		return err
	})
}

func (c passkeysList) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		filter, err := c.read(ctx, o)
		if err != nil {
			return err
		}
		rows, cut, err := allPages(c.Limit, func(token string) ([]admin.Passkey, string, error) { return o.Passkeys(ctx, filter.Passkeys(), token) })
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, map[string]any{"passkeys": rows})
		}
		if cut {
			fmt.Fprintf(p.Stderr, "there are more: --limit 0 lists all\n")
		}
		return p.writePasskeys(rows)
	})
}

func (c passkeysRevoke) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		revocation, err := o.RevokePasskey(ctx, c.ID, c.Reason, !c.KeepSessions, c.EndCodes)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, revocation)
		}
		sessions := map[string]string{
			standing.SessionsEnded:   "all Kratos sessions of its owner are ended",
			standing.SessionsKept:    "other Kratos sessions of its owner were left alone",
			standing.SessionsPending: "Kratos has not confirmed that its owner's sessions ended: a running latchkey serve ends them as soon as it does",
		}
		fmt.Fprintf(p.Stdout, "revoked %s (%s); %s\n", revocation.Passkey.Name, revocation.Passkey.ID, sessions[revocation.Sessions])
		return p.writeMadeWith(revocation.RecoveryCodes, revocation.AdminKeys)
	})
}

type passkeysSuspend struct {
	ID       uuid.UUID `arg:"" help:"The passkey's ID, as in 'passkeys list'."`
	Reason   string    `required:"" help:"The reason, for the audit log."`
	EndCodes bool      `help:"Also end the recovery codes that were created with this passkey. Not if the owner needs one."`
	JSON     bool      `help:"Print JSON."`
}

type passkeysResume struct {
	ID     uuid.UUID `arg:"" help:"The passkey's ID, as in 'passkeys list --suspended'."`
	Reason string    `required:"" help:"The reason, for the audit log."`
	JSON   bool      `help:"Print JSON."`
}

func (c passkeysSuspend) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		suspension, err := o.SuspendPasskey(ctx, c.ID, c.Reason, c.EndCodes)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, suspension)
		}
		sessions := map[string]string{
			standing.SessionsEnded:   "the Kratos sessions that it created are ended",
			standing.SessionsPending: "Kratos has not confirmed that the sessions which it created ended: a running latchkey serve ends them as soon as it does",
		}
		fmt.Fprintf(p.Stdout, "suspended %s (%s) of %s; %s\n", suspension.Name, suspension.ID, suspension.IdentityID, sessions[suspension.Sessions])
		return p.writeMadeWith(suspension.RecoveryCodes, suspension.AdminKeys)
	})
}

func (c passkeysResume) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		passkey, err := o.ResumePasskey(ctx, c.ID, c.Reason)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, passkey)
		}
		_, err = fmt.Fprintf(p.Stdout, "resumed %s (%s) of %s\n", passkey.Name, passkey.ID, passkey.IdentityID)
		return err
	})
}

package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"latchkey/standing"
)

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

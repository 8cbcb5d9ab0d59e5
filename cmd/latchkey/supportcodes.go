package main

import "context"

type enrolmentCodeCommand struct {
	Whom   whom   `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	Reason string `required:"" help:"The reason, for the audit log."`
	JSON   bool   `help:"Print JSON."`
}

// recoveryCodeCommand is for a user who is locked out and has no code. Users with a role have enrolment codes.
type recoveryCodeCommand struct {
	Whom   whom   `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	Reason string `required:"" help:"The reason, for the audit log, and how you verified who asked."`
	JSON   bool   `help:"Print JSON."`
}

func (c recoveryCodeCommand) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		id, err := c.Whom.identity(ctx, o)
		if err != nil {
			return err
		}
		code, err := o.RecoveryCode(ctx, id, c.Reason)
		return p.printCode(code, err, c.JSON)
	})
}

func (c enrolmentCodeCommand) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		id, err := c.Whom.identity(ctx, o)
		if err != nil {
			return err
		}
		code, err := o.EnrolmentCode(ctx, id, c.Reason)
		return p.printCode(code, err, c.JSON)
	})
}

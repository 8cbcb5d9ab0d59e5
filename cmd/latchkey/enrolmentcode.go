package main

import (
	"context"

	"github.com/google/uuid"
)

type enrolmentCodeCommand struct {
	ID     uuid.UUID `arg:"" help:"The identity's ID at Kratos."`
	Reason string    `required:"" help:"The reason, for the audit log."`
	JSON   bool      `help:"Print JSON."`
}

func (c enrolmentCodeCommand) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		code, err := o.EnrolmentCode(ctx, c.ID, c.Reason)
		return p.printCode(code, err, c.JSON)
	})
}

package main

import (
	"context"

	"latchkey/cmd/latchkey/person"
)

type policyCommand struct {
	Explain policyExplain `cmd:"" help:"Explain which rule of policy.rules applies to a user and why, what it requires, what the user has, and what happens at the next login."`
}

type policyExplain struct {
	Whom whom `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	JSON bool `help:"Print JSON."`
}

func (c policyExplain) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		id, err := c.Whom.identity(ctx, o)
		if err != nil {
			return err
		}
		found, err := o.Policy(ctx, id)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, found)
		}
		return person.WritePolicy(p.Stdout, found)
	})
}

package main

import (
	"context"
	"errors"
	"fmt"

	"latchkey/cmd/latchkey/person"
	"latchkey/cmd/latchkey/policies"
	"latchkey/cmd/latchkey/terminal"
	"latchkey/config"
	"latchkey/rules"
)

type policyCommand struct {
	Explain     policyExplain     `cmd:"" help:"Explain which rule of policy.rules applies to a user and why, what it requires, what the user has, and what happens at the next login. Changes nothing."`
	Preview     policyPreview     `cmd:"" help:"Compare a changed configuration with this one, for all users: how many would go on, be asked to set something up, need a second factor, or be refused. Changes nothing."`
	Compromised policyCompromised `cmd:"" help:"Show the models of which there are passkeys and that FIDO's metadata reports as compromised, and what happens to these passkeys when. Changes nothing."`
}

type policyCompromised struct {
	JSON bool `help:"Print JSON."`
}

func (c policyCompromised) Run(ctx context.Context, p *Program) error {
	p.asIs = true
	return p.withService(ctx, func(service *rules.Rules) error {
		found, err := service.Compromised.Overview(ctx)
		if err != nil {
			return explain(err)
		}
		if err := service.Compromised.CountStaff(ctx, found); err != nil {
			fmt.Fprintf(p.Stderr, "Users with a role are not counted: %v\n", explain(err))
		}
		if c.JSON {
			return writeJSON(p.Stdout, found)
		}
		return person.WriteCompromised(p.Stdout, found)
	})
}

type policyPreview struct {
	Changed string `arg:"" placeholder:"FILE" help:"The changed configuration. What logins depend on is compared; other differences are named. Variables of the environment apply to both."`
	JSON    bool   `help:"Print JSON."`
}

func (c policyPreview) Run(ctx context.Context, p *Program) error {
	p.asIs = true
	changed, err := config.Load(c.Changed, p.Environ)
	current, own := p.load()
	if err := errors.Join(err, own); err != nil {
		return err
	}
	return p.withService(ctx, func(service *rules.Rules) error {
		other, err := rules.Compared(rulesConfig(changed.Config))
		if err != nil {
			return err
		}
		show, _, end := terminal.Counts(p.Stdout, p.Stderr)
		found, err := service.People.Preview(ctx, other, func(done, about int64) { show(terminal.OfAbout(done, about, "users compared")) })
		end()
		if err != nil {
			return explain(err)
		}
		found.NotCompared, found.Overridden = policies.NotCompared(current.Config, changed.Config), policies.Deciding(changed.Overridden)
		if c.JSON {
			return writeJSON(p.Stdout, found)
		}
		return person.WritePreview(p.Stdout, found)
	})
}

type policyExplain struct {
	Whom whom `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	JSON bool `help:"Print JSON."`
}

func (c policyExplain) Run(ctx context.Context, p *Program) error {
	p.asIs = true
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

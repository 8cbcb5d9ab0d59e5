package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"latchkey/config"
	"latchkey/fault"
	"latchkey/rules"
	"latchkey/store"
	"latchkey/switchover"
	"latchkey/switchover/portable"
)

type exportCommand struct {
	Identity uuid.UUID `placeholder:"ID" help:"Only the passkeys of this identity. Exits with 4 if it has none."`
	Out      string    `short:"o" placeholder:"FILE" help:"The file to write; it replaces an existing one once it is complete, and only its owner can read it. Default: standard output."`
	Schema   bool      `help:"Print the JSON Schema of a line, and export nothing."`
}

// Help is shown by --help, after the flags.
func (exportCommand) Help() string {
	return `The export holds no secret, but personal data: who has which passkeys, their names and when they were used. Anyone who can change it before it is imported decides who can sign in. It is recorded in the audit log. For all that is stored about one user, for that user, see 'latchkey identities export'.

Examples:
  latchkey export -o passkeys.jsonl
  latchkey export --identity 7cbe1b1b-7e5f-4e5e-8d5a-8ab1d6a7b9a0 | latchkey -c other.yml import json -`
}

func (c exportCommand) Run(ctx context.Context, p *Program) error {
	if c.Schema {
		_, err := p.Stdout.Write(portable.Schema)
		return err
	}
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		service, err := rules.New(rulesConfig(cfg), records, nil, nil)
		if err != nil {
			return err
		}
		progress, end := p.counts()
		err = p.writeTo(c.Out, func(w io.Writer) error {
			buffered := bufio.NewWriter(w)
			err := switchover.Export(ctx, records, service.Audit, time.Now(), c.Identity, buffered, func(identities int) {
				progress(fmt.Sprintf("%d identities exported", identities))
			})
			return errors.Join(err, buffered.Flush())
		})
		end()
		if errors.Is(err, fault.ErrNotFound) {
			return missing{fmt.Errorf("%s has no passkeys here: check the ID", c.Identity)}
		}
		return err
	})
}

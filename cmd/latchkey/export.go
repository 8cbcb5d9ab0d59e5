package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/cmd/latchkey/local"
	"latchkey/cmd/latchkey/terminal"
	"latchkey/config"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover"
	"latchkey/switchover/portable"
)

type exportCommand struct {
	Identity *whom  `placeholder:"WHOM" help:"Only the passkeys of this user: the identity's ID, or an identifier that the user signs in with. Exits with 4 if there are none."`
	Out      string `short:"o" placeholder:"FILE" help:"The file to write; it replaces an existing one once it is complete, and only its owner can read it. Default: standard output."`
	Schema   bool   `help:"Print the JSON Schema of a line, and export nothing."`
}

// Help is shown by --help, after the flags.
func (exportCommand) Help() string {
	return `The export holds no secret, but personal data: who has which passkeys, their names and when they were used. Anyone who can change it before it is imported decides who can sign in. It is recorded in the audit log. For all that is stored about one user, for that user, see 'latchkey identities export'.`
}

func (c exportCommand) Run(ctx context.Context, p *Program) error {
	if c.Schema {
		_, err := p.Stdout.Write(portable.Schema)
		return err
	}
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		_, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		var only uuid.UUID
		if c.Identity != nil {
			whose, err := identityOf(ctx, local.New(service), c.Identity)
			if err != nil {
				return explain(err)
			}
			if whose == nil { // as an unset variable of a script is, which must not export everyone
				return errors.New("--identity: is empty")
			}
			only = *whose
		}
		progress, _, end := terminal.Counts(p.Stdout, p.Stderr)
		err = p.writeTo(c.Out, func(w io.Writer) error {
			buffered := bufio.NewWriter(w)
			err := switchover.Export(ctx, records, service.Audit, time.Now(), only, buffered, func(identities int) {
				progress(fmt.Sprintf("%d identities exported", identities))
			})
			return errors.Join(err, buffered.Flush())
		})
		end()
		if errors.Is(err, fault.ErrNotFound) {
			return missing{fmt.Errorf("%s has no passkeys here: check the ID", only)}
		}
		return err
	})
}

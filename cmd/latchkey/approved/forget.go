package approved

import (
	"context"
	"errors"
	"fmt"
	"io"

	"latchkey/config"
	"latchkey/store"
)

// Command is `latchkey metadata`.
type Command struct {
	Forget forget `cmd:"" help:"Forget the list with a number, and those with a higher one, after a mistake of the publisher: older ones are then taken again. Restart all replicas afterwards."`
}

type forget struct {
	Number int `arg:"" help:"The number of the list, as 'latchkey doctor' prints it."`
}

// Database opens the database for a command.
type Database struct {
	Open func(ctx context.Context, f func(config.Config, store.Store) error) error
	Out  io.Writer
}

func (c forget) Run(ctx context.Context, database Database) error {
	return database.Open(ctx, func(cfg config.Config, records store.Store) error {
		a := Read(cfg.WebAuthn)
		if a.Metadata == nil {
			return errors.Join(append(a.Faults, errors.New("webauthn.metadata names no list"))...)
		}
		switch err := a.Metadata.Forget(ctx, records, c.Number); {
		case errors.Is(err, store.ErrNotFound):
			return fmt.Errorf("the database knows of no list with the number %d or a higher one; nothing was changed", c.Number)
		case err != nil:
			return err
		}
		_, err := fmt.Fprintf(database.Out, "forgot list %d and higher ones: restart all replicas, each of which still uses the one that it has read\n", c.Number)
		return err
	})
}

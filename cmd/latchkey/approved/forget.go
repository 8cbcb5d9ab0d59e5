package approved

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"latchkey/audit"
	"latchkey/config"
	"latchkey/store"
)

// Command is `latchkey metadata`.
type Command struct {
	Forget forget `cmd:"" help:"Forget the list with a number, and those with a higher one, after a mistake of the publisher: older ones are then taken again, also by running replicas. It is recorded in the audit log."`
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
		if s := a.Metadata.State(); !s.Fetches && s.Number >= c.Number {
			return fmt.Errorf("%s has the list %d, which would be taken again: replace the file first; nothing was changed", s.Source, s.Number)
		}
		log := audit.New(audit.Config{Now: time.Now}, records, nil) // it only makes the event
		event := log.Event(audit.MetadataForgotten, audit.Request{}, audit.System, audit.Nothing)
		event = audit.With(event, map[string]any{"publisher": a.Metadata.Publisher(), "number": c.Number})
		switch err := a.Metadata.Forget(ctx, records, c.Number, event); {
		case errors.Is(err, store.ErrNotFound):
			return fmt.Errorf("the database knows of no list with the number %d or a higher one; nothing was changed", c.Number)
		case err != nil:
			return err
		}
		_, err := fmt.Fprintf(database.Out, "forgot list %d and higher ones: running replicas drop it within a minute\n", c.Number)
		return err
	})
}

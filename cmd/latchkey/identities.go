package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

type identitiesCommand struct {
	Show   identitiesShow   `cmd:"" help:"Show a person's factors and sessions, here and at Kratos. Exits with 4 when there is no such person."`
	Export identitiesExport `cmd:"" help:"Write all that Latchkey holds of one person, as JSON: passkeys, dates of recovery codes, sessions, events. That it was asked for is on record."`
	Erase  identitiesErase  `cmd:"" help:"Delete all that Latchkey holds of one person, for good. Their audit events stay, with the personal fields blanked. Delete the identity at Kratos first, or it can come back."`
}

type identitiesExport struct {
	ID     uuid.UUID `arg:"" help:"The identity's ID at Kratos."`
	Output string    `short:"o" placeholder:"FILE" help:"Where to write. The file appears when it is whole, and replaces one of that name. Without it: standard output."`
}

type identitiesErase struct {
	ID     uuid.UUID `arg:"" help:"The identity's ID at Kratos."`
	Reason string    `required:"" help:"Why, for the record. It stays, so it must not name the person."`
	Yes    bool      `help:"Do not ask. For programs."`
	JSON   bool      `help:"Print JSON."`
}

func (i identitiesExport) Run(ctx context.Context, p *Program) error {
	return p.withKeys(ctx, func(service *webauthnsvc.Service) error {
		return p.writeTo(i.Output, func(w io.Writer) error {
			buffered := bufio.NewWriter(w)
			err := service.ExportIdentity(ctx, webauthnsvc.System, webauthnsvc.Request{}, i.ID, buffered)
			return errors.Join(nothingHeld(err, i.ID), buffered.Flush())
		})
	})
}

func nothingHeld(err error, id uuid.UUID) error {
	if errors.Is(err, webauthnsvc.ErrNotFound) {
		return fmt.Errorf("Latchkey holds nothing of %s: check the ID", id) //lint:ignore ST1005 a name
	}
	return err
}

// Validate belongs to kong: what it refuses is a fault of the command line.
func (i identitiesErase) Validate() error {
	if i.ID == uuid.Nil {
		return errors.New("<id>: is the ID of nobody")
	}
	return nil
}

func (i identitiesErase) Run(ctx context.Context, p *Program) error {
	if !i.Yes {
		if err := p.confirm(fmt.Sprintf("This deletes all passkeys, recovery codes and sessions that Latchkey holds of %s, and blanks their audit events. It cannot be undone.", i.ID), "erase"); err != nil {
			return err
		}
	}
	return p.withKeys(ctx, func(service *webauthnsvc.Service) error {
		erased, err := service.EraseIdentity(ctx, webauthnsvc.System, webauthnsvc.Request{}, i.ID, i.Reason)
		if err != nil {
			return nothingHeld(err, i.ID)
		}
		if i.JSON {
			return writeJSON(p.Stdout, map[string]any{"erased": erased})
		}
		_, err = fmt.Fprintf(p.Stdout, "erased: %d passkeys, %d recovery codes, what was known of %d sessions; %d audit events blanked\n",
			erased.Passkeys, erased.RecoveryCodes, erased.Sessions, erased.Events)
		return err
	})
}

// confirm has a person at a terminal type a word. Where there is no terminal, --yes is the only way.
func (p *Program) confirm(what, word string) error {
	if !isTerminal(p.Stdin) {
		return errors.New("this must be confirmed, and there is no terminal to ask at: add --yes if you mean it")
	}
	fmt.Fprintf(p.Stderr, "%s\nType %s to go on: ", what, word)
	answer, err := bufio.NewReader(p.Stdin).ReadString('\n')
	if err != nil || strings.TrimSpace(answer) != word {
		return errors.New("not confirmed; nothing was changed")
	}
	return nil
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/cmd/latchkey/local"
	"latchkey/cmd/latchkey/person"
	"latchkey/fault"
	"latchkey/rules"
	"latchkey/standing"
)

type identitiesCommand struct {
	Show        identitiesShow        `cmd:"" help:"Show a user's factors and sessions, here and at Kratos. Exits with 4 if the user is not found."`
	EndSessions identitiesEndSessions `cmd:"" help:"End one or all Kratos sessions of a user, who is notified."`
	Export      identitiesExport      `cmd:"" help:"Write the data that Latchkey holds about one user, as JSON: passkeys, factors, recovery codes without the codes, sessions, admin keys, events. The export is recorded, and nothing imports it: to move passkeys, see 'latchkey export'."`
	Erase       identitiesErase       `cmd:"" help:"Permanently delete everything that Latchkey stores about one user, and revoke their admin keys. Their audit events stay, with the personal fields blanked. Delete the identity at Kratos first, or it can come back."`
}

type identitiesExport struct {
	Whom   whom   `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	Output string `short:"o" placeholder:"FILE" help:"The file to write; it replaces an existing one once it is complete. Default: standard output."`
}

type identitiesErase struct {
	Whom   whom   `arg:"" help:"The identity's ID at Kratos, or, while it exists there, an identifier that the user signs in with."`
	Reason string `required:"" help:"The reason, for the audit log. It is kept, so it must not name the user."`
	Yes    bool   `help:"Do not prompt; for scripts."`
	JSON   bool   `help:"Print JSON."`
}

func (i identitiesExport) Run(ctx context.Context, p *Program) error {
	return p.withIdentity(ctx, i.Whom, func(service *rules.Rules, id uuid.UUID) error {
		return p.writeTo(i.Output, func(w io.Writer) error {
			buffered := bufio.NewWriter(w)
			err := service.People.ExportIdentity(ctx, admin.System, audit.Request{}, id, buffered)
			return errors.Join(nothingHeld(err, id), buffered.Flush())
		})
	})
}

// withIdentity runs f for a user. An ID is not looked up, because Kratos may have deleted the identity, or be down.
func (p *Program) withIdentity(ctx context.Context, whose whom, f func(*rules.Rules, uuid.UUID) error) error {
	if id, isID := whose.id(); isID {
		return p.withKeys(ctx, func(service *rules.Rules) error { return f(service, id) })
	}
	return p.withService(ctx, func(service *rules.Rules) error {
		id, err := whose.identity(ctx, local.New(service))
		if err != nil {
			return explain(err)
		}
		return f(service, id)
	})
}

func nothingHeld(err error, id uuid.UUID) error {
	if errors.Is(err, fault.ErrNotFound) {
		return fmt.Errorf("Latchkey holds nothing of %s: check the ID", id) //lint:ignore ST1005 a name
	}
	return err
}

func (i identitiesErase) Run(ctx context.Context, p *Program) error {
	return p.withIdentity(ctx, i.Whom, func(service *rules.Rules, id uuid.UUID) error {
		if !i.Yes {
			if err := p.confirm(fmt.Sprintf("This deletes all passkeys, recovery codes and sessions that Latchkey holds of %s, revokes their admin keys, and blanks their audit events. It cannot be undone.", i.Whom.named(id)), "erase"); err != nil {
				return err
			}
		}
		erased, err := service.Audit.Erase(ctx, audit.System, audit.Request{}, id, i.Reason)
		if err != nil {
			return nothingHeld(err, id)
		}
		if _, isID := i.Whom.id(); !isID {
			fmt.Fprintf(p.Stderr, "Kratos still has the identity %s: delete it there, or the user can sign in and set up passkeys again\n", id)
		}
		if i.JSON {
			return writeJSON(p.Stdout, map[string]any{"erased": erased})
		}
		_, err = fmt.Fprintf(p.Stdout, "erased: %d passkeys, %d recovery codes, what was known of %d sessions; %d admin keys revoked; %d audit events blanked\n",
			erased.Passkeys, erased.RecoveryCodes, erased.Sessions, erased.AdminKeys, erased.Events)
		return err
	})
}

type identitiesShow struct {
	Whom whom `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	JSON bool `help:"Print JSON."`
}

func (c identitiesShow) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		details, err := o.Identity(ctx, string(c.Whom))
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, details)
		}
		return person.Write(p.Stdout, details, func(row admin.Passkey) string {
			return fmt.Sprintf("%s  %s, %s, last used %s, %s", row.ID, row.Name, row.RPID, day(row.LastUsedAt), passkeyState(row))
		})
	})
}

type identitiesEndSessions struct {
	Whom    whom      `arg:"" help:"The identity's ID at Kratos, or an identifier that the user signs in with."`
	Session uuid.UUID `placeholder:"ID" help:"Only this session, as in 'identities show'."`
	Reason  string    `required:"" help:"The reason, for the audit log."`
	JSON    bool      `help:"Print JSON."`
}

func (c identitiesEndSessions) Run(ctx context.Context, p *Program) error {
	return p.withOperations(ctx, func(o operations) error {
		id, err := c.Whom.identity(ctx, o)
		if err != nil {
			return err
		}
		ended, err := o.EndSessions(ctx, id, c.Session, c.Reason)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, ended)
		}
		said := map[string]string{
			standing.SessionsEnded:   "ended",
			standing.SessionsPending: "Kratos has not confirmed it: a running latchkey serve ends the sessions as soon as it does",
		}
		_, err = fmt.Fprintln(p.Stdout, said[ended.Sessions])
		return err
	})
}

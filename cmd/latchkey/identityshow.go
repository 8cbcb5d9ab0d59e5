package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"latchkey/webauthnsvc"
)

type identitiesShow struct {
	Whom string `arg:"" help:"The identity's ID at Kratos, or what the person signs in with."`
	JSON bool   `help:"Print JSON."`
}

func (c identitiesShow) Run(ctx context.Context, p *Program) error {
	return p.withDesk(ctx, func(d desk) error {
		details, err := d.Identity(ctx, c.Whom)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(p.Stdout, details)
		}
		return p.showIdentity(details)
	})
}

func (p *Program) showIdentity(i *webauthnsvc.IdentityDetails) error {
	table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fact := func(name string, value any) { fmt.Fprintf(table, "%s\t%v\n", name, value) }
	until := func(name string, at *time.Time) {
		if at != nil {
			fact(name, at.Format(time.RFC3339))
		}
	}
	fact("identity", i.ID)
	fact("name", i.DisplayName+" ("+i.Login+")")
	if !i.Active {
		fact("state", "inactive")
	}
	if i.Role != "" {
		fact("role", i.Role)
	}
	for _, row := range i.Passkeys {
		fact("passkey", fmt.Sprintf("%s  %s, %s, last used %s, %s", row.ID, row.Name, row.RPID, day(row.LastUsedAt), passkeyState(row)))
	}
	fact("recovery codes", i.Codes)
	until("codes locked until", i.CodesLockedUntil)
	fact("at Kratos", kratosFactors(i.Factors))
	for _, session := range i.Sessions {
		fact("session", fmt.Sprintf("%s  %s by %s, since %s%s", session.ID, session.Level, strings.Join(session.Methods, " and "),
			session.AuthenticatedAt.Format(time.RFC3339), devices(session.Devices)))
	}
	until("may go without until", i.GraceUntil)
	if i.Reset != nil {
		fact("reset", i.Reset.ID.String()+"  "+i.Reset.State+": "+oneLine(i.Reset.Reason))
	}
	return table.Flush()
}

// kratosFactors names what Kratos holds, and whether it counts beside a passkey.
func kratosFactors(factors []webauthnsvc.Factor) string {
	var held []string
	for _, f := range factors {
		if f.HeldBy != webauthnsvc.HeldByKratos {
			continue
		}
		state := "not vouched for"
		switch {
		case f.Disowned:
			state = "disowned"
		case f.Vouched != nil && *f.Vouched:
			state = "vouched for: " + f.How
		}
		held = append(held, f.Kind+" ("+state+")")
	}
	if len(held) == 0 {
		return "no second factor"
	}
	return strings.Join(held, ", ")
}

func devices(list []webauthnsvc.Device) string {
	if len(list) == 0 {
		return ""
	}
	last := list[len(list)-1]
	return ", from " + last.IP + " (" + last.UserAgent + ")"
}

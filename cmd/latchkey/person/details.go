// Package person writes what the command line reports about one user.
package person

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"latchkey/admin"
	"latchkey/people"
	"latchkey/standing"
)

// Write writes the details of a user as a table. passkey returns the line of one passkey.
func Write(out io.Writer, i *people.IdentityDetails, passkey func(admin.Passkey) string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fact := func(name string, value any) { fmt.Fprintf(table, "%s\t%v\n", name, value) }
	until := func(name string, at *time.Time) {
		if at != nil {
			fact(name, at.Format(time.RFC3339))
		}
	}
	fact("identity", i.ID)
	fact("name", i.DisplayName+" ("+i.Login+")")
	if i.Unproved {
		fact("not verified", "the address, which may be another person's")
	}
	until("missing at Kratos since", i.MissingSince)
	if !i.Active && i.MissingSince == nil {
		fact("state", "inactive")
	}
	if i.Role != "" {
		fact("role", i.Role)
	}
	for _, row := range i.Passkeys {
		fact("passkey", passkey(row))
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
		fact("reset", i.Reset.ID.String()+"  "+i.Reset.State+": "+strings.Join(strings.Fields(i.Reset.Reason), " "))
	}
	return table.Flush()
}

// kratosFactors names what Kratos holds, and whether it counts next to a passkey.
func kratosFactors(factors []standing.Factor) string {
	var held []string
	for _, f := range factors {
		if f.HeldBy != standing.HeldByKratos {
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

func devices(list []people.SessionDevice) string {
	if len(list) == 0 {
		return ""
	}
	last := list[len(list)-1]
	browser := last.UserAgent
	if known := last.Browser; known != nil {
		browser = known.Browser + " on " + known.System
	}
	return ", from " + last.IP + " (" + browser + ")"
}

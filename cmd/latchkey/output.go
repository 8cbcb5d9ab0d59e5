package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/recovery"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// allPages reads page after page, up to limit rows; cut is true if there are more.
func allPages[T any](limit int, read func(token string) ([]T, string, error)) (all []T, cut bool, err error) {
	all = []T{}
	for token := ""; ; {
		var rows []T
		if rows, token, err = read(token); err != nil {
			return nil, false, err
		}
		all = append(all, rows...)
		switch {
		case limit > 0 && len(all) > limit:
			return all[:limit], true, nil
		case token == "":
			return all, false, nil
		case limit > 0 && len(all) == limit:
			return all, true, nil
		}
	}
}

func day(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return at.Format(time.DateOnly)
}

func passkeyState(p admin.Passkey) string {
	switch {
	case p.Suspended && p.CloneWarning:
		return "suspended (" + p.SuspensionCause + "), clone suspected"
	case p.Suspended:
		return "suspended (" + p.SuspensionCause + ")"
	case p.CloneWarning:
		return "works, clone suspected"
	case p.StepUpOnly:
		return "works, second factor only"
	}
	return "works"
}

// actorText names an actor: the operator has no ID.
func actorText(a *audit.Actor) string {
	switch {
	case a == nil || a.Kind == store.ActorSystem:
		return "the operator"
	case a.Kind == store.ActorAdminKey:
		return "key " + a.ID
	}
	return a.Kind + " " + a.ID
}

// oneLine fits a text that a user wrote into a table.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// printCode prints the code alone on standard output, as 'keys create' does with a key.
func (p *Program) printCode(code *recovery.SupportCode, err error, asJSON bool) error {
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(p.Stdout, code)
	}
	fmt.Fprintf(p.Stderr, "Give it to the user now: it is not printed again. It works until %s, at /recover after signing in:\n", code.ExpiresAt.Format(time.RFC3339))
	_, err = fmt.Fprintln(p.Stdout, code.Code)
	return err
}

// writePasskeys writes a table.
func (p *Program) writePasskeys(rows []admin.Passkey) error {
	table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tIDENTITY\tNAME\tRP ID\tCREATED\tLAST USED\tSTATE")
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.ID, row.IdentityID, row.Name, row.RPID,
			row.CreatedAt.Format(time.DateOnly), day(row.LastUsedAt), passkeyState(row))
	}
	return table.Flush()
}

// writeMadeWith writes what is left of what was created with a passkey that was revoked or suspended.
func (p *Program) writeMadeWith(codes string, keys []webauthnsvc.MadeKey) error {
	var text string
	switch codes {
	case webauthnsvc.CodesKept:
		text = "its owner's recovery codes were created with this passkey and are still valid: if the passkey was an attacker's, reset the owner's factors\n"
	case webauthnsvc.CodesEnded:
		text = "the recovery codes that were created with this passkey are no longer valid\n"
	}
	for _, key := range keys {
		text += fmt.Sprintf("admin key made with this passkey, still valid: %s (%s)\n", key.Name, key.ID)
	}
	_, err := io.WriteString(p.Stdout, text)
	return err
}

// Package imported is the part of the import commands that needs no settings: it opens what is imported, and prints what
// happens. It owns the texts of the reasons; what is imported is decided by switchover.
package imported

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"latchkey/switchover"
)

// Report prints results as they come, so that it needs no memory for them.
type Report struct {
	Out                  io.Writer
	JSON, DryRun, Retire bool
	Before               func() // called before it prints an identity: clears the line of the progress on the same terminal
}

// Identity prints the passkeys of an identity.
func (r Report) Identity(i switchover.Identity) error {
	if len(i.Passkeys) == 0 {
		return nil
	}
	r.Before()
	if r.JSON {
		return json.NewEncoder(r.Out).Encode(i)
	}
	var failed error
	for _, p := range i.Passkeys {
		result := cmp.Or(resultText[p.Result], p.Result)
		if p.StepUpOnly {
			result += ", second factor only"
		}
		if p.Reason != "" {
			result += ": " + strings.TrimSpace(reasonText[p.Reason]+" "+p.Detail)
		}
		_, err := fmt.Fprintf(r.Out, "%s%s  %s  %s\n", place(i), i.ID, p.CredentialID, strings.Join(strings.Fields(result), " "))
		failed = errors.Join(failed, err)
	}
	return failed
}

// place names what an identity is in its source, if that is something else than its ID.
func place(i switchover.Identity) string {
	switch {
	case i.Line > 0:
		return fmt.Sprintf("line %d  ", i.Line)
	case i.UserID != "" && i.UserID != i.ID.String():
		return fmt.Sprintf("user_id %q  ", i.UserID)
	}
	return ""
}

var resultText = map[string]string{
	switchover.ResultUnsure: "unsure: Kratos failed after it was told to remove its copy; the next run reads whether it is gone",
}

var reasonText = map[string]string{
	switchover.ReasonUnconfirmed:     "the user has or had a passkey here, and has not confirmed this one at /passkeys",
	switchover.ReasonDisowned:        "the user said that it is not theirs",
	switchover.ReasonRemoved:         "it was removed here",
	switchover.ReasonTaken:           "its ID is that of another user's passkey",
	switchover.ReasonContested:       "the account was recovered, and its owner has not set up a passkey since",
	switchover.ReasonLost:            "a second factor of the user disappeared from Kratos less than 24 hours ago; run it again a day later",
	switchover.ReasonLimit:           "the user has 256 passkeys here, which is the limit; run it again when they have removed one",
	switchover.ReasonResetting:       "the user's factors are being reset; run it again later",
	switchover.ReasonChanging:        "the user's passkeys are changing; run it again",
	switchover.ReasonUnusable:        "its record cannot be used:",
	switchover.ReasonInvalid:         "the line is wrong:",
	switchover.ReasonUnknownIdentity: "Kratos has no such identity",
	switchover.ReasonUnknownRP:       "its RP ID is none of webauthn.rp:",
	switchover.ReasonDifferent:       "a passkey with this ID is here, with another key, user handle or RP ID",

	switchover.ReasonAbsent:    "it is not here; import it first",
	switchover.ReasonSuspended: "it cannot be used here",
	switchover.ReasonLast:      "Kratos has no other second factor of this user; --last removes it all the same",
	switchover.ReasonUnused:    "it has not been used here yet; --unused removes it all the same",
	switchover.ReasonKratos:    "this version of Kratos removes none; upgrade it to v26.2.0 or newer and run this again, or let the user remove it at Kratos' settings page",
}

// Totals prints the numbers of the import.
func (r Report) Totals(t switchover.Totals) error {
	if r.JSON {
		return json.NewEncoder(r.Out).Encode(map[string]any{"dry_run": r.DryRun, "totals": t})
	}
	if r.Retire {
		would := map[bool]string{true: "would be "}[r.DryRun]
		_, err := fmt.Fprintf(r.Out, "%d identities read, %d with passkeys at Kratos: the copies of %d %sremoved, %d kept\n", t.Identities, t.People, t.Retired, would, t.Kept+t.Refused)
		return err
	}
	verb := "imported"
	if r.DryRun {
		verb = "would be imported"
	}
	removed := ""
	if t.Removed > 0 {
		removed = fmt.Sprintf("; %d recorded as removed, so that nothing brings them back", t.Removed)
	}
	_, err := fmt.Fprintf(r.Out, "%d identities read, %d with passkeys: %d passkeys %s (%d as second factors only), %d already here, %d refused; %d other factors at Kratos vouched for%s\n",
		t.Identities, t.People, t.Imported, verb, t.StepUpOnly, t.Present, t.Refused, t.Vouched, removed)
	return err
}

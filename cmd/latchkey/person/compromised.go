package person

import (
	"fmt"
	"io"
	"time"

	"latchkey/compromised"
	"latchkey/store"
)

var actions = map[string]string{store.ActionSuspend: "suspended", store.ActionMark: "marked"}

// WriteCompromised writes the compromised models, and what happens to their passkeys.
func WriteCompromised(out io.Writer, found *compromised.Overview) error {
	if found.List == nil {
		fmt.Fprintln(out, "There is no list: set webauthn.metadata.")
	} else {
		fmt.Fprintf(out, "List %d with %d models, the next one by %s.\n", found.List.Number, found.List.Models, found.List.NextUpdate.Format(time.DateOnly))
	}
	if len(found.Models) == 0 {
		fmt.Fprintln(out, "No compromised model has passkeys.")
	}
	if found.Unknown.Passkeys > 0 {
		fmt.Fprintf(out, "Of unknown model: %d usable passkeys of %d users, such as security keys without attestation. No list finds them.\n",
			found.Unknown.Passkeys, found.Unknown.Identities)
	}
	for _, m := range found.Models {
		fmt.Fprintf(out, "\n%s  %s\n  %s: %d usable passkeys of %d users; %d of them have no usable passkey of another model%s\n",
			m.ID(), m.Name, m.Status, m.Passkeys, m.Identities, m.WithoutAnother, withRole(m))
		fmt.Fprintf(out, "  %s\n", next(m, found.Action))
		for _, e := range m.Examples {
			fmt.Fprintf(out, "  passkey %s of %s\n", e.PasskeyID, e.IdentityID)
		}
	}
	for _, m := range found.Ended {
		fmt.Fprintf(out, "\n%s  %s\n  ended %s: %s\n", m.ID(), m.Name, m.Report.EndedAt.Format(time.RFC3339), m.Report.EndedFor)
	}
	return nil
}

// withRole says how many of the users without another passkey have a role.
func withRole(m compromised.Model) string {
	if m.Staff == nil {
		return ""
	}
	return fmt.Sprintf(", and %d of those have a role", *m.Staff)
}

// next says what happens to the passkeys of a model.
func next(m compromised.Model, action string) string {
	switch {
	case m.Exempt:
		return "exempt: nothing happens"
	case m.Report == nil:
		return "not reported yet; serve reports it within ten minutes, and its passkeys are then to be " + actions[action]
	case m.Report.ActedAt == nil:
		return fmt.Sprintf("reported %s; its passkeys are to be %s at %s (%d done)",
			m.Report.SeenAt.Format(time.RFC3339), actions[m.Report.Action], m.Report.DueAt.Format(time.RFC3339), m.Report.Acted)
	}
	return fmt.Sprintf("reported %s; %d passkeys were %s at %s",
		m.Report.SeenAt.Format(time.RFC3339), m.Report.Acted, actions[m.Report.Action], m.Report.ActedAt.Format(time.RFC3339))
}

package person

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"latchkey/people"
)

var effects = map[string]string{
	people.EffectNone: "go on", people.EffectAsked: "are asked to set something up", people.EffectStepUp: "need the second factor that they have",
	people.EffectRefused: "are refused until they set something up",
}

// WritePreview writes how many users a change affects as a table.
func WritePreview(out io.Writer, p *people.Preview) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%d users\tnow\tchanged\tlater: now\tlater: changed\n", p.Identities)
	for _, effect := range people.Effects {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\n", effects[effect], p.Now[effect], p.Changed[effect], p.Later.Now[effect], p.Later.Changed[effect])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Profiles)) {
		if name != "" {
			fmt.Fprintf(table, "must meet the profile %s with new passkeys\t%d\t%d\n", name, p.Profiles[name].Now, p.Profiles[name].Changed)
		}
	}
	if logins := p.PasskeyLogins; logins != nil {
		fmt.Fprintf(table, "%d can sign in with a passkey alone, %d of them with user verification\t\t\n", logins.Users, logins.UserVerified)
		fmt.Fprintf(table, "  reach aal2 by that\t%d\t%d\n", logins.Now.AAL2, logins.Changed.AAL2)
		fmt.Fprintf(table, "  need a step-up after that\t%d\t%d\n", logins.Now.StepUp, logins.Changed.StepUp)
	}
	for _, one := range p.Changes {
		fmt.Fprintf(table, "%d who now %s\t\t%s, such as\n", one.Count, effects[one.From], effects[one.To])
		for _, id := range one.Examples {
			fmt.Fprintf(table, "  %s\t\t\n", id)
		}
	}
	fmt.Fprintln(table, "Later: once all deadlines and grace periods have passed, if users set up nothing.")
	fmt.Fprintln(table, "Not counted: if Kratos' session.whoami.required_aal is highest_available, Kratos itself refuses users with a second factor there until they use it.")
	if p.Uncounted {
		fmt.Fprintln(table, "Kratos has not said how many users it has: those who have set up nothing here are not counted.")
	}
	if p.Gone > 0 {
		fmt.Fprintf(table, "Kratos has %d fewer users: they were deleted there, and are still counted here until `latchkey reconcile`, or serve, has compared.\n", p.Gone)
	}
	if n := len(p.Unread); n > 0 {
		fmt.Fprintf(table, "%d users are not counted, since their record at Kratos is too long to read, such as %s\n", n, p.Unread[0])
	}
	if len(p.NotCompared) > 0 {
		fmt.Fprintln(table, "These settings differ, too, and are not compared: "+strings.Join(p.NotCompared, ", "))
	}
	if len(p.Overridden) > 0 {
		fmt.Fprintln(table, "The environment sets these settings, so what the changed file says of them does not count: "+strings.Join(p.Overridden, ", "))
	}
	return table.Flush()
}

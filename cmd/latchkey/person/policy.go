package person

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"latchkey/assurance"
	"latchkey/people"
	"latchkey/policy"
)

// WritePolicy explains the settings of a user as a table.
func WritePolicy(out io.Writer, p *people.PolicyOf) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fact := func(name string, value any) { fmt.Fprintf(table, "%s\t%v\n", name, value) }
	fact("identity", p.IdentityID)
	if !p.Active {
		fact("", "deactivated at Kratos: it cannot sign in, and /v1/authz answers sessions that are left with 403 identity_inactive")
	}
	applies := "none: the plain settings apply"
	if p.Rule != nil {
		applies = *p.Rule
	}
	fact("rule", applies)
	for _, one := range p.Rules {
		fact("", one.Rule+": "+because(one))
	}
	r := p.Requires
	fact("requires", fmt.Sprintf("required: %s, second_factor: %s, grace: %s, freshness: %s, max_passkeys: %d",
		r.Level, r.SecondFactor, seconds(r.Grace), seconds(r.Freshness), r.MaxPasskeys))
	if r.Authenticators != nil {
		fact("authenticators", "new passkeys must meet the profile "+*r.Authenticators)
	}
	if p.Profile != nil {
		for _, line := range profile(p.Profile) {
			fact("", line)
		}
	}
	if r.Deadline != nil {
		fact("from the deadline", fmt.Sprintf("required: %s, second_factor: %s, grace: %s, from %s on", r.Later.Level, r.Later.SecondFactor, seconds(r.Later.Grace), r.Deadline.Format(time.RFC3339)))
	}
	fact("has", has(p.Has))
	if p.NextLogin.Gate {
		fact("next login", "the login gate lets the user in with the passkey only")
	}
	fact("after the first factor", outcome(p.NextLogin.FirstFactor))
	if p.NextLogin.Passkey != nil {
		fact("after the first factor and the passkey", outcome(*p.NextLogin.Passkey))
	}
	if p.NextLogin.PasskeyLogin != nil {
		fact("after a login by passkey", outcome(*p.NextLogin.PasskeyLogin))
	}
	if kinds := p.NextLogin.KratosMayDemand; p.Active && len(kinds) > 0 {
		fact("before all of these", "if Kratos' session.whoami.required_aal is highest_available, Kratos refuses the session until it was raised there by: "+strings.Join(kinds, ", "))
	}
	return table.Flush()
}

// profile describes what new passkeys must meet, and which of the user's would.
func profile(p *people.Profile) []string {
	lines := []string{fmt.Sprintf("attestation: %s, binding: %s, user_verification: %t", p.Attestation, p.Binding, p.UserVerification)}
	for name, models := range map[string][]string{"allow": p.Allow, "deny": p.Deny, "synced_from": p.SyncedFrom} {
		if len(models) > 0 {
			lines = append(lines, name+": "+strings.Join(models, ", "))
		}
	}
	if p.Certified != "" {
		lines = append(lines, "certified: "+p.Certified)
	}
	if p.MinRSABits+p.MinECBits > 0 || p.FIDO2Only {
		lines = append(lines, fmt.Sprintf("min_rsa_bits: %d, min_ec_bits: %d, fido2_only: %t", p.MinRSABits, p.MinECBits, p.FIDO2Only))
	}
	slices.Sort(lines[1:])
	for _, one := range p.Passkeys {
		met := "meets it"
		if len(one.Unmet) > 0 {
			met = fmt.Sprintf("does not: %v", one.Unmet)
		}
		lines = append(lines, fmt.Sprintf("the passkey %q %s", one.Name, met))
	}
	if len(p.Beside) > 0 {
		lines = append(lines, "reaches aal2 without such a passkey, with what Kratos holds: "+strings.Join(p.Beside, ", "))
	}
	return lines
}

func because(one people.Verdict) string {
	switch {
	case one.Applies:
		return "applies"
	case one.Because == policy.BecausePercent:
		return "the user is not among its percentage"
	case one.Because == policy.BecauseEarlier:
		return "an earlier rule applies"
	}
	return "its condition on " + one.Because + " does not hold"
}

func has(h people.Has) string {
	parts := []string{fmt.Sprintf("%d usable passkeys", h.Passkeys), fmt.Sprintf("%d recovery codes", h.RecoveryCodes)}
	if len(h.Factors) > 0 {
		parts = append(parts, "at Kratos "+strings.Join(h.Factors, ", "))
	}
	if len(h.Unclear) > 0 {
		parts = append(parts, "perhaps "+strings.Join(h.Unclear, ", ")+" at Kratos, which says so only to the user's session")
	}
	if h.LacksSecondWay {
		parts = append(parts, "no second way to sign in")
	}
	return strings.Join(parts, "; ")
}

// needs say what a registration needs first.
var needs = map[string]string{
	"": "a passkey can be added", string(assurance.NeedFresh): "a passkey can be added after a passkey, or another factor that counts, was used",
	string(assurance.NeedSignIn): "a passkey can be added after a new login", string(assurance.NeedVerifiedAddress): "a passkey can be added once an address is verified",
	string(assurance.NeedSupport): "support must help to add a passkey", string(assurance.NeedEnrolmentCode): "a passkey can be added with an enrolment code",
	people.NeedActivation: "no passkey can be added until then", people.NeedLimit: "no passkey can be added: there are as many as the rule allows",
}

func outcome(o people.Outcome) string {
	return whatNext(o) + "; the session is " + o.Level + "; " + needs[o.Registration]
}

func whatNext(o people.Outcome) string {
	what := map[string]string{
		"none": "goes on", "enrol": "set up a passkey", "step_up": "use the passkey", "aal2_at_kratos": "use the second factor at Kratos",
		"reauthenticate": "sign in again",
	}[o.Next]
	if o.NextReason != "" {
		what = "set up a second way to sign in"
	}
	switch {
	case o.Registration == people.NeedActivation:
		return "refused until: the identity is activated at Kratos"
	case o.Refused:
		return "refused until: " + what
	case o.GraceUntil != nil:
		return "goes on until " + o.GraceUntil.Format(time.RFC3339) + ", and is asked to: " + what
	case o.Asked:
		return "goes on, and is asked to set up what is missing"
	}
	return what
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

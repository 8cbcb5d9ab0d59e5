package config

import (
	"fmt"
	"regexp"
	"slices"

	"latchkey/authenticator"
	"latchkey/config/setting"
)

var profileName = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)

// checkProfiles refuses profiles that contradict themselves, and a policy that names none of them, or that an adoption would get around.
func checkProfiles(r *setting.Report, w WebAuthn, policy Policy, adopt bool) {
	sources := authenticator.Sources{Roots: len(w.AttestationRoots) > 0, Metadata: w.Metadata.isSet()}
	names := make(map[string]bool)
	for i, p := range w.Profiles {
		path := fmt.Sprintf("webauthn.profiles[%d]", i)
		switch {
		case p.Name == "": // already reported
		case !profileName.MatchString(p.Name):
			r.Fault(path+".name", "is not a short name.", "Write at most 40 lower-case letters, digits, - and _.")
		case names[p.Name]:
			r.Fault(path+".name", "occurs twice ("+p.Name+").", "Merge the two profiles, or rename one.")
		}
		names[p.Name] = true
		p.checkValues(r, path)
		for _, fault := range p.Requirements().Faults(sources) {
			r.Fault(path+"."+fault.Member, fault.Wrong, fault.Remedy)
		}
	}
	selected := func(path, name string) {
		if name != "" && !names[name] {
			r.Fault(path, "names no profile of webauthn.profiles: "+name+".", "Write the name of one of them, or remove the line.")
		}
		if name != "" && adopt {
			r.Fault("kratos.adopt", "is true, but "+path+" names a profile: a passkey that is set up at Kratos meets none, and would be adopted at its first use.",
				"Import the passkeys that Kratos has (latchkey import kratos), and remove the line.")
			adopt = false // once
		}
	}
	selected("policy.authenticators", policy.Authenticators)
	for i, rule := range policy.Rules {
		selected(fmt.Sprintf("policy.rules[%d].authenticators", i), rule.Authenticators)
	}
	w.Metadata.check(r)
}

func (p Profile) checkValues(r *setting.Report, path string) {
	for _, member := range []struct {
		name, value string
		allowed     []string
	}{
		{"attestation", p.Attestation, []string{authenticator.None, authenticator.Indirect, authenticator.Direct, authenticator.Enterprise}},
		{"binding", p.Binding, []string{authenticator.AnyBinding, authenticator.DeviceBound, authenticator.Synced}},
		{"user_verification", p.UserVerification, []string{"required"}},
		{"certified", p.Certified, authenticator.Levels},
	} {
		if member.value != "" && !slices.Contains(member.allowed, member.value) {
			r.Fault(path+"."+member.name, fmt.Sprintf("is %.40q, which is not allowed.", member.value), fmt.Sprintf("Choose one of %v, or remove the line.", member.allowed))
		}
	}
	if p.MinECBits != 0 && !slices.Contains([]int{256, 384, 521}, p.MinECBits) {
		r.Fault(path+".min_ec_bits", fmt.Sprintf("is %d, which is no curve's size.", p.MinECBits), "Choose 256, 384 or 521.")
	}
}

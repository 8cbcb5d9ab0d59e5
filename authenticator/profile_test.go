package authenticator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/authenticator"
)

var model = uuid.MustParse("ee882879-721c-4913-9775-3dfcce97072a")

// proven is a key that meets all profiles of the test below.
func proven() authenticator.Facts {
	return authenticator.Facts{Of: authenticator.Model{AAGUID: model}, Names: []string{"YubiKey 5 NFC"}, Attested: true, Model: true, Certified: "L2", UserVerified: true, ECBits: 256}
}

func TestUnmet(t *testing.T) {
	type profile = authenticator.Profile
	type facts = authenticator.Facts
	direct := func(edit func(*profile)) profile {
		p := profile{Attestation: authenticator.Direct}
		edit(&p)
		return p
	}
	none := func(*facts) {}
	const key = "923881fe2f214ee465484371aeb72e97f5a58e0a"
	u2f := func(f *facts) { f.Of, f.U2F = authenticator.Model{KeyIdentifier: key}, true }
	for name, c := range map[string]struct {
		profile profile
		edit    func(*facts)
		want    string
	}{
		"no requirement":               {profile{}, func(f *facts) { *f = facts{BackupEligible: true} }, "[]"},
		"suspended model":              {profile{Suspended: []authenticator.Model{{AAGUID: uuid.Max}, {AAGUID: model}}}, none, "[approved]"},
		"suspended U2F model":          {profile{Suspended: []authenticator.Model{{KeyIdentifier: key}}}, u2f, "[approved]"},
		"another model is suspended":   {profile{Suspended: []authenticator.Model{{AAGUID: uuid.Max}, {KeyIdentifier: key}}}, none, "[]"},
		"attested":                     {direct(func(*profile) {}), none, "[]"},
		"not attested":                 {direct(func(*profile) {}), func(f *facts) { f.Attested = false }, "[attested]"},
		"enterprise, not attested":     {profile{Attestation: authenticator.Enterprise}, func(f *facts) { f.Attested = false }, "[attested]"},
		"indirect, not attested":       {profile{Attestation: authenticator.Indirect}, func(f *facts) { f.Attested = false }, "[]"},
		"allowed by AAGUID":            {direct(func(p *profile) { p.Allow = []string{model.String()} }), none, "[]"},
		"allowed by make":              {direct(func(p *profile) { p.Allow = []string{"Nitrokey", "yubikey 5"} }), none, "[]"},
		"another of the make":          {direct(func(p *profile) { p.Allow = []string{"YubiKey 5 N"} }), none, "[approved]"},
		"another AAGUID":               {direct(func(p *profile) { p.Allow = []string{uuid.Max.String()} }), none, "[approved]"},
		"an AAGUID without hyphens":    {direct(func(p *profile) { p.Allow = []string{strings.ReplaceAll(model.String(), "-", "")} }), none, "[approved]"},
		"allowed by key":               {direct(func(p *profile) { p.Allow = []string{strings.ToUpper(key)} }), u2f, "[]"},
		"another key":                  {direct(func(p *profile) { p.Allow = []string{strings.Repeat("0", 40)} }), u2f, "[approved]"},
		"a key that nothing vouches":   {direct(func(p *profile) { p.Allow = []string{key} }), func(f *facts) { u2f(f); f.Model = false }, "[approved]"},
		"denied by key":                {direct(func(p *profile) { p.Deny = []string{key} }), u2f, "[approved]"},
		"another key denied":           {direct(func(p *profile) { p.Deny = []string{strings.Repeat("0", 40)} }), u2f, "[]"},
		"a key certified too low":      {direct(func(p *profile) { p.Certified = "L3" }), u2f, "[certified]"},
		"allowed by no words":          {direct(func(p *profile) { p.Allow = []string{" "} }), none, "[approved]"},
		"an unknown model":             {direct(func(p *profile) { p.Allow = []string{"YubiKey"} }), func(f *facts) { f.Names = nil }, "[approved]"},
		"an AAGUID that is claimed":    {direct(func(p *profile) { p.Allow = []string{model.String()} }), func(f *facts) { f.Model = false }, "[approved]"},
		"denied":                       {direct(func(p *profile) { p.Deny = []string{"YubiKey"} }), none, "[approved]"},
		"denied, and another":          {direct(func(p *profile) { p.Deny = []string{"Nitrokey"} }), none, "[]"},
		"denied, and it may be that":   {direct(func(p *profile) { p.Deny = []string{"YubiKey"} }), func(f *facts) { f.Names = nil }, "[approved]"},
		"denied, without its name":     {direct(func(p *profile) { p.Deny = []string{uuid.Max.String(), "YubiKey"} }), func(f *facts) { f.Names = []string{""} }, "[approved]"},
		"another AAGUID denied":        {direct(func(p *profile) { p.Deny = []string{uuid.Max.String()} }), func(f *facts) { f.Names = nil }, "[]"},
		"denied, and it may be":        {direct(func(p *profile) { p.Deny = []string{"Nitrokey"} }), func(f *facts) { f.Model = false }, "[approved]"},
		"certified":                    {direct(func(p *profile) { p.Certified = "L2" }), none, "[]"},
		"certified higher":             {direct(func(p *profile) { p.Certified = "L1plus" }), none, "[]"},
		"certified too low":            {direct(func(p *profile) { p.Certified = "L2plus" }), none, "[certified]"},
		"not certified":                {direct(func(p *profile) { p.Certified = "L1" }), func(f *facts) { f.Certified = "" }, "[certified]"},
		"certified by a claim":         {direct(func(p *profile) { p.Certified = "L1" }), func(f *facts) { f.Model = false }, "[certified]"},
		"device-bound":                 {direct(func(p *profile) { p.Binding = authenticator.DeviceBound }), none, "[]"},
		"can be synced":                {direct(func(p *profile) { p.Binding = authenticator.DeviceBound }), func(f *facts) { f.BackupEligible = true }, "[device_bound]"},
		"any binding":                  {profile{Binding: authenticator.AnyBinding}, none, "[]"},
		"not synced":                   {profile{Binding: authenticator.Synced}, none, "[synced]"},
		"synced":                       {profile{Binding: authenticator.Synced}, func(f *facts) { f.BackupEligible = true }, "[]"},
		"synced from another":          {profile{Binding: authenticator.Synced, SyncedFrom: []string{"iCloud"}}, func(f *facts) { f.BackupEligible = true }, "[synced_from]"},
		"synced from one of them":      {profile{Binding: authenticator.Synced, SyncedFrom: []string{"iCloud", "YubiKey"}}, func(f *facts) { *f = facts{BackupEligible: true, Names: f.Names} }, "[]"},
		"verified":                     {profile{UserVerification: true}, none, "[]"},
		"not verified":                 {profile{UserVerification: true}, func(f *facts) { f.UserVerified = false }, "[user_verification]"},
		"a small curve":                {profile{MinECBits: 384}, none, "[key_size]"},
		"a large curve":                {profile{MinECBits: 384, MinRSABits: 3072}, func(f *facts) { f.ECBits = 521 }, "[]"},
		"a small modulus":              {profile{MinECBits: 384, MinRSABits: 3072}, func(f *facts) { f.ECBits, f.RSABits = 0, 2048 }, "[key_size]"},
		"FIDO2":                        {direct(func(p *profile) { p.FIDO2Only = true }), none, "[]"},
		"U2F":                          {direct(func(p *profile) { p.FIDO2Only = true }), func(f *facts) { f.U2F = true }, "[fido2]"},
		"FIDO2, as far as it is known": {profile{FIDO2Only: true}, func(f *facts) { f.Attested = false }, "[fido2]"},
		"everything, in a fixed order": {direct(func(p *profile) {
			p.Allow, p.Deny, p.Certified, p.Binding, p.UserVerification, p.MinECBits, p.FIDO2Only = []string{"Nitrokey"}, []string{"YubiKey"}, "L3", authenticator.DeviceBound, true, 384, true
		}), func(f *facts) { f.BackupEligible, f.UserVerified, f.U2F = true, false, true },
			"[approved certified device_bound user_verification key_size fido2]"},
	} {
		t.Run(name, func(t *testing.T) {
			f := proven()
			c.edit(&f)
			if got := fmt.Sprint(c.profile.Unmet(f)); got != c.want {
				t.Errorf("%+v, %+v: %s, want %s", c.profile, f, got, c.want)
			}
		})
	}
}

// What an entry of a list names: an AAGUID as it is listed elsewhere, the key identifier of a certificate, or else a make.
func TestEntriesOfLists(t *testing.T) {
	for entry, want := range map[string]string{
		model.String(): "true false", strings.ToUpper(model.String()): "true false",
		strings.ReplaceAll(model.String(), "-", ""): "false false", "{" + model.String() + "}": "false false", "urn:uuid:" + model.String(): "false false",
		"923881fe2f214ee465484371aeb72e97f5a58e0a": "false true", "923881fe2f214ee465484371aeb72e97f5a58e": "false false", "YubiKey 5": "false false",
	} {
		named, ok := authenticator.ParseModel(entry)
		if got := fmt.Sprint(named.AAGUID != uuid.Nil, " ", named.KeyIdentifier != ""); got != want || ok != named.Known() || ok && named.ID() != strings.ToLower(entry) {
			t.Errorf("%s: %s, want %s; %+v", entry, got, want, named)
		}
	}
}

func TestFaults(t *testing.T) {
	all := authenticator.Sources{Roots: true, Metadata: true}
	for name, c := range map[string]struct {
		profile authenticator.Profile
		sources authenticator.Sources
		want    []string // members
	}{
		"nothing":             {profile: authenticator.Profile{}},
		"direct":              {authenticator.Profile{Attestation: authenticator.Direct, Allow: []string{"YubiKey"}, Certified: "L1", Binding: authenticator.DeviceBound, FIDO2Only: true}, all, nil},
		"no source":           {authenticator.Profile{Attestation: authenticator.Enterprise}, authenticator.Sources{}, []string{"attestation"}},
		"no metadata":         {authenticator.Profile{Attestation: authenticator.Direct, Certified: "L1"}, authenticator.Sources{Roots: true}, []string{"certified"}},
		"lists without proof": {authenticator.Profile{Attestation: authenticator.Indirect, Allow: []string{"a"}, Deny: []string{"b"}}, all, []string{"allow", "deny"}},
		"the rest":            {authenticator.Profile{Certified: "L1", Binding: authenticator.DeviceBound, FIDO2Only: true}, all, []string{"certified", "binding", "fido2_only"}},
		"synced from":         {authenticator.Profile{SyncedFrom: []string{"a"}}, all, []string{"synced_from"}},
		"synced and attested": {authenticator.Profile{Attestation: authenticator.Direct, Binding: authenticator.Synced, SyncedFrom: []string{"a"}}, all, []string{"synced_from"}},
		"on both lists":       {authenticator.Profile{Attestation: authenticator.Direct, Allow: []string{"a", "b"}, Deny: []string{"b"}}, all, []string{"deny"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range c.profile.Faults(c.sources) {
				got = append(got, f.Member)
				if f.Wrong == "" || f.Remedy == "" {
					t.Errorf("no text: %+v", f)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("faults of %v, want %v", got, c.want)
			}
		})
	}
}

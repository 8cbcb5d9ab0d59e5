package authenticator_test

import (
	"fmt"
	"testing"

	"latchkey/authenticator"
)

// What a page can say of a refusal. That a model is compromised comes first: meeting anything else would not help its user.
func TestReason(t *testing.T) {
	var phone, other authenticator.Model
	phone.AAGUID[0], other.AAGUID[0] = 1, 2
	type (
		profile = authenticator.Profile
		facts   = authenticator.Facts
		wants   = []authenticator.Want
	)
	suspended := profile{Suspended: []authenticator.Model{other, phone}}
	for name, c := range map[string]struct {
		profile  profile
		edit     func(*facts)
		wanted   wants
		declined bool
		want     string
	}{
		"suspended":                    {suspended, nil, wants{authenticator.WantApproved}, false, "model_compromised"},
		"suspended, and no statement":  {suspended, nil, wants{authenticator.WantAttested, authenticator.WantApproved}, true, "model_compromised"},
		"suspended, and more":          {suspended, nil, wants{authenticator.WantApproved, authenticator.WantDeviceBound}, false, "model_compromised"},
		"another model is suspended":   {profile{Suspended: []authenticator.Model{other}}, nil, wants{authenticator.WantApproved}, false, ""},
		"reported, by its attestation": {profile{}, func(f *facts) { f.Compromised = true }, wants{authenticator.WantAttested}, false, "model_compromised"},
		"not verified":                 {profile{}, nil, wants{authenticator.WantAttested}, false, ""},
		"declined":                     {profile{}, nil, wants{authenticator.WantAttested, authenticator.WantApproved}, true, "attestation_missing"},
		"nothing to decline":           {profile{}, nil, wants{authenticator.WantApproved}, true, ""},
		"device-bound":                 {profile{}, nil, wants{authenticator.WantAttested, authenticator.WantDeviceBound}, true, "device_bound"},
		"user verification":            {profile{}, nil, wants{authenticator.WantVerification}, false, "user_verification_missing"},
		"that and more":                {profile{}, nil, wants{authenticator.WantVerification, authenticator.WantKeySize}, false, ""},
		"from another provider":        {profile{}, nil, wants{authenticator.WantSynced, authenticator.WantProvider}, false, "synced"},
		"old":                          {profile{}, nil, wants{authenticator.WantFIDO2}, false, "fido2"},
		"small":                        {profile{}, nil, wants{authenticator.WantKeySize}, false, "key_size"},
	} {
		f := facts{Of: phone}
		if c.edit != nil {
			c.edit(&f)
		}
		if got := f.Reason(c.profile, c.wanted, c.declined); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := fmt.Sprint(suspended.Unmet(facts{Of: phone})); got != "[approved]" {
		t.Errorf("wanted %s", got)
	}
}

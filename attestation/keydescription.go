package attestation

import (
	"encoding/asn1"
	"errors"
	"slices"
)

// keyDescription is what Android's keystore says about a key, as far as WebAuthn reads it.
type keyDescription struct {
	challenge          []byte
	software, hardware authorizations
}

// authorizations are what the software or the hardware enforces.
type authorizations struct {
	signs           bool // its purposes include signing
	generated       bool // it was made there, not imported
	allApplications bool
}

// The tags of an AuthorizationList, and the values that WebAuthn wants (L3 §8.4.1).
const (
	tagPurpose         = 1
	tagAllApplications = 600
	tagOrigin          = 702

	purposeSign     = 2
	originGenerated = 0
)

// readKeyDescription reads the extension of the certificate. The lists are read element by element: newer versions of Android add
// tags, at which a decoder of structures would silently stop.
func readKeyDescription(der []byte) (*keyDescription, error) {
	var raw struct {
		AttestationVersion       int
		AttestationSecurityLevel asn1.Enumerated
		KeymasterVersion         int
		KeymasterSecurityLevel   asn1.Enumerated
		Challenge, UniqueID      []byte
		Software, Hardware       asn1.RawValue
	}
	if rest, err := asn1.Unmarshal(der, &raw); err != nil || len(rest) > 0 {
		return nil, errors.Join(errors.New("it is missing or malformed"), err)
	}
	software, err := readAuthorizations(raw.Software)
	if err != nil {
		return nil, err
	}
	hardware, err := readAuthorizations(raw.Hardware)
	return &keyDescription{raw.Challenge, software, hardware}, err
}

func readAuthorizations(list asn1.RawValue) (a authorizations, err error) {
	if list.Class != asn1.ClassUniversal || list.Tag != asn1.TagSequence || !list.IsCompound {
		return a, errors.New("an authorization list is not a sequence")
	}
	for rest := list.Bytes; len(rest) > 0; {
		var element asn1.RawValue
		if rest, err = asn1.Unmarshal(rest, &element); err != nil {
			return a, err
		}
		if element.Class != asn1.ClassContextSpecific {
			return a, errors.New("an authorization without a tag of its own")
		}
		switch element.Tag {
		case tagPurpose:
			var purposes []int
			_, err = asn1.UnmarshalWithParams(element.Bytes, &purposes, "set")
			a.signs = slices.Contains(purposes, purposeSign)
		case tagAllApplications:
			a.allApplications = true
		case tagOrigin:
			origin := -1
			_, err = asn1.Unmarshal(element.Bytes, &origin)
			a.generated = origin == originGenerated
		}
		if err != nil {
			return a, err
		}
	}
	return a, nil
}

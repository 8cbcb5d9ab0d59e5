package record

import (
	"encoding/json"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/store"
	"latchkey/webauthnsvc/publickey"
)

// Facts returns what a passkey would show a profile, as it was registered, and what verified its attestation, or nil. Names are those in
// the record, and Certified is left out.
func Facts(row store.Passkey) (facts authenticator.Facts, attested *attestation.Attested, err error) {
	var known credential
	if err := json.Unmarshal(row.Record, &known); err != nil {
		return facts, nil, err
	}
	facts = authenticator.Facts{
		Of: row.Model(), BackupEligible: row.BackupEligible != nil && *row.BackupEligible, UserVerified: known.Flags.UserVerified,
	}
	if facts.RSABits, facts.ECBits, err = publickey.Bits(known.PublicKey); err != nil {
		return facts, nil, err
	}
	if attested = known.Attested; attested != nil {
		facts.Attested, facts.Model, facts.U2F = true, attested.Model, attested.U2F()
		facts.UserVerified = facts.UserVerified && !facts.U2F
		if attested.Name != "" {
			facts.Names = append(facts.Names, attested.Name)
		}
	}
	return facts, attested, nil
}

package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// finishesAlike: whatever is wrong, and right but for the account, gets the answer of a wrong signature.
func (p *pair) finishesAlike(t *testing.T, people crowd) {
	anyone := p.replicas[0].anyone()
	known := people.known[0]
	bad := people.devices[known].Copy()
	bad.Tamper.Signature = func(signature []byte) []byte {
		signature[len(signature)-1] ^= 1
		return signature
	}
	// finishBy signs a ceremony begun by that identifier ("": by none) with the device's passkey, under another ID if
	// there is one.
	finishBy := func(identifier string, device *webauthntest.Authenticator, id func([]allowed) []byte) answer {
		t.Helper()
		var b begun
		var list []allowed
		if identifier == "" {
			b = anyone.begin(t, "login")
		} else {
			_, b, list = anyone.listing(t, identifier)
		}
		device = device.Copy()
		if id != nil {
			device.Tamper.CredentialID = id(list)
		}
		credential, err := device.Answer(device.Passkeys()[0], b.PublicKey)
		must(t, err)
		return anyone.finish(t, "login", finish{b.Ceremony, credential})
	}
	listed := func(list []allowed) []byte { return list[0].bytes(t) }
	stranger := people.unknown[0]
	_, _, decoys := anyone.listing(t, stranger)
	_, _, reals := anyone.listing(t, known)

	wrong := finishBy(known, bad, nil)
	wrong.rejected(t, "not_accepted")
	t.Log(wrong.form())
	alike := map[string]answer{
		"a wrong signature without identifier":          finishBy("", bad, nil),
		"a decoy, in its own ceremony":                  finishBy(stranger, bad, listed),
		"a decoy, well signed by another passkey":       finishBy(stranger, people.devices[known], listed),
		"a decoy, where none was listed":                finishBy("", bad, func([]allowed) []byte { return decoys[0].bytes(t) }),
		"a decoy, in the ceremony of a known person":    finishBy(known, bad, func([]allowed) []byte { return decoys[0].bytes(t) }),
		"a real passkey, in the ceremony of a stranger": finishBy(stranger, people.devices[known], func([]allowed) []byte { return reals[0].bytes(t) }),
		"an unknown ID":                                      finishBy("", bad, func([]allowed) []byte { return make([]byte, 20) }),
		"an unknown ID, in a known ceremony":                 finishBy(known, bad, func([]allowed) []byte { return make([]byte, 20) }),
		"another person's passkey":                           finishBy(known, people.devices[people.known[1]], nil),
		"a bad signature, identity without passkeys":         finishBy(people.unknown[1], bad, listed),
		"a bad signature, inactive identity":                 finishBy(people.unknown[2], bad, listed),
		"a bad signature, deleted identity":                  finishBy(people.unknown[3], bad, listed),
		"a bad signature, suspended passkey":                 finishBy(people.unknown[4], bad, listed),
		"the passkey of an inactive identity":                finishBy("", people.devices[people.unknown[2]], nil),
		"a suspended passkey":                                finishBy("", people.devices[people.unknown[4]], nil),
		"the passkey of an inactive identity, by identifier": finishBy(people.unknown[2], people.devices[people.unknown[2]], nil),
	}
	for what, got := range alike {
		if got.form() != wrong.form() {
			t.Errorf("%s is answered\n%s\nbut a wrong signature\n%s", what, got.form(), wrong.form())
		}
	}
	// Who signs with the passkey of a deleted identity has shown that it is theirs, and learns what to do.
	finishBy("", people.devices[people.unknown[3]], nil).refused(t, http.StatusGone, "identity_deleted")
	// The ceremonies themselves are valid.
	if got := finishBy(known, people.devices[known], nil); got.status != http.StatusOK {
		t.Errorf("the real passkey: %d %s", got.status, got.body)
	}
}

package e2e_test

import (
	"testing"

	"latchkey/demo"
)

// TestModelsOfSecurityKeys: Chromium says which model a security key is only where attestation is asked for, and which provider keeps a
// passkey in any case. docs/compromised-models.md says so.
func TestModelsOfSecurityKeys(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	tb := newTab(t)
	tb.open(s.latchkey.PublicURL + "/login")
	model := func(attestation string) string {
		return evaluate[string](tb, `navigator.credentials.create({ publicKey: {
			rp: { id: 'localhost', name: 'L' }, user: { id: new Uint8Array(16), name: 'ada', displayName: 'Ada' }, challenge: new Uint8Array(32),
			pubKeyCredParams: [{ type: 'public-key', alg: -7 }], attestation: '`+attestation+`',
		} }).then(({ response }) => [...new Uint8Array(response.getAuthenticatorData()).slice(37, 53)].join(''))`)
	}
	const named, zero = "1234567812345678", "0000000000000000"
	tb.newKey()
	if without, with := model("none"), model("indirect"); without != zero || with != named {
		t.Errorf("a security key is of the model %s, with attestation %s", without, with)
	}
	tb.newDevice()
	if got := model("none"); got != named {
		t.Errorf("a phone or laptop is of the model %s", got)
	}
}

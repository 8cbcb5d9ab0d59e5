package api_test

import (
	"bytes"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// The most passkeys that can be configured, with the longest IDs, in every ceremony that lists them.
func TestManyPasskeysWithLongIDs(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.MaxPasskeys = 50 })
	ada := h.person("ada@example.com")
	var last *webauthntest.Authenticator
	for i := range 50 {
		last = device(func(a *webauthntest.Authenticator) {
			a.Tamper.CredentialID = append(bytes.Repeat([]byte{7}, 1022), byte(i))
		})
		ada.register(last).want(201)
		if i == 0 {
			ada.stepUp(last).want(200)
		}
	}
	named := func(a *webauthntest.Authenticator) *answer {
		b := ada.begin("login", object{"identifier": ada.email})
		if len(b.Ceremony) > 16<<10 {
			t.Errorf("a ceremony of %d bytes", len(b.Ceremony))
		}
		return ada.finish("login", b, ada.getWith(a, b))
	}
	ada.stepUp(last).want(200)
	named(last).want(200)
	ada.confirm(last, strings.Repeat("x", 4096)).want(200)
	// Only a listed passkey is accepted, as with a short list.
	grace := h.person("grace@example.com")
	hers := device()
	grace.register(hers).want(201)
	last.Tamper.CredentialID = append(bytes.Repeat([]byte{7}, 1022), 50)
	named(last).wantReason("not_accepted")
	b := ada.begin("login", object{"identifier": ada.email})
	ada.finish("login", b, ada.getWith(hers, begun{Ceremony: b.Ceremony, PublicKey: withoutList(t, b)})).wantReason("not_accepted")
}

// withoutList returns the options of a login without the list of passkeys, for a client that ignores it.
func withoutList(t *testing.T, b begun) []byte {
	t.Helper()
	options := decode[object](t, b.PublicKey)
	delete(options, "allowCredentials")
	return encode(t, options)
}

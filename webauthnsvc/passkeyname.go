package webauthnsvc

import (
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/audit"
	"latchkey/device"
	"latchkey/store"
)

// suggestName names a passkey as its user would: after its provider, or else after what holds it, in the words of the
// request's language. With another passkey of that name it gets a number.
func suggestName(created *webauthn.Credential, provider *Provider, req audit.Request, rows []store.Passkey) string {
	base := holderName(created, device.In(req.Language), req.UserAgent)
	if provider != nil {
		base = provider.Name
	}
	name := base
	for n := 2; slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.Name == name }); n++ {
		name = fmt.Sprintf("%s (%d)", base, n)
	}
	return name
}

// holderName names an authenticator without a known provider. What the browser reached over a cable or by radio is not the
// device that the browser runs on.
func holderName(created *webauthn.Credential, words device.Words, userAgent string) string {
	has := func(t protocol.AuthenticatorTransport) bool { return slices.Contains(created.Transport, t) }
	switch {
	case has(protocol.Hybrid) && created.Authenticator.Attachment == protocol.CrossPlatform:
		return words.Phone
	case !has(protocol.Internal) && !has(protocol.Hybrid) && len(created.Transport) > 0:
		return words.SecurityKey
	}
	if name := words.Name(device.Of(userAgent)); name != "" {
		return name
	}
	return "Passkey"
}

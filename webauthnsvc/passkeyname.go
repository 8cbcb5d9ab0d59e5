package webauthnsvc

import (
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/audit"
	"latchkey/device"
	"latchkey/store"
)

// suggestName names a new passkey in the language of the request.
func suggestName(created *webauthn.Credential, provider *Provider, others []store.Passkey, req audit.Request) string {
	holder := device.Authenticator{
		CrossPlatform:  created.Authenticator.Attachment == protocol.CrossPlatform,
		BackupEligible: created.Flags.BackupEligible,
		UserAgent:      req.UserAgent,
	}
	if provider != nil {
		holder.Provider = provider.Name
	}
	for _, t := range created.Transport {
		holder.Transports = append(holder.Transports, string(t))
	}
	var taken []string
	for _, other := range others {
		taken = append(taken, other.Name)
	}
	return device.In(req.Language).PasskeyName(holder, taken)
}

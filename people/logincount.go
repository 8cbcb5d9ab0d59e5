package people

import (
	"latchkey/audit"
	"latchkey/device"
	"latchkey/webauthnsvc"
)

// CountLogin counts a login with a passkey by operating system, as the User-Agent names it, and by authenticator. What is not
// known counts as "", so that a client cannot add rows to the counts.
func (s *Service) CountLogin(userAgent string, passkey webauthnsvc.Passkey) {
	s.audit.CountReason(audit.CounterLoginPlatform, device.Of(userAgent).System)
	provider := ""
	if passkey.Provider != nil {
		provider = passkey.AAGUID.String()
	}
	s.audit.CountReason(audit.CounterLoginProvider, provider)
}

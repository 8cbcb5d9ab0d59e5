package webauthnsvc

import (
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
)

// cleanTransports keeps well-formed transports, also unknown ones (L3 §5.8.4), and limits their number.
func cleanTransports(transports []protocol.AuthenticatorTransport) []protocol.AuthenticatorTransport {
	transports = slices.DeleteFunc(transports, func(t protocol.AuthenticatorTransport) bool {
		return len(t) == 0 || len(t) > 32 || strings.Trim(string(t), "abcdefghijklmnopqrstuvwxyz-") != ""
	})
	slices.Sort(transports)
	transports = slices.Compact(transports)
	return transports[:min(len(transports), 8)]
}

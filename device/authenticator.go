package device

import (
	"fmt"
	"slices"
)

// Authenticator is what a registration says about the authenticator that holds its passkey.
type Authenticator struct {
	Provider       string // its name, "" if unknown
	Transports     []string
	CrossPlatform  bool // the browser reached it over a cable or by radio
	BackupEligible bool
	UserAgent      string // of the browser
}

// PasskeyName names a passkey as its user would: after its provider, or else after what holds it. With another passkey of that
// name, as the list taken says, it gets a number.
func (w Words) PasskeyName(a Authenticator, taken []string) string {
	base := a.Provider
	if base == "" {
		base = w.holder(a)
	}
	name := base
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprintf("%s (%d)", base, n)
	}
	return name
}

// holder names an authenticator without a known provider. One that the browser reached over a cable or by radio is not the device
// that the browser runs on. Not every browser says how: without transports it is a security key, unless its passkeys can be
// synced, as password managers of odd make claim, too. An unknown browser may be an app of a known system.
func (w Words) holder(a Authenticator) string {
	hybrid := slices.Contains(a.Transports, "hybrid")
	own := hybrid || slices.Contains(a.Transports, "internal")
	d := Of(a.UserAgent)
	switch {
	case hybrid && a.CrossPlatform:
		return w.Phone
	case !own && (len(a.Transports) > 0 || a.CrossPlatform && !a.BackupEligible):
		return w.SecurityKey
	case d != Device{}:
		return w.Name(d)
	case a.BackupEligible:
		return w.PasswordManager
	}
	return w.Device
}

package webauthnsvc

import (
	"slices"
	"strings"
	"time"

	"latchkey/account"
	"latchkey/store"
)

// recoveredAt is when the session was begun by a recovery; zero: it was not.
func recoveredAt(session account.Session) time.Time {
	for _, m := range session.Methods {
		if strings.HasSuffix(m.Name, "_recovery") {
			return m.CompletedAt
		}
	}
	return time.Time{}
}

// recoveredAddress is the address at which a recovery was made, where it can be told. Kratos does not say, but a recovery
// verifies its address: so the identity may only have one that was verified by then. A thief of the password can add an
// address of their own and recover the account there; then it has two.
func recoveredAddress(identity account.Identity, recovery time.Time) (only account.Address, ok bool) {
	verified := 0
	for _, address := range identity.Addresses {
		switch {
		case address.Unverifiable:
			return account.Address{}, false
		case address.Verified && !address.VerifiedAt.After(recovery.Add(verificationWindow)):
			only, verified = address, verified+1
		}
	}
	return only, verified == 1
}

// ownersRecovery tells whether the session was begun by a recovery at the address that belongs to the owner: passkeys that
// were set up beside it, before it was verified, are disregarded.
func ownersRecovery(session account.Session, identity account.Identity, rows []store.Passkey) bool {
	at := recoveredAt(session)
	if at.IsZero() {
		return false
	}
	address, ok := recoveredAddress(identity, at)
	return ok && slices.ContainsFunc(rows, func(row store.Passkey) bool {
		return row.Disregarded() && besideUnverified(address, row)
	})
}

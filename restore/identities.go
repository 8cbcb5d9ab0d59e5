package restore

import (
	"context"
	"errors"

	"latchkey/doctor"
	"latchkey/lifecycle"
)

// identities compares with Kratos whose passkeys are stored.
func (c *checks) identities(ctx context.Context) (found []doctor.Finding, err error) {
	err = c.Compare(ctx, func(change lifecycle.Change) error {
		if c.erased[change.IdentityID] || change.Change != lifecycle.Missing && change.Change != lifecycle.Removed {
			return nil
		}
		found = append(found, doctor.Warnf("user %s does not exist at Kratos", change.IdentityID).As("identities.missing").
			Because("Kratos has no such identity; %d passkeys of it are stored", change.Passkeys).
			Do("Nothing if the user was deleted: `latchkey serve` removes what is stored after lifecycle.grace. If the user was erased: latchkey identities erase %s --yes --reason \"erased before the restore\"", change.IdentityID))
		return nil
	})
	if many, ok := errors.AsType[*lifecycle.TooManyMissing](err); ok {
		return []doctor.Finding{doctor.Faultf("%d of %d users do not exist at Kratos", many.Missing, many.Held).As("identities.other_kratos").
			Because("%v", many).
			Do("Kratos was restored from another backup, or kratos.admin_url is another Kratos. Restore both databases from the same time, Kratos' not before Latchkey's.")}, nil
	}
	return found, err
}

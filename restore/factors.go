package restore

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/store"
)

// factors finds factors at Kratos that count, or may count, although the user has disowned them.
func (c *checks) factors(ctx context.Context) (found []doctor.Finding, err error) {
	for _, id := range sorted(c.Events.factor) {
		last := c.Events.factor[id]
		identity := last.identity()
		if last.Type != audit.FactorDisowned || identity == uuid.Nil || c.erased[identity] {
			continue
		}
		holds, err := c.Store.Holdings(ctx, identity)
		if err != nil {
			return found, err
		}
		i := slices.IndexFunc(holds.Factors, func(f store.Factor) bool { return f.ID == id })
		if i < 0 || holds.Factors[i].DisownedAt != nil {
			continue
		}
		state := "may count again once the user confirms it"
		if holds.Factors[i].VouchedAt != nil {
			state = "counts again"
		}
		found = append(found, doctor.Faultf("a factor of %s at Kratos (%s) %s: the user has disowned it", identity, holds.Factors[i].Kind, state).As("factors.back").
			Because("%s of factor %s at %s in %s", last.Type, id, when(last.At), c.Events.name).
			Do("If Kratos still has it, remove it there. Ask the user to answer at /passkeys again that it is not theirs."))
	}
	return found, nil
}

// adminKeys finds keys that were revoked, and keys that are gone.
func (c *checks) adminKeys(ctx context.Context) (found []doctor.Finding, err error) {
	rows, err := c.Store.AdminKeys(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range sorted(c.Events.keys) {
		last := c.Events.keys[id]
		i := slices.IndexFunc(rows, func(k store.AdminKey) bool { return k.ID == id })
		seen := fmt.Sprintf("%s at %s in %s", last.Type, when(last.At), c.Events.name)
		switch {
		case id == uuid.Nil: // blanked
		case last.Type == audit.AdminKeyRevoked && i >= 0 && rows[i].RevokedAt == nil:
			found = append(found, doctor.Faultf("admin key %s (%s) works again: it was revoked after the backup", rows[i].Name, id).As("admin_keys.back").
				Because("%s", seen).Do("latchkey keys revoke %s", id))
		case last.Type == audit.AdminKeyCreated && i < 0:
			found = append(found, doctor.Warnf("admin key %s (%s) is lost: it was created after the backup", last.Name, id).As("admin_keys.lost").
				Because("%s", seen).Do("Create another one with `latchkey keys create`, and give it to those who use it."))
		}
	}
	return found, nil
}

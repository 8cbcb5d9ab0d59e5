package restore

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/store"
)

// codes compares each user's codes with the latest events about them.
func (c *checks) codes(ctx context.Context) (found []doctor.Finding, err error) {
	users := make(map[uuid.UUID]bool)
	for identity := range c.Events.codes {
		users[identity] = true
	}
	for of := range c.Events.issued {
		users[of.identity] = true
	}
	for _, identity := range sorted(users) {
		if c.erased[identity] {
			continue
		}
		codes, err := c.Store.RecoveryCodesOf(ctx, identity)
		if err != nil {
			return found, err
		}
		found = append(found, c.own(identity, codes)...)
		found = append(found, c.fromSupport(identity, codes)...)
	}
	return found, nil
}

// own returns the finding about a user's own codes.
func (c *checks) own(identity uuid.UUID, codes []store.RecoveryCode) []doctor.Finding {
	last, set := c.Events.codes[identity], c.Events.sets[identity]
	var createdAt time.Time // of the set in the database
	unused := 0
	for _, code := range codes {
		if code.Kind != store.CodeOwn {
			continue
		}
		createdAt = code.CreatedAt
		if code.UsedAt == nil {
			unused++
		}
	}
	wrong, seen := "", last
	switch {
	case last.Type == audit.CodesEnded || last.Type == audit.AdminReset:
		if unused > 0 && createdAt.Before(last.At) {
			wrong = "recovery codes of %s that had ended work again"
		}
	case createdAt.Before(set.At) && unused > 0:
		wrong, seen = "the recovery codes of %s are an earlier set, and the user's own do not work", set
	case createdAt.Before(set.At):
		if last.Left != nil && *last.Left == 0 {
			return nil
		}
		return []doctor.Finding{doctor.Warnf("the recovery codes of %s are lost: they were created after the backup", identity).As("recovery_codes.lost").
			Because("%s at %s in %s", set.Type, when(set.At), c.Events.name).Do("Ask the user to create new ones at /passkeys.")}
	case last.Left != nil && *last.Left < unused:
		wrong = "used recovery codes of %s work again"
	}
	if wrong == "" {
		return nil
	}
	return []doctor.Finding{doctor.Faultf(wrong, identity).As("recovery_codes.back").
		Because("%s at %s in %s; the database has %d that work", seen.Type, when(seen.At), c.Events.name, unused).
		Do("DELETE FROM recovery_codes WHERE identity_id = '%s'; then ask the user to create new ones at /passkeys.", identity)}
}

// fromSupport returns the findings about codes from support that were used, replaced or ended, and have not expired yet.
func (c *checks) fromSupport(identity uuid.UUID, codes []store.RecoveryCode) (found []doctor.Finding) {
	for _, code := range codes {
		last := c.Events.issued[issued{identity, code.Kind}]
		if code.UsedAt != nil || code.ExpiresAt == nil || !c.Now().Before(*code.ExpiresAt) || !code.CreatedAt.Before(last.At) {
			continue
		}
		what := map[string]string{store.CodeSupport: "a recovery code from support", store.CodeEnrolment: "an enrolment code"}[code.Kind]
		found = append(found, doctor.Faultf("%s works again for %s: it was used or replaced after the backup", what, identity).As("recovery_codes.issued").
			Because("%s at %s in %s", last.Type, when(last.At), c.Events.name).
			Do("Do not start `latchkey serve` before %s, when it expires; or DELETE FROM recovery_codes WHERE identity_id = '%s' AND expires_at IS NOT NULL;",
				when(code.ExpiresAt.Add(time.Second)), identity))
	}
	return found
}

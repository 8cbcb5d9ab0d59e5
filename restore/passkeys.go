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

// passkeys compares each passkey of the events with its row.
func (c *checks) passkeys(ctx context.Context) (found []doctor.Finding, err error) {
	var used, compromised []string
	for _, id := range sorted(c.Events.states) {
		s := c.Events.states[id]
		row, err := c.Store.Passkey(ctx, id)
		missing, err := isMissing(err)
		if err != nil {
			return found, err
		}
		if missing {
			lost, err := c.lost(ctx, id, s)
			found = append(found, lost...)
			if err != nil {
				return found, err
			}
			continue
		}
		if c.erased[row.IdentityID] {
			continue
		}
		back := c.back(row, s)
		if back == nil && s.wasOfModel() && row.SuspendedAt == nil {
			compromised = append(compromised, fmt.Sprintf("%s of %s", id, row.IdentityID))
		}
		if back != nil {
			found = append(found, *back)
		} else if s.used.happened() && (row.LastUsedAt == nil || s.used.At.After(*row.LastUsedAt)) {
			used = append(used, fmt.Sprintf("%s of %s, %s", id, row.IdentityID, when(s.used.At)))
		}
	}
	reset, err := c.resetPasskeys(ctx)
	if found = append(found, reset...); err != nil {
		return found, err
	}
	found = append(found, ofModels(compromised)...)
	if len(used) > 0 {
		found = append(found, doctor.Warnf("passkeys were used after the backup: %d", len(used)).As("passkeys.used").Because("%s", list(used)).
			Do("Nothing: they work. Their sign counters are those of the backup, so that a copy of one is noticed at its second use after the restore, not at the first."))
	}
	return found, nil
}

// ofModels returns the finding about passkeys that were suspended because their model is compromised.
func ofModels(passkeys []string) []doctor.Finding {
	if len(passkeys) == 0 {
		return nil
	}
	return []doctor.Finding{doctor.Warnf("passkeys of compromised models work again: %d were suspended after the backup", len(passkeys)).As("passkeys.compromised").
		Because("%s", list(passkeys)).
		Do("Start latchkey serve: it reports the models anew, and suspends the passkeys after webauthn.metadata.compromised_after (0s: at once). Do not suspend them yourself: that would not end with the report.")}
}

// back returns the finding about a row that the events have removed or suspended.
func (c *checks) back(row store.Passkey, s *state) *doctor.Finding {
	which := fmt.Sprintf("passkey %s of %s", row.ID, row.IdentityID)
	reset := c.Events.resets[row.IdentityID]
	switch {
	case s.gone.happened():
		finding := doctor.Faultf("%s is back: it was removed after the backup", which).As("passkeys.back").
			Because("%s at %s in %s", s.gone.Type, when(s.gone.At), c.Events.name).
			Do("latchkey passkeys revoke %s --reason \"removed before the restore\"", row.ID)
		return &finding
	case reset.happened() && row.HeldSince().Before(reset.At):
		finding := doctor.Faultf("%s is back: a reset removed it after the backup", which).As("passkeys.back").
			Because("%s at %s in %s", reset.Type, when(reset.At), c.Events.name).
			Do("latchkey passkeys revoke %s --reason \"reset before the restore\"", row.ID)
		return &finding
	case s.suspension.Type == audit.PasskeySuspended && row.SuspendedAt == nil:
		finding := doctor.Faultf("%s works again: it was suspended after the backup", which).As("passkeys.resumed").
			Because("%s at %s in %s", s.suspension.Type, when(s.suspension.At), c.Events.name).
			Do("latchkey passkeys suspend %s --reason \"suspended before the restore\"", row.ID)
		return &finding
	case s.suspension.Type == audit.PasskeyResumed && row.SuspendedAt != nil && row.SuspendedAt.Before(s.suspension.At):
		finding := doctor.Faultf("%s is suspended: it was resumed after the backup", which).As("passkeys.suspended").
			Because("%s at %s in %s", s.suspension.Type, when(s.suspension.At), c.Events.name).
			Do("latchkey passkeys resume %s --reason \"resumed before the restore\"", row.ID)
		return &finding
	case s.clone.happened() && row.CloneWarningAt == nil && s.suspension.At.Before(s.clone.At):
		finding := doctor.Faultf("%s has lost the mark that it may have been copied", which).As("passkeys.clone").
			Because("%s at %s in %s", s.clone.Type, when(s.clone.At), c.Events.name).
			Do("latchkey passkeys suspend %s --reason \"its counter decreased before the restore\"", row.ID)
		return &finding
	}
	return nil
}

// resetPasskeys finds those that a reset removed and of which there is no event of their own: the reset is one event.
func (c *checks) resetPasskeys(ctx context.Context) (found []doctor.Finding, err error) {
	for _, identity := range sorted(c.Events.resets) {
		if c.erased[identity] {
			continue
		}
		rows, err := c.Store.PasskeysOf(ctx, identity)
		if err != nil {
			return found, err
		}
		for _, row := range rows {
			if c.Events.states[row.ID] != nil {
				continue
			}
			if back := c.back(row, &state{}); back != nil {
				found = append(found, *back)
			}
		}
	}
	return found, nil
}

// lost returns the finding about a passkey that the backup does not have yet.
func (c *checks) lost(ctx context.Context, id uuid.UUID, s *state) ([]doctor.Finding, error) {
	identity := s.came.identity()
	reset := c.Events.resets[identity]
	if identity == uuid.Nil || s.gone.happened() || reset.happened() && s.came.At.Before(reset.At) {
		return nil, nil
	}
	rows, err := c.Store.PasskeysOf(ctx, identity)
	if err != nil {
		return nil, err
	}
	seen := fmt.Sprintf("%s at %s in %s", s.came.Type, when(s.came.At), c.Events.name)
	if slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.SuspendedAt == nil }) {
		return []doctor.Finding{doctor.Warnf("passkey %s of %s is lost: it was set up after the backup", id, identity).As("passkeys.lost").Because("%s", seen).
			Do("Ask the user to set it up again. They have another one.")}, nil
	}
	return []doctor.Finding{doctor.Faultf("passkey %s of %s is lost, and the user has no other one", id, identity).As("passkeys.first_lost").Because("%s", seen).
		Do("Until the user has set up another one, their password is enough to set up a first one. Deactivate the identity at Kratos until you have reached the user.")}, nil
}

// erasures finds users whose events were blanked after the backup.
func (c *checks) erasures(ctx context.Context) (found []doctor.Finding, err error) {
	unknown := 0
	for _, one := range c.Events.all {
		if !one.nameless {
			continue
		}
		row, err := c.event(ctx, one.id)
		switch {
		case err != nil:
			return found, err
		case row == nil && one.erasure:
			unknown++
		case row == nil || row.IdentityID == uuid.Nil || c.erased[row.IdentityID]:
		default:
			c.erased[row.IdentityID] = true
			found = append(found, doctor.Faultf("user %s is back: they were erased after the backup", row.IdentityID).As("erasures.back").
				Because("event %s is blanked in %s, and not in the database", one.id, c.Events.name).
				Do("latchkey identities erase %s --yes --reason \"erased before the restore\"", row.IdentityID))
		}
	}
	again, err := c.erasedAgain(ctx, unknown)
	if err != nil {
		return found, err
	}
	if unknown > len(found)+again {
		found = append(found, doctor.Warnf("erased users may be back: %d were erased after the backup, and the events tell of %d who", unknown, len(found)).As("erasures.unknown").
			Do("Erase those again whom your own record of requests names. An export of the old database would tell: it has their earlier events blanked."))
	}
	return found, nil
}

// erasedAgain counts the erasures that were carried out at the restored database, up to as many as are asked for.
func (c *checks) erasedAgain(ctx context.Context, most int) (int, error) {
	if most == 0 {
		return 0, nil
	}
	kind, known := audit.IdentityErased, 0
	for _, one := range c.Events.all {
		if one.erasure {
			known++
		}
	}
	rows, err := c.Store.AuditEvents(ctx, store.AuditFilter{Type: &kind, Since: &c.Events.last}, store.Page{Size: most + known})
	if err != nil {
		return 0, err
	}
	again := 0
	for _, row := range rows {
		if !slices.ContainsFunc(c.Events.all, func(one seen) bool { return one.id == row.ID }) {
			again++
		}
	}
	return again, nil
}

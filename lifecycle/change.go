package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// keyOwnerRemoved is the reason on the event of a key whose owner was removed.
const keyOwnerRemoved = "owner_removed"

// settle asks Kratos for one identity, and changes what is stored about it. The answer is newer than the list, and not of a page:
// an identity is missing only if Kratos says so twice, and removed only if it says so twice more after the grace period.
func (c *comparison) settle(ctx context.Context, one store.HeldIdentity) ([]Change, error) {
	active, err := c.s.kratos.Active(ctx, one.ID)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return c.gone(ctx, one)
	case err != nil && !errors.Is(err, fault.ErrKratosTooLong):
		return nil, err
	}
	known := err == nil
	var changes []Change
	if one.MissingSince != nil {
		change, err := c.foundAgain(ctx, one)
		if err != nil {
			return nil, err
		}
		changes = append(changes, change...)
	}
	var more []Change
	switch {
	case known && active && one.Inactive > 0:
		more, err = c.resume(ctx, one)
	case known && !active && one.Usable > 0 && c.scope == store.ScopeAll:
		more, err = c.suspend(ctx, one)
	default:
		err = nil
	}
	return append(changes, more...), err
}

// event returns an event about an identity, by Latchkey itself.
func (c *comparison) event(kind string, id uuid.UUID, details map[string]any) store.AuditEvent {
	e := c.s.audit.Event(kind, audit.Request{}, audit.System, audit.AboutIdentity(id))
	e.Metadata = audit.Metadata(details)
	return e
}

// removal is the metadata of the event of a removal.
type removal struct {
	store.Erased
	MissingSince time.Time `json:"missing_since"`
}

// gone records a missing identity, or removes it after the grace period.
func (c *comparison) gone(ctx context.Context, one store.HeldIdentity) ([]Change, error) {
	now := c.s.cfg.Now().UTC().Truncate(time.Microsecond)
	switch {
	case c.scope != store.ScopeAll:
		return nil, nil
	case one.MissingSince == nil:
		return c.miss(ctx, one, now)
	case now.Sub(*one.MissingSince) < c.s.cfg.Grace:
		return nil, nil
	}
	change := Change{IdentityID: one.ID, Change: Removed, MissingSince: one.MissingSince, Passkeys: one.Usable + one.Inactive}
	if c.options.DryRun {
		return []Change{change}, nil
	}
	erased, err := c.s.store.RemoveIdentity(ctx, store.Departure{
		IdentityID: one.ID, MissingUntil: now.Add(-c.s.cfg.Grace), At: now,
		KeyRevoked: func(key store.AdminKey) store.AuditEvent {
			e := c.s.audit.Event(audit.AdminKeyRevoked, audit.Request{}, audit.System, audit.Nothing)
			e.Reason, e.Metadata = keyOwnerRemoved, audit.Metadata(map[string]any{"key_id": key.ID})
			return e
		},
		Removed: func(erased store.Erased) store.AuditEvent {
			e := c.event(audit.IdentityRemoved, one.ID, nil)
			e.Metadata, _ = json.Marshal(removal{erased, *one.MissingSince}) // our own types
			return e
		},
	})
	if errors.Is(err, store.ErrNotFound) { // it was erased, or is found again
		return nil, nil
	}
	change.Passkeys = int(erased.Passkeys)
	return []Change{change}, fault.OfStore(err)
}

func (c *comparison) miss(ctx context.Context, one store.HeldIdentity, now time.Time) ([]Change, error) {
	change := []Change{{IdentityID: one.ID, Change: Missing, MissingSince: &now, Passkeys: one.Usable + one.Inactive}}
	if c.options.DryRun {
		return change, nil
	}
	event := c.event(audit.IdentityMissing, one.ID, map[string]any{"removed_after": now.Add(c.s.cfg.Grace)})
	event.At = now
	return change, fault.OfStore(c.s.store.MissIdentity(ctx, one.ID, event))
}

func (c *comparison) foundAgain(ctx context.Context, one store.HeldIdentity) ([]Change, error) {
	change := []Change{{IdentityID: one.ID, Change: FoundAgain, MissingSince: one.MissingSince}}
	if c.options.DryRun {
		return change, nil
	}
	event := c.event(audit.IdentityFoundAgain, one.ID, map[string]any{"missing_since": one.MissingSince})
	return change, fault.OfStore(c.s.store.FindIdentityAgain(ctx, one.ID, event))
}

func (c *comparison) suspend(ctx context.Context, one store.HeldIdentity) ([]Change, error) {
	change := Change{IdentityID: one.ID, Change: Suspended, Passkeys: one.Usable}
	if c.options.DryRun {
		return []Change{change}, nil
	}
	event := c.event(audit.IdentitySuspended, one.ID, nil)
	ended, err := c.s.store.SuspendInactive(ctx, one.ID, standing.EndingAt(event.At, uuid.Nil), counted(event, &change.Passkeys))
	if err != nil {
		return nil, fault.OfStore(err)
	}
	c.s.sessions.Settle(ctx, ended)
	return []Change{change}, nil
}

func (c *comparison) resume(ctx context.Context, one store.HeldIdentity) ([]Change, error) {
	change := Change{IdentityID: one.ID, Change: Resumed, Passkeys: one.Inactive}
	if c.options.DryRun {
		return []Change{change}, nil
	}
	err := c.s.store.ResumeActive(ctx, one.ID, counted(c.event(audit.IdentityResumed, one.ID, nil), &change.Passkeys))
	return []Change{change}, fault.OfStore(err)
}

// counted returns a function that adds the number of passkeys to the event, and stores it.
func counted(event store.AuditEvent, n *int) func(passkeys int) store.AuditEvent {
	return func(passkeys int) store.AuditEvent {
		*n = passkeys
		event.Metadata = audit.Metadata(map[string]any{"passkeys": passkeys})
		return event
	}
}

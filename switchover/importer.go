// Package switchover imports the passkeys that people already have at Kratos or elsewhere, so that nobody has to set up theirs
// again, and exports those that are here. It owns which of them are imported, and what that vouches for. It leaves the reading
// of Kratos to kratos, the form of a row to webauthnsvc, the format of files to portable, and the factors to standing.
//
// An import opens no way around the rules of a registration: beside a passkey here, it takes only what is vouched for.
package switchover

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/claim"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/authenticator"
)

// Kratos is the part of Kratos that an import reads.
type Kratos interface {
	// WalkNatives calls visit for each page of identities, with those that have WebAuthn credentials at Kratos.
	WalkNatives(ctx context.Context, visit func(identities int, found []account.Natives) error) error
	// Natives returns an identity with all its factors. Errors: fault.ErrIdentityNotFound.
	Natives(ctx context.Context, id uuid.UUID) (account.Natives, error)
}

// Store is the part of the store that this package uses.
type Store interface {
	store.Imports
	claim.Store
	store.Clock
	Reconciliation(ctx context.Context, scope string) (store.Reconciliation, error)
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	PasskeyByCredentialID(ctx context.Context, credentialID []byte) (store.Passkey, error)
	Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error)
	PasskeyRemoved(ctx context.Context, identityID, id uuid.UUID) (bool, error)
	CredentialRemoved(ctx context.Context, identityID uuid.UUID, credentialID []byte) (bool, error)
	RecordEvent(ctx context.Context, e store.AuditEvent) error
}

// Config holds the settings of an import.
type Config struct {
	RPID   string   // of Kratos' passkeys: methods.passkey.config.rp.id in kratos.yml
	RPIDs  []string // those that are configured, for passkeys from elsewhere
	DryRun bool     // report, and write nothing
	// VouchFactors vouches for all factors at Kratos of those whose first passkeys are imported, and not only for the passkeys.
	VouchFactors bool
	Provider     func(aaguid uuid.UUID) *webauthnsvc.Provider
	Now          func() time.Time
}

// Importer imports passkeys.
type Importer struct {
	cfg      Config
	store    Store
	kratos   Kratos
	standing standing.Imports
	audit    *audit.Log
	planned  *plan
	// unsettled are identities with passkeys that were refused, and may be imported once their cause is gone.
	unsettled map[uuid.UUID]bool
	began     time.Time
}

// New returns an importer. It makes no calls.
func New(cfg Config, records Store, kratos Kratos, factors *standing.Service, log *audit.Log) *Importer {
	return &Importer{cfg, records, kratos, standing.NewImports(factors, cfg.DryRun), log, newPlan(), map[uuid.UUID]bool{}, cfg.Now()}
}

// Run imports the passkeys of all identities, and reports each identity that has any. Each is one transaction, so a run that is
// interrupted has imported all of an identity or nothing, and the next one goes on. progress is called after each page with the
// totals so far. Errors: those of report, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (i *Importer) Run(ctx context.Context, report func(Identity) error, progress func(Totals)) (Totals, error) {
	return walk(ctx, i.kratos, i.learned, report, progress)
}

// learned imports the passkeys of one identity, and learns its user handles in any case, for those that are adopted later.
func (i *Importer) learned(ctx context.Context, listed account.Natives) (Identity, error) {
	if !i.cfg.DryRun {
		if _, err := learn(ctx, i.kratos, i.store, listed); err != nil {
			return Identity{}, err
		}
	}
	result, err := i.identity(ctx, listed)
	if err != nil {
		return Identity{}, err // nothing of it is stored
	}
	return result, nil
}

// learn learns the user handles of an identity. It reports false if they cannot be read: one user's record must not end the
// walk, since users can make their own too long.
func learn(ctx context.Context, kratos Kratos, records Store, n account.Natives) (bool, error) {
	if unread(n) {
		alone, err := kratos.Natives(ctx, n.Identity.ID)
		switch {
		case errors.Is(err, fault.ErrIdentityNotFound):
			return true, nil // deleted since the page was read
		case errors.Is(err, fault.ErrKratosTooLong):
			return false, nil
		case err != nil:
			return false, err
		}
		n = alone
	}
	if len(n.Handles) == 0 {
		return !unread(n), nil
	}
	return true, fault.OfStore(records.LearnHandles(ctx, n.Identity.ID, n.Handles))
}

// unread reports whether a page does not tell the user handles of an identity with passkeys.
func unread(n account.Natives) bool {
	return len(n.Handles) == 0 && slices.ContainsFunc(n.Passkeys, func(one account.NativePasskey) bool {
		return one.Kind == assurance.KindPasskey && len(one.ID) == 0
	})
}

// walk calls one for each identity with passkeys at Kratos. Where it fails, it reports what is done of that identity, if anything.
func walk(ctx context.Context, kratos Kratos, one func(context.Context, account.Natives) (Identity, error), report func(Identity) error, progress func(Totals)) (Totals, error) {
	var totals Totals
	err := kratos.WalkNatives(ctx, func(identities int, found []account.Natives) error {
		for _, listed := range found {
			result, err := one(ctx, listed)
			if err != nil && len(result.Passkeys) == 0 {
				return err
			}
			totals.add(result)
			if err := cmp.Or(err, report(result)); err != nil {
				return err
			}
		}
		totals.Identities += identities
		progress(totals)
		return nil
	})
	return totals, err
}

// identity imports the passkeys of one identity. listed may be older than what Kratos has now.
func (i *Importer) identity(ctx context.Context, listed account.Natives) (Identity, error) {
	for try := 0; ; try++ {
		rows, err := i.store.PasskeysOf(ctx, listed.Identity.ID)
		if err != nil {
			return Identity{}, fault.OfStore(err)
		}
		if done := allPresent(listed, rows); done != nil {
			return *done, nil
		}
		seenAt := i.cfg.Now().UTC().Truncate(time.Microsecond)
		now, err := i.kratos.Natives(ctx, listed.Identity.ID)
		switch {
		case errors.Is(err, fault.ErrIdentityNotFound):
			return Identity{ID: listed.Identity.ID}, nil // deleted since the page was read
		case errors.Is(err, fault.ErrKratosTooLong):
			return tooLong(listed), nil // one user must not stop the import of all others
		case err != nil:
			return Identity{}, err
		}
		result, err := i.importNow(ctx, now, rows, seenAt)
		if conflict := store.Conflict(""); errors.As(err, &conflict) {
			if try < 3 && conflict != store.BeingReset {
				continue // a registration, a removal or another import was faster: decide again
			}
			return refusedAll(now, rows, reasonOf(conflict)), nil
		}
		return result, err
	}
}

// importNow decides about each passkey and stores those that are imported. Errors: a store.Conflict; fault.ErrStoreUnavailable.
func (i *Importer) importNow(ctx context.Context, n account.Natives, rows []store.Passkey, seenAt time.Time) (Identity, error) {
	sighted, err := i.standing.Sight(ctx, n.Identity, n.Held)
	if err != nil {
		return Identity{}, err
	}
	first, err := i.standing.FirstPasskey(ctx, n.Identity.ID)
	if err != nil {
		return Identity{}, err
	}
	d := decision{
		from: store.SourceKratos, rpID: i.cfg.RPID, provider: i.cfg.Provider, at: seenAt, natives: n, rows: rows, sighted: sighted, room: store.MaxPasskeys - len(rows),
		first: len(rows) == 0 && first == nil, adopted: firstAdopted(rows, first), result: Identity{ID: n.Identity.ID, Role: n.Identity.HasRole()},
	}
	if d.first {
		if d.lost, err = i.standing.Lost(ctx, n.Identity, n.Held, seenAt); err != nil {
			return Identity{}, err
		}
	}
	natives := slices.Clone(n.Passkeys)
	slices.SortStableFunc(natives, func(a, b account.NativePasskey) int { return a.AddedAt.Compare(b.AddedAt) })
	for _, one := range natives {
		elsewhere, err := elsewhere(ctx, i.store, n.Identity.ID, one.ID)
		if err != nil {
			return Identity{}, err
		}
		if holder := i.planned.holder(one.ID); elsewhere.reason == "" && holder != uuid.Nil && holder != n.Identity.ID {
			elsewhere = takenBy(holder)
		}
		d.judge(one, elsewhere)
	}
	switch {
	case len(d.imported) == 0:
	case d.first:
		d.vouch(i.cfg.VouchFactors)
	case d.along:
		d.seen = d.sightings()
	}
	if len(d.imported) == 0 {
		return d.result, nil
	}
	return d.result, i.save(ctx, d)
}

// elsewhere returns why a passkey cannot be imported because of what is stored about its credential ID.
func elsewhere(ctx context.Context, records Store, identityID uuid.UUID, credentialID []byte) (refusal, error) {
	if len(credentialID) == 0 {
		return refusal{}, nil
	}
	row, err := records.PasskeyByCredentialID(ctx, credentialID)
	switch {
	case err == nil && row.IdentityID != identityID:
		return takenBy(row.IdentityID), nil
	case err == nil:
		return refusal{}, nil
	case !errors.Is(err, store.ErrNotFound):
		return refusal{}, fault.OfStore(err)
	}
	removed, err := records.CredentialRemoved(ctx, identityID, credentialID)
	if removed {
		return refusal{reason: ReasonRemoved}, nil
	}
	return refusal{}, fault.OfStore(err)
}

// save stores what is imported, or in a dry run only finds out whether it could be.
func (i *Importer) save(ctx context.Context, d decision) error {
	id := d.natives.Identity.ID
	change := store.PasskeyImport{
		IdentityID: id, Passkeys: d.imported, Handles: d.natives.Handles, First: d.first, At: d.at,
		Removed: d.removed, Seen: d.seen, FactorEvent: i.standing.FactorImported, DryRun: i.cfg.DryRun,
	}
	var err error
	if d.first {
		if change.Unverified, err = i.standing.UnverifiedAddresses(ctx, d.natives.Identity); err != nil {
			return fault.OfStore(err)
		}
	} else if change.By, err = d.evidence(ctx, i.standing); err != nil {
		return err
	}
	for _, row := range d.imported {
		event := i.audit.Event(audit.PasskeyImported, audit.Request{}, audit.System, audit.AboutPasskey(id, row.ID))
		details := map[string]any{"source": d.from, "credential_id": base64.RawURLEncoding.EncodeToString(row.CredentialID)}
		if row.StepUpOnly {
			details["step_up_only"] = true
		}
		if d.result.Role {
			details["role"] = true
		}
		event = authenticator.Describe(audit.With(event, details), row)
		change.Events = append(change.Events, event)
	}
	err = i.store.ImportPasskeys(ctx, change)
	if errors.Is(err, store.ErrConflict) {
		return err
	}
	if err == nil && i.cfg.DryRun {
		i.planned.add(id, d.imported, d.removed)
	}
	return fault.OfStore(err)
}

package switchover

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/store"
	"latchkey/switchover/hanko"
	"latchkey/webauthnsvc/record"
)

// Hanko is what an import from teamhanko/passkeys needs to know.
type Hanko struct {
	Tenant hanko.Tenant
	// Identity returns the identity of a user, or uuid.Nil.
	Identity func(userID string) uuid.UUID
}

// ImportHanko imports the passkeys of a tenant, and reports each user who has any. Errors: those of the database and of report,
// fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (i *Importer) ImportHanko(ctx context.Context, from *hanko.Database, h Hanko, report func(Identity) error, progress func(Totals)) (Totals, error) {
	var totals Totals
	err := from.Walk(ctx, h.Tenant.ID, func(user hanko.User) error {
		one, err := i.hankoUser(ctx, h, user)
		if err != nil {
			return err
		}
		totals.add(one)
		totals.Identities++
		progress(totals)
		return report(one)
	})
	return totals, err
}

// hankoUser imports the passkeys of one user. Those that cannot be used are refused, and the others are imported.
func (i *Importer) hankoUser(ctx context.Context, h Hanko, user hanko.User) (Identity, error) {
	f := Found{From: store.SourceHanko, IdentityID: h.Identity(user.ID)}
	var unusable []Passkey
	for _, p := range user.Passkeys {
		row, err := i.hankoRow(f, h.Tenant.RPID, p)
		if err != nil {
			unusable = append(unusable, Passkey{
				CredentialID: p.ID, Kind: assurance.KindPasskey, StepUpOnly: p.SecondFactor, Result: ResultRefused, Reason: ReasonUnusable, Detail: err.Error(),
			})
			continue
		}
		f.Passkeys = append(f.Passkeys, row)
	}
	one, err := f.refused(ReasonUnknownIdentity, ""), error(nil)
	if f.IdentityID != uuid.Nil && len(f.Passkeys) > 0 {
		one, err = i.Import(ctx, f)
	}
	one.UserID = user.ID
	one.Passkeys = append(one.Passkeys, unusable...)
	return one, err
}

func (i *Importer) hankoRow(f Found, rpID string, p hanko.Passkey) (store.Passkey, error) {
	now := i.cfg.Now()
	name := nameOf(p.NativePasskey, i.cfg.Provider, f.Passkeys)
	row, err := record.Row(f.IdentityID, rpID, name, p.NativePasskey, nil, now)
	if err == nil && (len(p.UserHandle) == 0 || len(p.UserHandle) > 64) {
		err = errors.New("its user_id does not have 1 to 64 bytes")
	}
	row.Source = store.SourceHanko
	if at := p.LastUsedAt; at != nil && !at.After(now) {
		row.LastUsedAt = at
	}
	return row, err
}

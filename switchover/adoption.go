package switchover

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Adoption takes a passkey of Kratos over at a login with it. It implements webauthnsvc.Adopter. It finds the user by the user
// handle: 64 random characters, which only Kratos and the authenticator know, so asking for one does not reveal who exists. The
// handle of the keys of the method webauthn is the identity's ID, which others know: those are imported and never adopted.
type Adoption struct {
	kratos   Kratos
	store    Store
	standing standing.Imports
	audit    *audit.Log
	provider func(aaguid uuid.UUID) *webauthnsvc.Provider
	now      func() time.Time
}

// NewAdoption returns an adoption. It makes no calls.
func NewAdoption(records Store, kratos Kratos, factors *standing.Service, log *audit.Log, provider func(aaguid uuid.UUID) *webauthnsvc.Provider, now func() time.Time) *Adoption {
	return &Adoption{
		kratos: kratos, store: records, standing: standing.NewImports(factors, false), audit: log, provider: provider, now: now,
	}
}

// Adoptable returns the import of a passkey that is not here: of the credential that Kratos holds now for the user of that
// handle. Its signature has not been verified yet. Errors: fault.ErrNotFound, fault.ErrKratosUnavailable,
// fault.ErrStoreUnavailable.
func (a *Adoption) Adoptable(ctx context.Context, rpID string, credentialID, handle []byte) (store.PasskeyImport, error) {
	none := store.PasskeyImport{}
	owner, err := a.owner(ctx, handle)
	if err != nil {
		return none, err
	}
	// What is refused anyway does not use up the questions that may be asked about the owner.
	if refused, err := elsewhere(ctx, a.store, owner, credentialID); refused.reason != "" || err != nil {
		return none, cmp.Or(err, fault.ErrNotFound)
	}
	if !a.standing.MayAsk(owner, handle) {
		return none, fault.ErrNotFound
	}
	seenAt := a.now().UTC().Truncate(time.Microsecond)
	n, err := a.kratos.Natives(ctx, owner)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound), errors.Is(err, fault.ErrKratosTooLong):
		return none, fault.ErrNotFound
	case err != nil:
		return none, err
	}
	i := slices.IndexFunc(n.Passkeys, func(one account.NativePasskey) bool {
		return one.Kind == assurance.KindPasskey && len(one.ID) > 0 && bytes.Equal(one.ID, credentialID)
	})
	known := slices.ContainsFunc(n.Handles, func(h []byte) bool { return bytes.Equal(h, handle) })
	if i < 0 || !known || !n.Identity.Active || n.Identity.HasRole() {
		return none, fault.ErrNotFound
	}
	n.Passkeys[i].UserHandle = handle
	return a.decide(ctx, n, n.Passkeys[i], rpID, seenAt)
}

// owner returns the user with that handle. Of several, it is the one that exists: a user who was deleted at Kratos and created
// there again, under another ID, has the same handles. Kratos is asked once more about those that are known to be missing, since a
// backup may have brought them back since the last comparison. Errors: as of Adoptable.
func (a *Adoption) owner(ctx context.Context, handle []byte) (uuid.UUID, error) {
	owners, err := a.store.OwnersOfHandle(ctx, handle)
	if err != nil {
		return uuid.Nil, fault.OfStore(err)
	}
	if len(owners) == 1 {
		return owners[0].IdentityID, nil
	}
	missing := slices.DeleteFunc(slices.Clone(owners), func(o store.HandleOwner) bool { return !o.Missing })
	if len(missing) != len(owners)-1 {
		return uuid.Nil, fault.ErrNotFound
	}
	for _, one := range missing {
		if gone, err := a.gone(ctx, one.IdentityID, handle); !gone {
			return uuid.Nil, cmp.Or(err, fault.ErrNotFound)
		}
	}
	return owners[slices.IndexFunc(owners, func(o store.HandleOwner) bool { return !o.Missing })].IdentityID, nil
}

// gone reports whether an identity does not exist at Kratos now.
func (a *Adoption) gone(ctx context.Context, id uuid.UUID, handle []byte) (bool, error) {
	if !a.standing.MayAsk(id, handle) {
		return false, nil
	}
	_, err := a.kratos.Natives(ctx, id)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return true, nil
	case errors.Is(err, fault.ErrKratosTooLong):
		return false, nil
	}
	return false, err
}

// decide applies the rules of an import, except that it vouches for nothing but the passkey. So a first one must identify its user
// by itself: a person who finds a key without a PIN can sign in to Kratos with it and set a password there, and then chooses the
// moment of the adoption.
func (a *Adoption) decide(ctx context.Context, n account.Natives, one account.NativePasskey, rpID string, seenAt time.Time) (none store.PasskeyImport, err error) {
	id := n.Identity.ID
	rows, err := a.store.PasskeysOf(ctx, id)
	if err != nil {
		return none, fault.OfStore(err)
	}
	sighted, err := a.standing.Sight(ctx, n.Identity, n.Held)
	if err != nil {
		return none, err
	}
	first, err := a.standing.FirstPasskey(ctx, id)
	if err != nil {
		return none, err
	}
	d := decision{
		from: store.SourceKratos, rpID: rpID, provider: a.provider, at: seenAt, natives: n, rows: rows, sighted: sighted,
		room:  1, // beyond the limit, the login with it is refused as such, once its signature is verified
		first: len(rows) == 0 && first == nil, adopted: firstAdopted(rows, first),
	}
	if d.first {
		if d.lost, err = a.standing.Lost(ctx, n.Identity, n.Held, seenAt); err != nil {
			return none, err
		}
	}
	if d.judge(one, refusal{}); len(d.imported) == 0 || d.first && !(d.imported[0].UVInitialized && a.standing.MayBeFirst(n.Identity)) {
		return none, fault.ErrNotFound
	}
	change := store.PasskeyImport{
		IdentityID: id, Passkeys: d.imported, Handles: n.Handles, First: d.first, At: seenAt, FactorEvent: a.standing.FactorImported,
		Seen: d.sightings(),
	}
	if d.first {
		change.AlongUntil = d.alongUntil()
		if change.Unverified, err = a.standing.UnverifiedAddresses(ctx, n.Identity); err != nil {
			return none, fault.OfStore(err)
		}
	} else if change.By, err = d.evidence(ctx, a.standing); err != nil {
		return none, err
	}
	return change, nil
}

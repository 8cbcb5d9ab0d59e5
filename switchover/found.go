package switchover

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// Found is what another database than Kratos' has of one identity. It proves nothing by itself: the operator vouches for it.
type Found struct {
	From       string // the kind of database, for the audit log
	IdentityID uuid.UUID
	Passkeys   []store.Passkey
	Handles    [][]byte // aliases, for passkeys whose own handle is unknown
	Removed    [][]byte // credential IDs of passkeys that were removed there
	Disowned   []string // kinds of factors at Kratos that the user has disowned there
}

// Import imports the passkeys of one identity, all of them in one transaction, and which ones were removed. They are imported as an identity's first ones: beside
// a passkey here, nobody vouches for them. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (i *Importer) Import(ctx context.Context, f Found) (Identity, error) {
	for _, p := range f.Passkeys {
		if !slices.Contains(i.cfg.RPIDs, p.RPID) {
			return f.refused(ReasonUnknownRP, p.RPID), nil
		}
	}
	for try := 0; ; try++ {
		rows, err := i.store.PasskeysOf(ctx, f.IdentityID)
		if err != nil {
			return Identity{}, fault.OfStore(err)
		}
		unknown, err := i.unknown(ctx, f)
		if err != nil {
			return Identity{}, err
		}
		if done := f.allPresent(rows); done != nil && len(unknown) == 0 {
			return *done, nil // so that a run which goes on after another does not ask Kratos again
		}
		seenAt := i.cfg.Now().UTC().Truncate(time.Microsecond)
		now, err := i.kratos.Natives(ctx, f.IdentityID)
		switch {
		case errors.Is(err, fault.ErrIdentityNotFound):
			return f.refused(ReasonUnknownIdentity, ""), nil
		case errors.Is(err, fault.ErrKratosTooLong):
			return f.refused(ReasonUnusable, "all that Kratos holds of the user is longer than 1 MiB"), nil
		case err != nil:
			return Identity{}, err
		}
		f.Removed = unknown
		result, err := i.importFound(ctx, f, now, rows, seenAt)
		if conflict := store.Conflict(""); errors.As(err, &conflict) {
			if try < 3 && conflict != store.BeingReset {
				continue // another change was faster: decide again
			}
			i.unsettled[f.IdentityID] = true
			return f.refused(reasonOf(conflict), ""), nil
		}
		return result, err
	}
}

// importFound decides about each passkey and stores those that are imported. Errors: a store.Conflict; fault.ErrStoreUnavailable.
func (i *Importer) importFound(ctx context.Context, f Found, n account.Natives, rows []store.Passkey, seenAt time.Time) (Identity, error) {
	sighted, err := i.standing.Sight(ctx, n.Identity, n.Held)
	if err != nil {
		return Identity{}, err
	}
	before, err := i.standing.FirstPasskey(ctx, f.IdentityID)
	if err != nil {
		return Identity{}, err
	}
	n.Handles = f.Handles
	d := decision{
		from: f.From, at: seenAt, natives: n, rows: rows, sighted: sighted, first: len(rows) == 0 && before == nil && !i.planned.identity(f.IdentityID), disowned: f.Disowned,
		result: Identity{ID: f.IdentityID, Role: n.Identity.HasRole()},
	}
	if d.first {
		if d.lost, err = i.standing.Lost(ctx, n.Identity, n.Held, seenAt); err != nil {
			return Identity{}, err
		}
	}
	for _, p := range f.Passkeys {
		refused, err := i.whyNot(ctx, d, p)
		if err != nil {
			return Identity{}, err
		}
		d.judgeFound(p, refused)
	}
	d.result.overtaken(before, i.began)
	d.removed = slices.DeleteFunc(slices.Clone(f.Removed), func(id []byte) bool { // registered again since
		return slices.ContainsFunc(slices.Concat(rows, d.imported), func(row store.Passkey) bool { return bytes.Equal(row.CredentialID, id) })
	})
	if i.unsettle(f.IdentityID, d) {
		d.removed = nil
	}
	d.result.Removed = len(d.removed)
	if len(d.imported)+len(d.removed) == 0 {
		return d.result, nil
	}
	if len(d.imported) > 0 {
		d.vouch(i.cfg.VouchFactors)
	}
	return d.result, i.save(ctx, d)
}

// unsettle reports whether passkeys of the user were refused, here or in an earlier line, that may be imported later. What was removed
// is not recorded before that: it makes known that the user has had passkeys here, and then their others would need a confirmation.
func (i *Importer) unsettle(identityID uuid.UUID, d decision) bool {
	refused := slices.ContainsFunc(d.result.Passkeys, func(p Passkey) bool { return p.Result == ResultRefused && p.Reason != ReasonRemoved })
	if refused && len(d.rows)+len(d.imported) == 0 {
		i.unsettled[identityID] = true
	}
	return i.unsettled[identityID]
}

// unknown returns which of the removed passkeys are not known as such here.
func (i *Importer) unknown(ctx context.Context, f Found) (ids [][]byte, err error) {
	for _, id := range f.Removed {
		known, err := i.store.CredentialRemoved(ctx, f.IdentityID, id)
		if err != nil {
			return nil, fault.OfStore(err)
		}
		if !known && !i.planned.removed(f.IdentityID, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// whyNot returns why a passkey is not imported.
func (i *Importer) whyNot(ctx context.Context, d decision, p store.Passkey) (refusal, error) {
	if at := slices.IndexFunc(d.rows, func(row store.Passkey) bool { return bytes.Equal(row.CredentialID, p.CredentialID) }); at >= 0 {
		if samePasskey(d.rows[at], p) {
			return refusal{reason: ResultPresent}, nil
		}
		return refusal{reason: ReasonDifferent}, nil
	}
	if i.planned.passkey(p.IdentityID, p.CredentialID) {
		return refusal{reason: ResultPresent}, nil
	}
	refused, err := elsewhere(ctx, i.store, p.IdentityID, p.CredentialID)
	if refused.reason != "" || err != nil {
		return refused, err
	}
	if i.planned.removed(p.IdentityID, p.CredentialID) {
		return refusal{reason: ReasonRemoved}, nil
	}
	for _, id := range [][]byte{p.CredentialID, p.ID[:]} {
		if holder := i.planned.holder(id); holder != uuid.Nil {
			return takenBy(holder), nil
		}
	}
	switch row, err := i.store.Passkey(ctx, p.ID); {
	case err == nil:
		return takenBy(row.IdentityID), nil
	case !errors.Is(err, store.ErrNotFound):
		return refusal{}, fault.OfStore(err)
	}
	switch removed, err := i.store.PasskeyRemoved(ctx, p.IdentityID, p.ID); {
	case err != nil:
		return refusal{}, fault.OfStore(err)
	case removed:
		return refusal{reason: ReasonRemoved}, nil
	case slices.ContainsFunc(d.rows, store.Passkey.Disregarded):
		return refusal{reason: ReasonContested}, nil
	case !d.first:
		return refusal{reason: ReasonUnconfirmed}, nil
	}
	return refusal{}, nil
}

// samePasskey compares what never changes.
func samePasskey(a, b store.Passkey) bool {
	return a.RPID == b.RPID && a.StepUpOnly == b.StepUpOnly && bytes.Equal(publicKey(a), publicKey(b)) &&
		(a.HandleUnknown || b.HandleUnknown || bytes.Equal(a.UserHandle, b.UserHandle))
}

func (d *decision) judgeFound(p store.Passkey, refused refusal) {
	result := Passkey{
		CredentialID: p.CredentialID, Kind: assurance.KindPasskey, StepUpOnly: p.StepUpOnly,
		Result: ResultRefused, Reason: refused.reason, Detail: refused.detail,
	}
	switch refused.reason {
	case "":
		result.Result, result.Name = ResultImported, p.Name
		// Since when it is here counts for a user with a role, and so does who confirmed it here.
		p.ImportedAt, p.ConfirmedAt = &d.at, nil
		d.imported = append(d.imported, p)
		for _, kind := range []string{assurance.KindPasskey, assurance.KindWebAuthn} {
			d.copied(d.indexOf(kind, p.CredentialID, publicKey(p)), p.ID)
		}
		d.doubtOthers(p)
	case ResultPresent:
		result.Result, result.Reason = ResultPresent, ""
	}
	d.result.Passkeys = append(d.result.Passkeys, result)
}

// doubtOthers refuses what Kratos holds under the credential ID of an imported passkey with another key.
func (d *decision) doubtOthers(p store.Passkey) {
	for _, n := range d.natives.Passkeys {
		if bytes.Equal(n.ID, p.CredentialID) && !bytes.Equal(n.PublicKey, publicKey(p)) {
			d.refusedAs(d.indexOf(n.Kind, n.ID, n.PublicKey), ReasonDifferent)
		}
	}
}

// allPresent returns the result of an identity whose passkeys are all here, or nil.
func (f Found) allPresent(rows []store.Passkey) *Identity {
	result := Identity{ID: f.IdentityID}
	for _, p := range f.Passkeys {
		if !slices.ContainsFunc(rows, func(row store.Passkey) bool {
			return bytes.Equal(row.CredentialID, p.CredentialID) && samePasskey(row, p)
		}) {
			return nil
		}
		result.Passkeys = append(result.Passkeys, Passkey{CredentialID: p.CredentialID, Kind: assurance.KindPasskey, StepUpOnly: p.StepUpOnly, Result: ResultPresent})
	}
	return &result
}

// refused returns the result of an identity of whose passkeys none is imported.
func (f Found) refused(reason, detail string) Identity {
	result := Identity{ID: f.IdentityID}
	for _, p := range f.Passkeys {
		result.Passkeys = append(result.Passkeys, Passkey{
			CredentialID: p.CredentialID, Kind: assurance.KindPasskey, StepUpOnly: p.StepUpOnly, Result: ResultRefused, Reason: reason, Detail: detail,
		})
	}
	return result
}

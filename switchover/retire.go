package switchover

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// Keeper is Kratos, as far as it can be told to remove its copy of a passkey.
type Keeper interface {
	Kratos
	// RemoveFactor removes the credential of that reference, or with "" all second-factor keys of the kind webauthn.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
}

// Retirer removes Kratos' copies of passkeys that are here. Each must be usable here, so that nobody loses a way in.
type Retirer struct {
	kratos Keeper
	store  Store
	usable func(store.Passkey) bool
	audit  *audit.Log

	Unused bool // also those that have never been used here
	Last   bool // also second-factor keys of users of whom Kratos has no other second factor
	DryRun bool // report, and remove nothing
	// AtOnce says of a Kratos that it removes no passkey, and second-factor keys only all at once. Only a dry run has to know.
	AtOnce bool
}

// NewRetirer returns a retirer. It makes no calls.
func NewRetirer(kratos Keeper, records Store, factors *standing.Service, log *audit.Log) *Retirer {
	return &Retirer{kratos: kratos, store: records, usable: standing.NewImports(factors, false).Usable, audit: log}
}

// Run retires the copies of all identities, and reports each identity that has passkeys at Kratos. What an interrupted run has
// removed is gone at Kratos, and the next one goes on with the rest. Errors: as of Importer.Run.
func (r *Retirer) Run(ctx context.Context, report func(Identity) error, progress func(Totals)) (Totals, error) {
	return walk(ctx, r.kratos, r.identity, report, progress)
}

func (r *Retirer) identity(ctx context.Context, listed account.Natives) (Identity, error) {
	result := Identity{ID: listed.Identity.ID}
	now, err := r.kratos.Natives(ctx, listed.Identity.ID)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return result, nil // deleted since the page was read
	case errors.Is(err, fault.ErrKratosTooLong):
		return tooLong(listed), nil
	case err != nil:
		return result, err
	}
	rows, err := r.store.PasskeysOf(ctx, now.Identity.ID)
	if err != nil {
		return result, fault.OfStore(err)
	}
	result.Role = now.Identity.HasRole()
	for _, n := range now.Passkeys {
		one := Passkey{CredentialID: n.ID, Kind: n.Kind, Name: n.Name, StepUpOnly: n.SecondFactor, Result: ResultKept}
		if one.Reason = r.keeps(n, rows); one.Reason == "" {
			one.Result = ResultRetired
		}
		result.Passkeys = append(result.Passkeys, one)
	}
	if !r.Last {
		keepLast(now, result.Passkeys)
	}
	if r.DryRun {
		if r.AtOnce {
			keepSingle(result.Passkeys)
		}
		return result, nil
	}
	err = r.retire(ctx, now, &result)
	if errors.Is(err, fault.ErrIdentityNotFound) && !errors.Is(err, fault.ErrStoreUnavailable) {
		return Identity{ID: now.Identity.ID}, nil // deleted meanwhile: the others' copies are next
	}
	return result, err
}

// keeps returns why the copy must stay, or "".
func (r *Retirer) keeps(n account.NativePasskey, rows []store.Passkey) string {
	i := indexOfID(n, rows)
	switch {
	case !present(n, rows):
		return ReasonAbsent
	case !r.usable(rows[i]), rows[i].StepUpOnly && !n.SecondFactor:
		return ReasonSuspended
	case !usedHere(rows[i]) && !r.Unused:
		return ReasonUnused
	}
	return ""
}

// keepLast keeps second-factor keys if nothing else would be left with which Kratos can raise a session to aal2: its own
// required_aal: highest_available would then be satisfied by a password.
func keepLast(n account.Natives, passkeys []Passkey) {
	if slices.ContainsFunc(passkeys, func(p Passkey) bool { return isKey(p) && p.Result == ResultKept }) {
		return
	}
	for _, held := range n.Held {
		if (held.Kind == assurance.KindTOTP || held.Kind == assurance.KindLookupSecret) && !held.Unsure {
			return
		}
	}
	for i := range passkeys {
		if isKey(passkeys[i]) {
			passkeys[i].Result, passkeys[i].Reason = ResultKept, ReasonLast
		}
	}
}

// keepSingle keeps what Kratos would have to remove on its own.
func keepSingle(passkeys []Passkey) {
	stays := slices.ContainsFunc(passkeys, func(p Passkey) bool { return isKey(p) && p.Result == ResultKept })
	for i := range passkeys {
		if p := &passkeys[i]; p.Result == ResultRetired && (stays || !isKey(*p)) {
			p.Result, p.Reason = ResultKept, ReasonKratos
		}
	}
}

// usedHere reports whether the passkey was used since it is here, or when it was adopted; the time of an earlier use can be
// imported with it.
func usedHere(row store.Passkey) bool {
	return row.LastUsedAt != nil && (row.ImportedAt == nil || !row.LastUsedAt.Before(*row.ImportedAt))
}

func sameKey(a, b account.NativePasskey) bool {
	return a.Kind == b.Kind && a.SecondFactor == b.SecondFactor && bytes.Equal(a.ID, b.ID) && bytes.Equal(a.PublicKey, b.PublicKey)
}

// gone are the credential IDs of copies that Kratos was told to remove.
type gone struct{ removed, unsure []string }

// add notes that Kratos removed a copy, or failed after it was told to.
func (g *gone) add(p *Passkey, failed error) {
	p.Result, p.Reason = ResultRetired, ""
	list := &g.removed
	if failed != nil {
		p.Result, list = ResultUnsure, &g.unsure
	}
	*list = append(*list, p.CredentialID.String())
}

// retire removes the copies, and then corrects the result by what Kratos kept. After a failure, the result has only what is done
// or may be.
func (r *Retirer) retire(ctx context.Context, n account.Natives, result *Identity) error {
	told := gone{removed: []string{}}
	failed := r.retireEach(ctx, n.Identity.ID, result, &told)
	if failed == nil {
		failed = r.retireKeys(ctx, n, *result, &told)
	}
	if len(told.removed)+len(told.unsure) == 0 {
		return failed
	}
	event := r.audit.Event(audit.PasskeyRetired, audit.Request{}, audit.System, audit.AboutIdentity(n.Identity.ID))
	details := map[string]any{"source": store.SourceKratos, "credential_ids": told.removed}
	if len(told.unsure) > 0 {
		details["unsure_credential_ids"] = told.unsure
	}
	event.Metadata = audit.Metadata(details)
	return errors.Join(failed, fault.OfStore(r.store.RecordEvent(context.WithoutCancel(ctx), event))) // what is removed must be on record
}

// retireEach removes one copy after the other.
func (r *Retirer) retireEach(ctx context.Context, id uuid.UUID, result *Identity, told *gone) error {
	for i := range result.Passkeys {
		p := &result.Passkeys[i]
		if p.Result != ResultRetired {
			continue
		}
		switch removal, err := r.kratos.RemoveFactor(ctx, id, p.Kind, p.CredentialID.String()); {
		case removal == account.RemovalUnsure && !errors.Is(err, fault.ErrIdentityNotFound):
			told.add(p, err)
			result.Passkeys = result.Passkeys[:i+1]
			return err
		case err != nil:
			result.Passkeys = result.Passkeys[:i]
			return err
		case removal == account.RemovalKept:
			p.Result, p.Reason = ResultKept, ReasonKratos
		default:
			told.add(p, nil)
		}
	}
	return nil
}

// retireKeys removes all second-factor keys at once, if Kratos kept each and none has to stay: older versions have no other way.
func (r *Retirer) retireKeys(ctx context.Context, n account.Natives, result Identity, told *gone) error {
	for _, p := range result.Passkeys {
		if isKey(p) && p.Reason != ReasonKratos {
			return nil
		}
	}
	if !slices.ContainsFunc(result.Passkeys, isKey) {
		return nil
	}
	now, err := r.kratos.Natives(ctx, n.Identity.ID)
	if err != nil || !slices.EqualFunc(now.Passkeys, n.Passkeys, sameKey) { // one was added or removed meanwhile: the next run decides
		return err
	}
	removal, err := r.kratos.RemoveFactor(ctx, n.Identity.ID, assurance.KindWebAuthn, "")
	if err != nil && removal != account.RemovalUnsure {
		return err
	}
	if err == nil {
		now, err = r.kratos.Natives(ctx, n.Identity.ID)
	}
	for i := range result.Passkeys {
		p := &result.Passkeys[i]
		still := func(left account.NativePasskey) bool { return bytes.Equal(left.ID, p.CredentialID) }
		if isKey(*p) && (err != nil || !slices.ContainsFunc(now.Passkeys, still)) {
			told.add(p, err)
		}
	}
	return err
}

func isKey(p Passkey) bool { return p.Kind == assurance.KindWebAuthn && p.StepUpOnly }

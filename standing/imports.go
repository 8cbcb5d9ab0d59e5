package standing

import (
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

// Imports is what an import needs to know and to record about factors at Kratos.
type Imports struct {
	s      *Service
	dryRun bool
}

// NewImports returns the Imports of a service. With dryRun they write nothing.
func NewImports(s *Service, dryRun bool) Imports { return Imports{s, dryRun} }

// reader is that of the service. In a dry run it does not create the key.
func (i Imports) reader() *assurance.Reader {
	reader := *i.s.reader
	if i.dryRun {
		reader.Key = i.s.fingerprintKey.Peek
	}
	return &reader
}

// Sighted is a factor at Kratos, as an import records it.
type Sighted struct {
	Kind     string             // as of assurance.HeldFactor
	Material assurance.Material // likewise
	Sighting store.FactorSighting
	Row      *store.Factor // nil: it is not recorded; without a vouch that has ended
	Unsure   bool          // as of assurance.HeldFactor
}

// Sight compares what an identity holds at Kratos, first factors included, with the records. Factors of which Kratos gave no
// clear answer are left out, unless they are recorded. It writes nothing. Errors: fault.ErrStoreUnavailable.
func (i Imports) Sight(ctx context.Context, identity account.Identity, held assurance.Held) ([]Sighted, error) {
	key, err := i.reader().Key(ctx)
	if err != nil {
		return nil, err
	}
	known, err := i.s.evidence(ctx, account.Session{Identity: identity})
	if err != nil {
		return nil, err
	}
	var list []Sighted
	for _, f := range slices.Concat(held, identity.First) {
		one := Sighted{Kind: f.Kind, Material: f.Material, Unsure: f.Unsure, Sighting: store.FactorSighting{
			ID: store.NewID(), Kind: f.Kind, Fingerprint: f.Fingerprint(key), ChangedAt: f.ChangedAt,
		}}
		if one.Row = known.FactorRow(f.Kind, one.Sighting.Fingerprint); one.Row != nil {
			one.Sighting.ID = one.Row.ID
		}
		if !one.Unsure || one.Row != nil { // a record without its factor would end
			list = append(list, one)
		}
	}
	return list, nil
}

// VouchedBy returns the evidence of factors that are vouched for, with which a change rests on that vouch.
func (i Imports) VouchedBy(ctx context.Context, identityID uuid.UUID, factors []store.Factor) (store.Evidence, error) {
	by := store.Evidence{IdentityID: identityID}
	first, err := i.s.store.FirstPasskeyOf(ctx, identityID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return by, fault.OfStore(err)
	}
	by.RecoveredAt = first.RecoveredAt
	for _, f := range factors {
		by.Factors = append(by.Factors, f.ID)
		by.Initializers = append(by.Initializers, f.VouchedByFactors...)
		for _, passkey := range f.VouchedBy {
			if !slices.Contains(by.Passkeys, passkey) {
				by.Passkeys = append(by.Passkeys, passkey)
			}
		}
	}
	return by, nil
}

// FirstPasskey returns the record of an identity's first passkey here, or nil if it has never had one. What appeared beside one may be an attacker's, also after
// that passkey is removed.
func (i Imports) FirstPasskey(ctx context.Context, identityID uuid.UUID) (*store.FirstPasskey, error) {
	first, err := i.s.store.FirstPasskeyOf(ctx, identityID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &first, fault.OfStore(err)
}

// Lost returns when a second factor of an identity without a passkey first disappeared from Kratos within the last day, or nil: what
// it protected stays closed, to an import as to a registration, except to what was there before. Otherwise a stolen password could
// keep the owner out by enrolling and removing factors. held is what Kratos held at that time. It is recorded, so that the day begins.
func (i Imports) Lost(ctx context.Context, identity account.Identity, held assurance.Held, at time.Time) (*time.Time, error) {
	known, err := i.s.evidence(ctx, account.Session{Identity: identity})
	if err != nil {
		return nil, err
	}
	known.Now = at
	if known, err = i.reader().Hold(ctx, known, slices.Concat(held, identity.First)); err != nil {
		return nil, fault.OfStore(err)
	}
	lost := known.EarliestLoss()
	if lost != nil && !i.dryRun && known.Unrecorded(i.s.policy) {
		_, err = i.s.recordFactors(ctx, known, false)
	}
	return lost, err
}

// MayBeFirst reports whether an identity may have a first passkey, as far as that is not the operator's decision
// (policy.first_passkey_needs).
func (i Imports) MayBeFirst(identity account.Identity) bool {
	return !i.s.policy.FirstPasskeyNeedsAddress || identity.Verified()
}

// Usable reports whether a passkey can be used here.
func (i Imports) Usable(row store.Passkey) bool { return i.s.policy.Passkey(row).Usable }

// UnverifiedAddresses is that of the service.
func (i Imports) UnverifiedAddresses(ctx context.Context, identity account.Identity) ([]store.UnverifiedAddress, error) {
	return i.s.UnverifiedAddresses(ctx, identity)
}

// MayAsk is that of the package.
func (i Imports) MayAsk(identityID uuid.UUID, handle []byte) bool {
	return MayAsk(i.s, identityID, handle)
}

// MayAsk reports whether a client that has not signed in, and knows this user handle, may make Kratos be asked about a user once
// more. It counts the question. Anyone with the password can set up passkeys at Kratos and so gets handles of that user, but not the
// one of the owner's passkey, which has its own limit.
func MayAsk(s *Service, identityID uuid.UUID, handle []byte) bool {
	return s.asked.Allow(identityID, handle, s.cfg.Now())
}

// FactorImported returns the event of a factor that an import has vouched for, or nil for any other change. First factors
// have none, as at a first passkey.
func (i Imports) FactorImported(f store.Factor, change string) *store.AuditEvent {
	if change != store.FactorVouched || assurance.FirstKind(f.Kind) {
		return nil
	}
	return i.s.factorChanged(f, change, true, false)
}

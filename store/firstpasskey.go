package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// FirstPasskey records when an identity set up its first passkey, and what was not verified then. It outlives that passkey
// and is deleted when the identity is erased.
type FirstPasskey struct {
	IdentityID uuid.UUID
	At         time.Time
	// Unverified are the addresses of that time, if none was verified: the passkey and an address may belong to different
	// people. Addresses that have been verified for some time are removed from it.
	Unverified []UnverifiedAddress
	// RecoveredAt is when the owner of one of these addresses took the account back by a recovery. Nil: that has not happened.
	RecoveredAt *time.Time
	// RecoveredSession is the Kratos session that the recovery made; zero until it is known.
	RecoveredSession uuid.UUID
	// SettingsAt is when the settings gate last let a session that was fresh change something at Kratos; nil: it has not, or a
	// factor has been vouched for by it.
	SettingsAt *time.Time
	// SettingsPasskeys and SettingsFactors are the passkeys and the factors at Kratos on which that session rested.
	SettingsPasskeys []uuid.UUID
	SettingsFactors  []uuid.UUID
	// AlongUntil is set if a login adopted that passkey from Kratos: the other passkeys that Kratos held then, and that were
	// first seen up to this time, came along unconfirmed. Nil: none did.
	AlongUntil *time.Time
}

// TakeBack is a recovery by the owner of an address, in an account where another person may have set up passkeys.
type TakeBack struct {
	IdentityID uuid.UUID
	At         time.Time // of the recovery
	SessionID  uuid.UUID // of the recovery; zero while Kratos has not stored it
	End        Ending    // of the sessions that the passkeys created, and of all others
	// Suspended returns the event of a passkey that is suspended. Disowned returns that of a factor that no longer counts,
	// and nil for one that stays. Both must be free of side effects, since a transaction may be repeated.
	Suspended func(Passkey) AuditEvent
	Disowned  func(Factor) *AuditEvent
	Forgotten AuditEvent // of the recovery codes
}

// FirstPasskeys stores the records of first passkeys. CreatePasskey writes them, and SessionFacts reads them, too.
type FirstPasskeys interface {
	// FirstPasskeyOf returns the record of an identity, or ErrNotFound.
	FirstPasskeyOf(ctx context.Context, identityID uuid.UUID) (FirstPasskey, error)
	// NoteVerified replaces the unverified addresses if they are still those of seen, and does nothing otherwise.
	NoteVerified(ctx context.Context, seen FirstPasskey, unverified []UnverifiedAddress) error
	// TakeBack suspends all passkeys of the identity for verification and deletes what they granted, as SuspendPasskey
	// does; deletes its recovery codes and what they granted; disowns the factors of Disowns; and records the recovery and
	// clears the unverified addresses, all in one transaction. It returns ErrNotFound if no address is unverified, for
	// instance because another request has done the same.
	TakeBack(ctx context.Context, t TakeBack) (ended []SessionEnding, err error)
	// BindRecovered records the session of the recovery of that time. Of several calls the first one succeeds; the others
	// return ErrNotFound.
	BindRecovered(ctx context.Context, identityID uuid.UUID, at time.Time, sessionID uuid.UUID) error
	// NoteSettings records that a session that was fresh may change settings at Kratos now, and by which evidence. An
	// identity that is not known to have had a passkey has no such record, and that is no error. RecordFactors deletes
	// it with the first factor that is vouched for as enrolled in a fresh session, and TakeBack always. It returns
	// EvidenceGone.
	NoteSettings(ctx context.Context, identityID uuid.UUID, by Evidence, at time.Time) error
}

// DisownedFactor is one that a TakeBack disowns, with its event.
type DisownedFactor struct {
	ID    uuid.UUID
	Event AuditEvent
}

// Disowns returns those of the identity's factors that it disowns.
func (t TakeBack) Disowns(factors []Factor) (disowned []DisownedFactor) {
	for _, f := range factors {
		if f.VouchedAt == nil || f.GoneAt != nil {
			continue
		}
		if event := t.Disowned(f); event != nil {
			disowned = append(disowned, DisownedFactor{f.ID, *event})
		}
	}
	return disowned
}

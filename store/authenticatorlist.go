package store

import (
	"context"
	"time"
)

// ListOlder: a list of authenticators with a higher number is kept.
const ListOlder Conflict = "a newer list of authenticators is kept"

// AuthenticatorList is a signed list of authenticators, as a publisher such as FIDO makes it.
type AuthenticatorList struct {
	Publisher  string // what the list is verified against, by a name
	Number     int    // of its publication
	Digest     []byte // of Blob
	Blob       []byte // as it was published
	VerifiedAt time.Time
	// Origin is where it comes from, by a name, with what is needed to ask there for a newer one; empty: a file.
	Origin, ETag, LastModified string
	// ConfirmedAt is when the origin last said that this is its current list; nil: it comes from a file.
	ConfirmedAt *time.Time
}

// AuthenticatorLists keeps the newest list of each publisher. It is the publisher's and says nothing about users.
type AuthenticatorLists interface {
	// AuthenticatorList returns the list of a publisher, without Blob if its digest is the known one. It returns ErrNotFound.
	AuthenticatorList(ctx context.Context, publisher string, known []byte) (AuthenticatorList, error)
	// KeepAuthenticatorList replaces the list of its publisher. It returns ListOlder if one with a higher number is kept, unless its digest
	// is that of one which cannot be used.
	KeepAuthenticatorList(ctx context.Context, list AuthenticatorList, unusable []byte) error
	// ForgetAuthenticatorList forgets the list of a publisher, and that reports of compromised models rest on its lists, where the number
	// is this or a higher one. It returns ErrNotFound if there is none, and then records nothing.
	ForgetAuthenticatorList(ctx context.Context, publisher string, number int, event AuditEvent) error
	// ConfirmAuthenticatorList records when the origin said that the list with this digest is its current one. It returns ErrNotFound if
	// another is kept.
	ConfirmAuthenticatorList(ctx context.Context, publisher string, digest []byte, at time.Time) error
}

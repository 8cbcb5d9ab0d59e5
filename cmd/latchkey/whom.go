package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/cmd/latchkey/local"
	"latchkey/fault"
	"latchkey/revocation"
)

// whom names one user, by the identity's ID or by an identifier that the user signs in with.
type whom string

// Validate is called by kong; its error is a fault of the command line, such as an unset variable of a script.
func (w whom) Validate() error {
	if id, isID := w.id(); w == "" || isID && id == uuid.Nil {
		return errors.New("names no user")
	}
	return nil
}

func (w whom) id() (id uuid.UUID, isID bool) { return local.AsID(string(w)) }

// identity looks up the ID, unless w is one: then the identity need not exist at Kratos.
func (w whom) identity(ctx context.Context, o operations) (uuid.UUID, error) {
	if id, isID := w.id(); isID {
		return id, nil
	}
	details, err := o.Identity(ctx, string(w))
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return uuid.Nil, missing{errors.New("no user, or more than one, signs in with that at Kratos: check the spelling, or give the identity's ID")}
	}
	if err != nil {
		return uuid.Nil, err
	}
	if details.Unproved {
		return uuid.Nil, missing{fmt.Errorf("the user who signs in with that has not verified it, so it may be another person's: check who it is, and give the identity's ID (%s)", details.ID)}
	}
	return details.ID, nil
}

// named returns what a question before a change calls the user, with the ID that was found.
func (w whom) named(id uuid.UUID) string {
	if _, isID := w.id(); isID {
		return id.String()
	}
	return string(w) + " (" + id.String() + ")"
}

// identityOf returns the identity of an optional filter.
func identityOf(ctx context.Context, o operations, filter *whom) (*uuid.UUID, error) {
	if filter == nil {
		return nil, nil
	}
	id, err := filter.identity(ctx, o)
	return &id, err
}

// passkeyFilter are the flags that select passkeys.
type passkeyFilter struct {
	Identity      *whom                        `placeholder:"WHOM" help:"Only those of this user: the identity's ID, or an identifier that the user signs in with."`
	AAGUID        *uuid.UUID                   `name:"aaguid" placeholder:"ID" help:"Only those of this authenticator model."`
	KeyIdentifier *authenticator.KeyIdentifier `placeholder:"HEX" help:"Only those of this model of U2F keys, which have no AAGUID: the key identifier of its certificate, 40 hexadecimal digits."`
	RPID          *string                      `name:"rp-id" placeholder:"DOMAIN" help:"Only those of this relying party."`
	Synced        *bool                        `negatable:"" help:"Only those that are synced, or are not."`
	UnusedSince   *time.Time                   `placeholder:"TIME" help:"Only those neither used nor created since then, such as 2026-01-31T00:00:00Z."`
	CreatedSince  *time.Time                   `placeholder:"TIME" help:"Only those created since then."`
	CreatedUntil  *time.Time                   `placeholder:"TIME" help:"Only those created before then."`
	CloneWarning  *bool                        `negatable:"" help:"Only those whose counter decreased, or did not."`
	Suspended     *bool                        `negatable:"" help:"Only those that are suspended, or are not."`
}

// read looks up the user.
func (f passkeyFilter) read(ctx context.Context, o operations) (revocation.Filter, error) {
	whose, err := identityOf(ctx, o, f.Identity)
	return revocation.Filter{
		IdentityID: whose, AAGUID: f.AAGUID, KeyIdentifier: f.KeyIdentifier, RPID: f.RPID, Synced: f.Synced,
		UnusedSince: f.UnusedSince, CreatedSince: f.CreatedSince, CreatedUntil: f.CreatedUntil, CloneWarning: f.CloneWarning, Suspended: f.Suspended,
	}, err
}

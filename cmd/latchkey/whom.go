package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/revocation"
)

// identityOf returns the identity that an ID or an identifier names; nil for "".
func identityOf(ctx context.Context, o operations, whom string) (*uuid.UUID, error) {
	if whom == "" {
		return nil, nil
	}
	if id, err := uuid.Parse(whom); err == nil {
		return &id, nil
	}
	details, err := o.Identity(ctx, whom)
	if err != nil {
		return nil, err
	}
	return &details.ID, nil
}

// passkeyFilter are the flags that select passkeys.
type passkeyFilter struct {
	Identity     string     `placeholder:"WHOM" help:"Only those of this user: the identity's ID, or an identifier that the user signs in with."`
	AAGUID       *uuid.UUID `name:"aaguid" placeholder:"ID" help:"Only those of this authenticator model."`
	RPID         *string    `name:"rp-id" placeholder:"DOMAIN" help:"Only those of this relying party."`
	Synced       *bool      `negatable:"" help:"Only those that are synced, or are not."`
	UnusedSince  *time.Time `placeholder:"TIME" help:"Only those neither used nor created since then, such as 2026-01-31T00:00:00Z."`
	CreatedSince *time.Time `placeholder:"TIME" help:"Only those created since then."`
	CreatedUntil *time.Time `placeholder:"TIME" help:"Only those created before then."`
	CloneWarning *bool      `negatable:"" help:"Only those whose counter decreased, or did not."`
	Suspended    *bool      `negatable:"" help:"Only those that are suspended, or are not."`
}

// read looks up the user.
func (f passkeyFilter) read(ctx context.Context, o operations) (revocation.Filter, error) {
	whose, err := identityOf(ctx, o, f.Identity)
	return revocation.Filter{
		IdentityID: whose, AAGUID: f.AAGUID, RPID: f.RPID, Synced: f.Synced, UnusedSince: f.UnusedSince,
		CreatedSince: f.CreatedSince, CreatedUntil: f.CreatedUntil, CloneWarning: f.CloneWarning, Suspended: f.Suspended,
	}, err
}

package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// maxIdentifier limits an identifier to look up, in bytes.
const maxIdentifier = 1024

const stateActive = "active"

// Identity returns an identity by ID, whatever its state. Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) Identity(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	_, found, err := c.fetch(ctx, id, nil)
	return found, err
}

// Active reports whether an identity is active. It reads no more of Kratos' response than that: every login calls it, and
// decoding the rest would cost as much as the call. Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) Active(ctx context.Context, id uuid.UUID) (bool, error) {
	got, err := c.getAdmin(ctx, callIdentity, "/admin/identities/"+id.String())
	if err != nil {
		return false, err
	}
	var received struct {
		ID    uuid.UUID `json:"id"`
		State string    `json:"state"`
	}
	if err := got.identity(&received); err != nil {
		return false, err
	}
	if received.ID != id || received.State == "" {
		return false, got.unclear("not the requested identity")
	}
	return received.State == stateActive, nil
}

func (c *Client) fetch(ctx context.Context, id uuid.UUID, credentials []string) (identity, account.Identity, error) {
	got, err := c.ask(ctx, callIdentity, func(ctx context.Context) (*http.Response, error) {
		request := c.admin.IdentityAPI.GetIdentity(ctx, id.String())
		if credentials != nil {
			request = request.IncludeCredential(credentials)
		}
		_, resp, err := request.Execute()
		return resp, err
	})
	if err != nil {
		return identity{}, account.Identity{}, err
	}
	var received identity
	if err := got.identity(&received); err != nil {
		return identity{}, account.Identity{}, err
	}
	if received.ID != id {
		return identity{}, account.Identity{}, got.unclear("not the requested identity")
	}
	found, err := c.identity(received)
	if err != nil {
		return identity{}, account.Identity{}, got.unclear(err.Error())
	}
	return received, found, nil
}

// identity decodes the response to a request for one identity.
func (a answer) identity(into any) error {
	if _, ok := a.refused(http.StatusNotFound); ok {
		return fault.ErrIdentityNotFound
	}
	if a.status != http.StatusOK || a.decode(into) != nil {
		return a.unclear("not an identity")
	}
	return nil
}

// FindIdentity returns the identity with this credential identifier: exact match, case-insensitive. If several
// identities have it (in different kinds of credentials), it finds none. Errors: fault.ErrIdentityNotFound,
// fault.ErrKratosUnavailable.
func (c *Client) FindIdentity(ctx context.Context, identifier string) (account.Identity, error) {
	identifier = strings.TrimSpace(identifier)
	if !searchable(identifier) {
		return account.Identity{}, fault.ErrIdentityNotFound
	}
	got, err := c.ask(ctx, callFindIdentity, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := c.admin.IdentityAPI.ListIdentities(ctx).
			CredentialsIdentifier(identifier).PerPage(2).PageSize(2).Execute()
		return resp, err
	})
	if err != nil {
		return account.Identity{}, err
	}
	var received []identity
	if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
		return account.Identity{}, got.unclear("not a list of identities")
	}
	received = slices.CompactFunc(received, func(a, b identity) bool { return a.ID == b.ID })
	switch len(received) {
	case 0:
		return account.Identity{}, fault.ErrIdentityNotFound
	case 1:
		found, err := c.identity(received[0])
		if err != nil {
			return account.Identity{}, got.unclear(err.Error())
		}
		return found, nil
	default:
		return account.Identity{}, fmt.Errorf("%w: the identifier belongs to several", fault.ErrIdentityNotFound)
	}
}

// searchable rejects strings that cannot be identifiers: for an empty one Kratos returns all identities, and a database
// that refuses such bytes, as Postgres does, would look like an outage.
func searchable(identifier string) bool {
	return identifier != "" && len(identifier) <= maxIdentifier && utf8.ValidString(identifier) &&
		!strings.ContainsFunc(identifier, unicode.IsControl)
}

// identity converts Kratos' identity. An unknown state is not active.
func (c *Client) identity(received identity) (account.Identity, error) {
	if received.ID == uuid.Nil || received.State == "" {
		return account.Identity{}, errors.New("incomplete identity")
	}
	login, display := c.naming.Names(received.ID, received.Traits, received.identifiers)
	return account.Identity{
		ID: received.ID, Active: received.State == stateActive, Login: login, DisplayName: display, Role: role(received.Public),
		Schema: received.Schema, Organization: received.organization(), Metadata: received.Public,
		Addresses: addresses(received.Addresses, received.Recovery), ChangedAt: received.changedAt(),
	}, nil
}

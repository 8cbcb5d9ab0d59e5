package kratos

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// Directory is a client that also lists and counts identities.
type Directory struct{ *Client }

// Logins returns the login names of those of the identities that Kratos knows. An identity that is too long to read has none, and
// does not hide those of the others: its user may have caused that. Errors: fault.ErrKratosUnavailable.
func (c Directory) Logins(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	logins := make(map[uuid.UUID]string, len(ids))
	return logins, c.list(ctx, ids, func(one identity) {
		if len(one.Traits) > 0 {
			logins[one.ID], _ = c.naming.Names(one.ID, one.Traits, one.identifiers)
		}
	})
}

// States returns the states of those of the identities that exist; "" for one that is too long to read. Errors: as Logins.
func (c Directory) States(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	states := make(map[uuid.UUID]string, len(ids))
	return states, c.list(ctx, ids, func(one identity) { states[one.ID] = one.State })
}

// Staff returns those of the identities that have a role; not those that are too long to read. Errors: as Logins.
func (c Directory) Staff(ctx context.Context, ids []uuid.UUID) (staff []uuid.UUID, err error) {
	err = c.list(ctx, ids, func(one identity) {
		if account.HasRole(role(one.Public)) {
			staff = append(staff, one.ID)
		}
	})
	return staff, err
}

// list calls visit for those of the identities that exist. One that is too long to read has only its ID.
func (c Directory) list(ctx context.Context, ids []uuid.UUID, visit func(identity)) error {
	if len(ids) == 0 { // Kratos would list all identities
		return nil
	}
	// Without a page size, Kratos returns no more than 250.
	query := url.Values{"page_size": {strconv.Itoa(len(ids) + 1)}}
	for _, id := range ids {
		query.Add("ids", id.String())
	}
	got, err := c.getAdmin(ctx, callFindIdentity, "/admin/identities?"+query.Encode())
	var received []identity
	switch {
	case errors.Is(err, fault.ErrKratosTooLong) && len(ids) == 1:
		received = []identity{{ID: ids[0]}}
	case errors.Is(err, fault.ErrKratosTooLong):
		return errors.Join(c.list(ctx, ids[:len(ids)/2], visit), c.list(ctx, ids[len(ids)/2:], visit))
	case err != nil:
		return err
	case got.status != http.StatusOK || got.decode(&received) != nil || received == nil:
		return got.unclear("not a list of identities")
	}
	for _, one := range received {
		if !slices.Contains(ids, one.ID) {
			return got.unclear("another identity than those asked for")
		}
		visit(one)
	}
	return nil
}

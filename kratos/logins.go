package kratos

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"latchkey/fault"
)

// Directory is a client that also lists and counts identities.
type Directory struct{ *Client }

// Logins returns the login names of those of the identities that Kratos knows. An identity that is too long to read has none, and
// does not hide those of the others: its user may have caused that. Errors: fault.ErrKratosUnavailable.
func (c Directory) Logins(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	if len(ids) == 0 { // Kratos would list all identities
		return nil, nil
	}
	// Without a page size, Kratos returns no more than 250.
	query := url.Values{"page_size": {strconv.Itoa(len(ids) + 1)}}
	for _, id := range ids {
		query.Add("ids", id.String())
	}
	got, err := c.getAdmin(ctx, callFindIdentity, "/admin/identities?"+query.Encode())
	if errors.Is(err, fault.ErrKratosTooLong) {
		return c.loginsOfHalves(ctx, ids)
	}
	if err != nil {
		return nil, err
	}
	var received []identity
	if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
		return nil, got.unclear("not a list of identities")
	}
	logins := make(map[uuid.UUID]string, len(received))
	for _, one := range received {
		logins[one.ID], _ = c.naming.Names(one.ID, one.Traits, one.identifiers)
	}
	return logins, nil
}

func (c Directory) loginsOfHalves(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	if len(ids) == 1 {
		return nil, nil
	}
	logins := make(map[uuid.UUID]string, len(ids))
	for half := range slices.Chunk(ids, (len(ids)+1)/2) {
		found, err := c.Logins(ctx, half)
		if err != nil {
			return nil, err
		}
		maps.Copy(logins, found)
	}
	return logins, nil
}

package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos/native"
)

const walkPage = 500

// WalkIdentities calls visit with all identities, page by page, without their credentials. Users can make their own record so long
// that a page with it is too long to read, which must hide no one else's: such a page is read in smaller ones. It returns the IDs of
// identities that are too long alone. Errors: those of visit, fault.ErrKratosUnavailable, fault.ErrKratosMisconfigured.
func (c Directory) WalkIdentities(ctx context.Context, visit func([]account.Identity) error) (tooLong []uuid.UUID, err error) {
	for token, size := "", walkPage; ; {
		path := fmt.Sprintf("/admin/identities?page_size=%d", size)
		if token != "" {
			path += "&page_token=" + token
		}
		got, err := c.getAdmin(ctx, callWalk, path)
		if errors.Is(err, fault.ErrKratosTooLong) && size > 1 {
			size /= 2
			continue
		}
		var received []identity
		switch first := native.First(got.body); {
		case errors.Is(err, fault.ErrKratosTooLong) && len(first) == 1:
			tooLong = append(tooLong, first[0].Identity.ID)
		case err != nil:
			return tooLong, err
		case got.status != http.StatusOK || got.decode(&received) != nil || received == nil:
			return tooLong, got.unclear("not a page of identities")
		}
		page := make([]account.Identity, len(received))
		for i, one := range received {
			if page[i], err = c.identity(one); err != nil {
				return tooLong, got.unclear(err.Error())
			}
		}
		if err := visit(page); err != nil {
			return tooLong, err
		}
		switch next := native.NextPage(got.link); next {
		case "":
			return tooLong, nil
		case token:
			return tooLong, fmt.Errorf("%w: a page of identities names itself as the next one", fault.ErrKratosMisconfigured)
		default:
			token, size = next, walkPage
		}
	}
}

package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos/native"
)

const walkPage = 500

// WalkIdentities calls visit with all identities, page by page, without their credentials. A page with an identity that is too
// long to read is read in smaller ones. Errors: those of visit, fault.ErrKratosUnavailable, fault.ErrKratosTooLong.
func (c Directory) WalkIdentities(ctx context.Context, visit func([]account.Identity) error) error {
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
		switch {
		case err != nil:
			return err
		case got.status != http.StatusOK || got.decode(&received) != nil || received == nil:
			return got.unclear("not a page of identities")
		}
		page := make([]account.Identity, len(received))
		for i, one := range received {
			if page[i], err = c.identity(one); err != nil {
				return got.unclear(err.Error())
			}
		}
		if err := visit(page); err != nil {
			return err
		}
		switch next := native.NextPage(got.link); next {
		case "":
			return nil
		case token:
			return fmt.Errorf("%w: a page of identities names itself as the next one", fault.ErrKratosMisconfigured)
		default:
			token, size = next, walkPage
		}
	}
}

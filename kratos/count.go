package kratos

import (
	"context"
	"net/http"
	"strconv"
)

// CountIdentities returns how many identities Kratos has. It reports false if this version of Kratos does not say: the
// total is a header of its older kind of pages. Errors: fault.ErrKratosUnavailable, fault.ErrKratosMisconfigured.
func (c Directory) CountIdentities(ctx context.Context) (n int64, known bool, err error) {
	got, err := c.getAdmin(ctx, callCountIdentities, "/admin/identities?page=1&per_page=1")
	if err != nil {
		return 0, false, err
	}
	if got.status != http.StatusOK || !got.json {
		return 0, false, got.unclear("not a page of identities")
	}
	n, err = strconv.ParseInt(got.total, 10, 64)
	return n, err == nil && n >= 0, nil
}

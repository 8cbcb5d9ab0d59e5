package kratos

import (
	"context"
	"fmt"
	"net/http"

	"latchkey/kratos/trait"
)

// TraitFaults compares the configured paths with the identity schemas that Kratos uses now. Errors: fault.ErrKratosUnavailable.
func TraitFaults(ctx context.Context, c *Client) ([]trait.Fault, error) {
	schemas, err := c.schemas(ctx)
	if err != nil || len(schemas) == trait.SchemasAtOnce { // there may be more, so nothing is known to be missing
		return nil, err
	}
	return c.naming.Faults(schemas), nil
}

func (c *Client) schemas(ctx context.Context) (trait.Schemas, error) {
	got, err := c.getPublic(ctx, callSchemas, fmt.Sprintf("/schemas?per_page=%d", trait.SchemasAtOnce))
	if err != nil {
		return nil, err
	}
	var schemas trait.Schemas
	if got.status != http.StatusOK || got.decode(&schemas) != nil {
		return nil, got.unclear("not a list of identity schemas")
	}
	return schemas, nil
}

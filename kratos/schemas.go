package kratos

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"latchkey/kratos/trait"
)

// schemasAtOnce is how many identity schemas are requested; Kratos returns no more at once.
const schemasAtOnce = 500

// TraitFaults compares the configured paths with the identity schemas that Kratos uses now. Errors: fault.ErrKratosUnavailable.
func TraitFaults(ctx context.Context, c *Client) ([]trait.Fault, error) {
	schemas, err := c.schemas(ctx)
	if err != nil || len(schemas) == schemasAtOnce { // there may be more, so nothing is known to be missing
		return nil, err
	}
	return c.naming.Faults(schemas), nil
}

func (c *Client) schemas(ctx context.Context) ([]trait.Schema, error) {
	got, err := c.getPublic(ctx, callSchemas, fmt.Sprintf("/schemas?per_page=%d", schemasAtOnce))
	if err != nil {
		return nil, err
	}
	var received []struct {
		ID     string          `json:"id"`
		Schema json.RawMessage `json:"schema"`
	}
	if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
		return nil, got.unclear("not a list of identity schemas")
	}
	var schemas []trait.Schema
	for _, one := range received {
		schema, err := trait.NewSchema(one.ID, one.Schema)
		if err != nil {
			return nil, got.unclear("not an identity schema")
		}
		schemas = append(schemas, schema)
	}
	slices.SortFunc(schemas, func(a, b trait.Schema) int { return strings.Compare(a.ID, b.ID) })
	return schemas, nil
}

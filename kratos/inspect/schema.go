package inspect

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

// Schemas returns the identity schemas, sorted by ID. Its error is a *Refusal, or ErrNotKratos.
func (k *Kratos) Schemas(ctx context.Context) (schemas []trait.Schema, err error) {
	got, err := k.get(ctx, fmt.Sprintf("%s/schemas?per_page=%d", k.PublicURL, schemasAtOnce))
	if err != nil {
		return nil, err
	}
	var list []struct {
		ID     string          `json:"id"`
		Schema json.RawMessage `json:"schema"`
	}
	if err := got.decode(http.StatusOK, &list); err != nil {
		return nil, err
	}
	for _, one := range list {
		schema, err := trait.NewSchema(one.ID, one.Schema)
		if err != nil {
			return nil, err
		}
		schemas = append(schemas, schema)
	}
	slices.SortFunc(schemas, func(a, b trait.Schema) int { return strings.Compare(a.ID, b.ID) })
	return schemas, nil
}

package inspect

import (
	"context"
	"fmt"
	"net/http"

	"latchkey/kratos/trait"
)

// Schemas returns the identity schemas, sorted by ID. Its error is a *Refusal, or ErrNotKratos.
func (k *Kratos) Schemas(ctx context.Context) (schemas trait.Schemas, err error) {
	got, err := k.get(ctx, fmt.Sprintf("%s/schemas?per_page=%d", k.PublicURL, trait.SchemasAtOnce))
	if err != nil {
		return nil, err
	}
	return schemas, got.Decode(http.StatusOK, &schemas)
}

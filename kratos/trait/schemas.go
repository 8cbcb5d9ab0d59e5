package trait

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// SchemasAtOnce is how many identity schemas are requested (per_page); Kratos returns no more at once.
const SchemasAtOnce = 500

// Schemas are the identity schemas of a Kratos, sorted by ID. It decodes the response to GET /schemas.
type Schemas []Schema

func (s *Schemas) UnmarshalJSON(raw []byte) error {
	var list []struct {
		ID     string          `json:"id"`
		Schema json.RawMessage `json:"schema"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	if list == nil {
		return errors.New("not a list of identity schemas")
	}
	*s = nil
	for _, one := range list {
		schema, err := NewSchema(one.ID, one.Schema)
		if err != nil {
			return err
		}
		*s = append(*s, schema)
	}
	slices.SortFunc(*s, func(a, b Schema) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

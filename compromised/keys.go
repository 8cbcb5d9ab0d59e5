package compromised

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/store"
	"latchkey/webauthnsvc/record"
)

// pageOfKeys is how many passkeys without an AAGUID are read at once.
const pageOfKeys = 1000

// KeyModel is a compromised model of the U2F protocol. Its passkeys have no AAGUID, only the key identifier of their certificate.
// Nothing suspends or marks them.
type KeyModel struct {
	KeyIdentifier string    `json:"key_identifier"`
	Name          string    `json:"name"`
	Status        string    `json:"status"`
	Passkeys      int64     `json:"passkeys"` // those that are not suspended
	Identities    int64     `json:"identities"`
	Examples      []Example `json:"examples"`
}

// Passkeys are listed.
type Passkeys interface {
	ListPasskeys(ctx context.Context, filter store.PasskeyFilter, page store.Page) ([]store.Passkey, error)
}

// KeyModels returns the compromised models of the U2F protocol of which there are passkeys whose attestation was verified. It reads all
// passkeys without an AAGUID, if the list reports any such model. Errors: fault.ErrStoreUnavailable.
func KeyModels(ctx context.Context, records Passkeys, list *metadata.List) ([]KeyModel, error) {
	found := []KeyModel{}
	if list == nil || len(list.CompromisedKeys()) == 0 {
		return found, nil
	}
	known, models, users := list.CompromisedKeys(), map[string]*KeyModel{}, map[string]map[uuid.UUID]bool{}
	none, usable := uuid.Nil, false
	page := store.Page{Size: pageOfKeys}
	for {
		rows, err := records.ListPasskeys(ctx, store.PasskeyFilter{AAGUID: &none, Suspended: &usable}, page)
		if err != nil {
			return nil, fault.OfStore(err)
		}
		for _, row := range rows {
			key := record.KeyIdentifier(row)
			said, ok := known[key]
			if !ok {
				continue
			}
			if models[key] == nil {
				models[key], users[key] = &KeyModel{KeyIdentifier: key, Name: said.Name, Status: said.Status, Examples: []Example{}}, map[uuid.UUID]bool{}
			}
			models[key].add(row)
			users[key][row.IdentityID] = true
		}
		if len(rows) < pageOfKeys {
			break
		}
		page.Before = rows[len(rows)-1].ID
	}
	for key, model := range models {
		model.Identities = int64(len(users[key]))
		found = append(found, *model)
	}
	slices.SortFunc(found, func(a, b KeyModel) int { return cmp.Compare(a.KeyIdentifier, b.KeyIdentifier) })
	return found, nil
}

func (m *KeyModel) add(row store.Passkey) {
	if m.Passkeys++; len(m.Examples) < examples {
		m.Examples = append(m.Examples, Example{row.ID, row.IdentityID, false})
	}
}

// Everything is an overview, and the models to which nothing happens.
type Everything struct {
	*Overview
	KeyModels []KeyModel `json:"key_models"`
}

// Everything returns more than Overview, and may take longer. Errors: fault.ErrStoreUnavailable.
func (s *Service) Everything(ctx context.Context) (*Everything, error) {
	found, err := s.Overview(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := KeyModels(ctx, s.store, s.list())
	return &Everything{found, keys}, err
}

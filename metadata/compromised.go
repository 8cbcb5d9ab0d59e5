package metadata

import (
	"bytes"
	"slices"

	"github.com/google/uuid"
)

// Compromise is what a list says about a model that is compromised.
type Compromise struct {
	AAGUID uuid.UUID
	Name   string // of the model, in English
	Status string // such as REVOKED
}

// Compromised returns the models that the list reports as compromised, by AAGUID. That of zeros is no model.
func (l *List) Compromised() (models []Compromise) {
	for aaguid, entry := range l.entries {
		if entry.Compromised != "" && aaguid != uuid.Nil {
			models = append(models, Compromise{AAGUID: aaguid, Name: entry.Name, Status: entry.Compromised})
		}
	}
	slices.SortFunc(models, func(a, b Compromise) int { return bytes.Compare(a.AAGUID[:], b.AAGUID[:]) })
	return models
}

// CompromisedKeys returns the models of the U2F protocol that the list reports as compromised, by their key identifiers in lower case.
// They have no AAGUID.
func (l *List) CompromisedKeys() map[string]Compromise {
	models := map[string]Compromise{}
	for key, entry := range l.byKey {
		if entry.Compromised != "" {
			models[key] = Compromise{Name: entry.Name, Status: entry.Compromised}
		}
	}
	return models
}

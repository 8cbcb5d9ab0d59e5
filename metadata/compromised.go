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

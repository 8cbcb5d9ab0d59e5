package metadata

import (
	"cmp"
	"slices"

	"latchkey/authenticator"
)

// Compromise is what a list says about a model that is compromised.
type Compromise struct {
	Model  authenticator.Model
	Name   string // of the model, in English
	Status string // such as REVOKED
}

// Compromised returns the models that the list reports as compromised, by ID.
func (l *List) Compromised() (models []Compromise) {
	for model, entry := range l.entries {
		if entry.Compromised != "" {
			models = append(models, Compromise{Model: model, Name: entry.Name, Status: entry.Compromised})
		}
	}
	slices.SortFunc(models, func(a, b Compromise) int { return cmp.Compare(a.Model.ID(), b.Model.ID()) })
	return models
}

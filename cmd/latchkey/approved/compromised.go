package approved

import (
	"context"
	"fmt"
	"time"

	"latchkey/authenticator"
	"latchkey/doctor"
	"latchkey/store"
)

// late is how long after the time of a report serve has certainly begun to act on it.
const late = time.Hour

// Models is what the database says of models: the reports of compromised ones, and how many usable passkeys are of unknown model.
type Models struct {
	Reports []store.CompromisedModel
	Unknown int64
}

// ReadModels reads them.
func ReadModels(ctx context.Context, records store.CompromisedModels) (m Models, err error) {
	if m.Reports, err = records.CompromisedModels(ctx); err != nil {
		return m, err
	}
	held, err := records.HeldModels(ctx, []authenticator.Model{{}})
	for _, of := range held {
		m.Unknown = of.Passkeys
	}
	return m, err
}

// CheckCompromised checks whether passkeys are about to be suspended or marked because their model is compromised.
func CheckCompromised(read func(context.Context) (Models, error), now func() time.Time) doctor.Check {
	return doctor.Check{Name: "compromised_models", Title: "No model with passkeys is newly reported as compromised", After: []string{"database"}, Run: func(ctx context.Context) (found []doctor.Finding) {
		models, err := read(ctx)
		if err != nil {
			return []doctor.Finding{doctor.Faultf("the reports of compromised models cannot be read").Because("%v", err).Do("Do what that says.")}
		}
		acted := 0
		for _, r := range models.Reports {
			switch {
			case r.EndedAt != nil:
			case r.ActedAt != nil:
				acted++
			case now().Sub(r.DueAt) > late:
				found = append(found, doctor.Warnf("nothing is done about a compromised model").As("compromised_models.late").Because("%s", reported(r)).
					Do("Start latchkey serve, or see in its log why that fails."))
			default:
				found = append(found, doctor.Warnf("passkeys of a compromised model are to be suspended or marked").As("compromised_models.due").Because("%s", reported(r)).
					Do("Nothing, or see `latchkey policy compromised`, and name the model in webauthn.metadata.compromised_exempt."))
			}
		}
		if len(found) == 0 {
			return []doctor.Finding{{Result: doctor.OK, Wrong: fmt.Sprintf("no compromised model waits; models whose passkeys are suspended or marked: %d; usable passkeys of unknown model: %d", acted, models.Unknown)}}
		}
		return found
	}}
}

func reported(r store.CompromisedModel) string {
	return fmt.Sprintf("%s, %s: %s; %d passkeys of %d users when it was reported; %s at %s",
		r.Model.ID(), r.Name, r.Status, r.Held.Passkeys, r.Held.Identities, r.Action, r.DueAt.Format(time.RFC3339))
}

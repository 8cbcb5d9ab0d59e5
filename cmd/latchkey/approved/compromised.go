package approved

import (
	"context"
	"fmt"
	"time"

	"latchkey/compromised"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/store"
)

// late is how long after the time of a report serve has certainly begun to act on it.
const late = time.Hour

// CheckCompromised checks whether passkeys are about to be suspended or marked because their model is compromised, and whether there are
// some of compromised models to which that does not happen. read lists the reports, and those models.
func CheckCompromised(read func(context.Context) ([]store.CompromisedModel, []compromised.KeyModel, error), now func() time.Time) doctor.Check {
	return doctor.Check{Name: "compromised_models", Title: "No model with passkeys is newly reported as compromised", After: []string{"database"}, Run: func(ctx context.Context) (found []doctor.Finding) {
		reports, keys, err := read(ctx)
		if err != nil {
			return []doctor.Finding{doctor.Faultf("the reports of compromised models cannot be read").Because("%v", err).Do("Do what that says.")}
		}
		acted := 0
		for _, r := range reports {
			switch {
			case r.EndedAt != nil:
			case r.ActedAt != nil:
				acted++
			case now().Sub(r.DueAt) > late:
				found = append(found, doctor.Warnf("nothing is done about a compromised model").As("compromised_models.late").Because("%s", reported(r)).
					Do("Start latchkey serve, or see in its log why that fails."))
			default:
				found = append(found, doctor.Warnf("passkeys of a compromised model are to be suspended or marked").As("compromised_models.due").Because("%s", reported(r)).
					Do("Nothing, or see `latchkey policy compromised`, and name the AAGUID in webauthn.metadata.compromised_exempt."))
			}
		}
		for _, m := range keys {
			found = append(found, doctor.Warnf("a compromised model without an AAGUID has passkeys, and nothing happens to them").As("compromised_models.u2f").
				Because("%s, %s: %s; %d passkeys of %d users", m.KeyIdentifier, m.Name, m.Status, m.Passkeys, m.Identities).
				Do("List them with `latchkey policy compromised --json`, and suspend or revoke them."))
		}
		if len(found) == 0 {
			return []doctor.Finding{{Result: doctor.OK, Wrong: fmt.Sprintf("no compromised model waits; models whose passkeys are suspended or marked: %d", acted)}}
		}
		return found
	}}
}

func reported(r store.CompromisedModel) string {
	return fmt.Sprintf("%s, %s: %s; %d passkeys of %d users when it was reported; %s at %s",
		r.AAGUID, r.Model, r.Status, r.Held.Passkeys, r.Held.Identities, r.Action, r.DueAt.Format(time.RFC3339))
}

// KeyModels returns the compromised models without an AAGUID of which there are passkeys. What keeps the list from being used is another
// check's.
func KeyModels(ctx context.Context, w config.WebAuthn, records store.Store) ([]compromised.KeyModel, error) {
	a := Read(w)
	if a.Metadata == nil || a.Metadata.Load(ctx, records) != nil {
		return nil, nil
	}
	return compromised.KeyModels(ctx, records, a.Metadata.List())
}

package compromised

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/fault"
	"latchkey/store"
)

// examples is how many passkeys of a model an overview names.
const examples = 3

// Overview is what the list reports, and what follows from it.
type Overview struct {
	List    *List   `json:"list"`   // the current list; null: there is none
	Action  string  `json:"action"` // store.ActionSuspend or store.ActionMark
	Models  []Model `json:"models"` // those of which there are passkeys or open reports
	Ended   []Model `json:"ended"`  // the reports that have ended, newest first
	Unknown Unknown `json:"unknown"`
}

// List is the current list.
type List struct {
	Number     int       `json:"number"`
	NextUpdate time.Time `json:"next_update"`
	Models     int       `json:"models"`
}

// Unknown counts the usable passkeys of unknown model, which no list finds: browsers withhold that of security keys where no attestation is
// asked for.
type Unknown struct {
	Passkeys   int64 `json:"passkeys"`
	Identities int64 `json:"identities"`
}

// Model is a compromised model.
type Model struct {
	authenticator.Model
	Name       string    `json:"name"`
	Status     string    `json:"status"`
	Exempt     bool      `json:"exempt"`
	store.Held           // now
	Staff      *int64    `json:"staff_without_another,omitempty"` // of WithoutAnother; nil: not counted
	Examples   []Example `json:"examples"`
	Report     *Report   `json:"report"` // null: not reported yet, or exempt
}

// Example is a passkey of a model.
type Example struct {
	PasskeyID  uuid.UUID `json:"passkey_id"`
	IdentityID uuid.UUID `json:"identity_id"`
	Suspended  bool      `json:"suspended"`
}

// Report is what was reported of a model.
type Report struct {
	ID         uuid.UUID  `json:"id"`
	Action     string     `json:"action"`
	Number     int64      `json:"number"` // of the latest list that it rests on
	store.Held            // then
	SeenAt     time.Time  `json:"seen_at"`
	DueAt      time.Time  `json:"due_at"`
	ActedAt    *time.Time `json:"acted_at"`
	Acted      int64      `json:"acted"` // passkeys that it has suspended or marked
	EndedAt    *time.Time `json:"ended_at"`
	EndedFor   string     `json:"ended_for"`
}

func reportOf(m store.CompromisedModel) *Report {
	return &Report{
		ID: m.ID, Action: m.Action, Number: m.Number, Held: m.Held, SeenAt: m.SeenAt, DueAt: m.DueAt,
		ActedAt: m.ActedAt, Acted: m.Acted, EndedAt: m.EndedAt, EndedFor: m.EndedFor,
	}
}

// Overview returns what the current list reports, and the reports. It changes nothing. Errors: fault.ErrStoreUnavailable.
func (s *Service) Overview(ctx context.Context) (*Overview, error) {
	found := &Overview{Action: s.cfg.Action, Models: []Model{}, Ended: []Model{}}
	reports, err := s.store.CompromisedModels(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	for _, r := range reports {
		one := Model{Model: r.Model, Name: r.Name, Status: r.Status, Exempt: s.exempt(r.Model), Examples: []Example{}, Report: reportOf(r)}
		if r.EndedAt != nil {
			found.Ended = append(found.Ended, one)
		} else {
			found.Models = append(found.Models, one)
		}
	}
	if list := s.list(); list != nil {
		found.List = &List{Number: list.Number, NextUpdate: list.NextUpdate, Models: list.Len()}
		for _, m := range list.Compromised() {
			if !reported(reports, m.Model) {
				found.Models = append(found.Models, Model{Model: m.Model, Name: m.Name, Status: m.Status, Exempt: s.exempt(m.Model), Examples: []Example{}})
			}
		}
	}
	return found, s.count(ctx, found)
}

// count counts the passkeys of each model, and removes those that have neither passkeys nor a report.
func (s *Service) count(ctx context.Context, o *Overview) error {
	unknown := authenticator.Model{}
	var affected, exempt []authenticator.Model
	for _, m := range o.Models {
		if m.Exempt {
			exempt = append(exempt, m.Model)
		} else {
			affected = append(affected, m.Model)
		}
	}
	counts := map[authenticator.Model]store.Held{}
	for _, together := range [][]authenticator.Model{affected, exempt, {unknown}} { // none of a set counts as another model
		held, err := s.held(ctx, together)
		if err != nil {
			return err
		}
		maps.Copy(counts, held)
	}
	o.Unknown = Unknown{counts[unknown].Passkeys, counts[unknown].Identities}
	kept := []Model{}
	for _, m := range o.Models {
		m.Held = counts[m.Model]
		if m.Passkeys == 0 && m.Report == nil {
			continue
		}
		rows, err := s.store.ListPasskeys(ctx, store.PasskeyFilter{AAGUID: &m.AAGUID, KeyIdentifier: &m.KeyIdentifier}, store.Page{Size: examples})
		if err != nil {
			return fault.OfStore(err)
		}
		for _, row := range rows {
			m.Examples = append(m.Examples, Example{row.ID, row.IdentityID, row.SuspendedAt != nil})
		}
		kept = append(kept, m)
	}
	o.Models = kept
	return nil
}

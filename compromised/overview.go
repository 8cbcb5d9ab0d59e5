package compromised

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/metadata"
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

// Model is a compromised model.
type Model struct {
	AAGUID uuid.UUID `json:"aaguid"`
	Name   string    `json:"name"`
	Status string    `json:"status"`
	Exempt bool      `json:"exempt"`
	// The usable passkeys that there are now, their users, and those of them who have no usable passkey of another model.
	Passkeys       int64     `json:"passkeys"`
	Identities     int64     `json:"identities"`
	WithoutAnother int64     `json:"without_another"`
	Examples       []Example `json:"examples"`
	Report         *Report   `json:"report"` // null: not reported yet, or exempt
}

// Example is a passkey of a model.
type Example struct {
	PasskeyID  uuid.UUID `json:"passkey_id"`
	IdentityID uuid.UUID `json:"identity_id"`
	Suspended  bool      `json:"suspended"`
}

// Report is what was reported of a model.
type Report struct {
	ID             uuid.UUID  `json:"id"`
	Action         string     `json:"action"`
	Number         int64      `json:"number"` // of the latest list that it rests on
	Passkeys       int64      `json:"passkeys"`
	Identities     int64      `json:"identities"`
	WithoutAnother int64      `json:"without_another"`
	SeenAt         time.Time  `json:"seen_at"`
	DueAt          time.Time  `json:"due_at"`
	ActedAt        *time.Time `json:"acted_at"`
	Acted          int64      `json:"acted"` // passkeys that it has suspended or marked
	EndedAt        *time.Time `json:"ended_at"`
	EndedFor       string     `json:"ended_for"`
}

func reportOf(m store.CompromisedModel) *Report {
	return &Report{
		ID: m.ID, Action: m.Action, Number: m.Number, Passkeys: m.Held.Passkeys, Identities: m.Held.Identities, WithoutAnother: m.Held.WithoutAnother,
		SeenAt: m.SeenAt, DueAt: m.DueAt, ActedAt: m.ActedAt, Acted: m.Acted, EndedAt: m.EndedAt, EndedFor: m.EndedFor,
	}
}

// Overview returns what the current list reports, and the reports. It changes nothing. Errors: fault.ErrStoreUnavailable.
func (s *Service) Overview(ctx context.Context) (*Overview, error) {
	found := &Overview{Action: s.cfg.Action, Models: []Model{}, Ended: []Model{}}
	reports, err := s.store.CompromisedModels(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if found.Unknown, err = s.unknown(ctx); err != nil {
		return nil, err
	}
	for _, r := range reports {
		one := Model{AAGUID: r.AAGUID, Name: r.Model, Status: r.Status, Exempt: s.exempt(r.AAGUID), Examples: []Example{}, Report: reportOf(r)}
		if r.EndedAt != nil {
			found.Ended = append(found.Ended, one)
		} else {
			found.Models = append(found.Models, one)
		}
	}
	if list := s.list(); list != nil {
		found.List = &List{Number: list.Number, NextUpdate: list.NextUpdate, Models: list.Len()}
		found.add(list.Compromised(), s.exempt)
	}
	return found, s.count(ctx, found)
}

// add adds the models of the list that have no open report.
func (o *Overview) add(models []metadata.Compromise, exempt func(uuid.UUID) bool) {
	known := map[uuid.UUID]bool{}
	for _, m := range o.Models {
		known[m.AAGUID] = true
	}
	for _, m := range models {
		if !known[m.AAGUID] {
			o.Models = append(o.Models, Model{AAGUID: m.AAGUID, Name: m.Name, Status: m.Status, Exempt: exempt(m.AAGUID), Examples: []Example{}})
		}
	}
}

// count counts the passkeys of each model, and removes those that have neither passkeys nor a report.
func (s *Service) count(ctx context.Context, o *Overview) error {
	var affected, exempt []uuid.UUID
	for _, m := range o.Models {
		if m.Exempt {
			exempt = append(exempt, m.AAGUID)
		} else {
			affected = append(affected, m.AAGUID)
		}
	}
	held, err := s.store.HeldModels(ctx, affected)
	if err != nil {
		return fault.OfStore(err)
	}
	spared, err := s.store.HeldModels(ctx, exempt)
	if err != nil {
		return fault.OfStore(err)
	}
	counts, kept := byAAGUID(append(held, spared...)), []Model{}
	for _, m := range o.Models {
		n := counts[m.AAGUID]
		m.Passkeys, m.Identities, m.WithoutAnother = n.Passkeys, n.Identities, n.WithoutAnother
		if m.Passkeys == 0 && m.Report == nil {
			continue
		}
		rows, err := s.store.ListPasskeys(ctx, store.PasskeyFilter{AAGUID: &m.AAGUID}, store.Page{Size: examples})
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

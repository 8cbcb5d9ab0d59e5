package compromised

import (
	"context"
	"errors"

	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/store"
)

// said is what a list says, if it is not older than one that reports rest on. nil: nothing can be concluded.
type said struct {
	publisher string
	number    int64
	known     int64 // the highest number of this publisher's lists that counts
	statuses  map[authenticator.Model]string
}

// says returns what the list of this replica says. An older one than a report rests on says nothing: another replica has a newer one,
// or an old file was put back.
func (s *Service) says(ctx context.Context, list *metadata.List, reports []store.CompromisedModel) (*said, error) {
	if list == nil {
		return nil, nil
	}
	number := int64(list.Number)
	known, err := s.known(ctx, list, reports)
	if err != nil {
		return nil, err
	}
	if number < known {
		s.cfg.Log.Warn("the list of authenticators is older than the one that compromised models were reported by; nothing is concluded from it",
			"number", number, "known", known)
		return nil, nil
	}
	statuses := map[authenticator.Model]string{}
	for _, m := range list.Compromised() {
		statuses[m.Model] = m.Status
	}
	return &said{list.Publisher, number, known, statuses}, nil
}

// known is the highest number that a report rests on. If the database keeps a list of a lower one, all above were discarded, such as
// one whose signer was revoked.
func (s *Service) known(ctx context.Context, list *metadata.List, reports []store.CompromisedModel) (int64, error) {
	highest := newest(reports, list.Publisher)
	if highest <= int64(list.Number) {
		return int64(list.Number), nil
	}
	kept, err := s.store.AuthenticatorList(ctx, list.Publisher, nil)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return highest, nil
	case err != nil:
		return 0, err
	}
	return min(highest, int64(kept.Number)), nil
}

// reports says that the list reports a model as compromised.
func (d *said) reports(model authenticator.Model) bool { return d != nil && d.statuses[model] != "" }

// clears says that the list ends a report: it is newer and lacks the model, or the report rests on a list that was discarded.
func (d *said) clears(report store.CompromisedModel) bool {
	return d != nil && d.publisher == report.Publisher && !d.reports(report.Model) && (d.number > report.Number || report.Number > d.known)
}

// confirms says that the list tells something new of a model that it still reports.
func (d *said) confirms(report store.CompromisedModel) bool {
	return d.reports(report.Model) &&
		(d.publisher != report.Publisher || d.number > report.Number || d.number == report.Number && d.statuses[report.Model] != report.Status)
}

func (d *said) confirmation(model authenticator.Model) store.ModelConfirmation {
	return store.ModelConfirmation{Status: d.statuses[model], Publisher: d.publisher, Number: d.number}
}

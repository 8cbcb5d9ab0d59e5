package compromised

import (
	"context"
	"errors"
	"time"

	"latchkey/claim"
	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/store"
)

const (
	// every is how often the list is compared with the passkeys.
	every = 10 * time.Minute
	// againAfter is when a comparison that failed is repeated.
	againAfter = time.Minute
	// atOnce is how many passkeys are read at once.
	atOnce = 100
	// logEvery is how many passkeys are between two lines of the log.
	logEvery = 1000
)

// Run does what is due, for the background tasks of serve, and also what a list says that is new to this replica. Any number of replicas may call it at once: one claims it, and another
// continues if it fails. Errors: fault.ErrStoreUnavailable.
func (s *Service) Run(ctx context.Context) error {
	list := s.list()
	if list == nil {
		return nil
	}
	number := int64(list.Number)
	held, err := claim.Take(ctx, s.store, s.cfg.Now, store.ScopeCompromised, s.compared.Load() != number)
	switch {
	case errors.Is(err, store.ErrNotFound): // not due, or another replica's
		return nil
	case err != nil:
		return err
	}
	err = (&run{s, held, list}).all(ctx)
	if errors.Is(err, store.ReconciliationTaken) {
		return nil
	}
	ended := held.End(ctx, s.end(err))
	if errors.Is(ended, store.ReconciliationTaken) {
		ended = nil
	}
	if err == nil {
		s.compared.Store(number)
	}
	return errors.Join(err, ended)
}

func (s *Service) end(err error) store.Reconciliation {
	now := s.now()
	r := store.Reconciliation{Scope: store.ScopeCompromised, EndedAt: &now, Outcome: store.ReconciliationDone, DueAt: now.Add(every)}
	if err != nil {
		r.Outcome, r.DueAt = store.ReconciliationFailed, now.Add(againAfter)
	}
	return r
}

// run is one comparison, under a claim. Everything it does rests on rows, so that another run can continue at any point.
type run struct {
	s     *Service
	claim *claim.Claim
	list  *metadata.List // the same from the beginning to the end
}

// all ends reports first, so that what another setting or a newer list has decided holds before anything is suspended.
func (r *run) all(ctx context.Context) error {
	if err := store.Check(ctx, r.s.store, r.s.cfg.Now); err != nil {
		return fault.OfStore(err) // a clock that has jumped would act too early
	}
	if err := r.end(ctx); err != nil {
		return err
	}
	if err := r.resume(ctx); err != nil {
		return err
	}
	if err := r.report(ctx); err != nil {
		return err
	}
	return r.act(ctx)
}

// stale reports whether the list of this replica is older than one that a report rests on. Then it says nothing new: another replica
// has a newer one, or an old file was put back.
func (r *run) stale(reports []store.CompromisedModel) bool {
	number, known := int64(r.list.Number), newest(reports, r.list.Publisher)
	if number < known {
		r.s.cfg.Log.Warn("the list of authenticators is older than the one that compromised models were reported by; nothing is concluded from it",
			"number", number, "known", known)
	}
	return number < known
}

// end ends the open reports that no longer hold, and notes the list that confirms the others.
func (r *run) end(ctx context.Context) error {
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	stale := r.stale(reports)
	statuses := statusesOf(r.list.Compromised())
	number := int64(r.list.Number)
	for _, report := range open(reports) {
		status, still := statuses[report.AAGUID]
		switch {
		case r.s.exempt(report.AAGUID):
			err = r.s.endReport(ctx, report, report.Number, store.ReportExempt)
		case report.Publisher != r.list.Publisher: // whose numbers cannot be compared
			err = r.s.endReport(ctx, report, report.Number, store.ReportReplaced)
		case !stale && !still && number > report.Number:
			err = r.s.endReport(ctx, report, number, store.ReportCleared)
		case report.Action != r.s.cfg.Action:
			err = r.s.endReport(ctx, report, report.Number, store.ReportReplaced)
		case !stale && still && (number > report.Number || status != report.Status):
			err = r.s.store.ConfirmModel(ctx, report.ID, status, number)
		}
		if err != nil {
			return fault.OfStore(err)
		}
	}
	return nil
}

// report stores a report of each compromised model that has passkeys and no report.
func (r *run) report(ctx context.Context) error {
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	if r.stale(reports) {
		return nil
	}
	models := r.list.Compromised()
	held, err := r.s.store.HeldModels(ctx, r.s.aaguids(models))
	if err != nil {
		return fault.OfStore(err)
	}
	counts := byAAGUID(held)
	for _, m := range models {
		if counts[m.AAGUID].Passkeys == 0 || r.s.exempt(m.AAGUID) || reported(reports, m.AAGUID) {
			continue
		}
		if err := r.s.reportModel(ctx, m, counts[m.AAGUID], r.list); err != nil {
			return fault.OfStore(err)
		}
	}
	return nil
}

// act suspends or marks the passkeys of the models whose time has come, also those that were added since.
func (r *run) act(ctx context.Context) error {
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	for _, report := range open(reports) {
		if report.DueAt.After(r.s.now()) {
			continue
		}
		if err := r.actOn(ctx, report); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) actOn(ctx context.Context, report store.CompromisedModel) error {
	done := 0
	for {
		rows, err := r.s.store.PasskeysToSuspend(ctx, report.ID, atOnce)
		if err != nil {
			return fault.OfStore(err)
		}
		if len(rows) == 0 {
			return fault.OfStore(r.s.finishReport(ctx, report))
		}
		for _, row := range rows {
			if err := r.claim.Hold(ctx); err != nil {
				return err
			}
			if err := r.s.actOnPasskey(ctx, report, row); err != nil {
				return fault.OfStore(err)
			}
			if done++; done%logEvery == 0 {
				r.s.cfg.Log.Info("passkeys of a compromised model", "aaguid", report.AAGUID, "action", report.Action, "done", done)
			}
		}
	}
}

// resume resumes the passkeys whose report has ended.
func (r *run) resume(ctx context.Context) error {
	for {
		rows, err := r.s.store.PasskeysToResume(ctx, atOnce)
		if err != nil || len(rows) == 0 {
			return fault.OfStore(err)
		}
		for _, row := range rows {
			if err := r.claim.Hold(ctx); err != nil {
				return err
			}
			if err := r.s.resumePasskey(ctx, row); err != nil {
				return fault.OfStore(err)
			}
		}
	}
}

package compromised

import (
	"context"
	"errors"
	"time"

	"latchkey/authenticator"
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
	// fewest is how many passkeys that were added to a compromised model are dealt with at once, without another report.
	fewest = 10
	// logEvery is how many passkeys are between two lines of the log.
	logEvery = 1000
)

// Run does what is due, for the background tasks of serve, and also what a list says that is new to this replica. Any number of replicas
// may call it at once: one claims it, and another continues if it fails. Errors: fault.ErrStoreUnavailable.
func (s *Service) Run(ctx context.Context) error {
	if s.cfg.Lists == nil {
		return nil
	}
	list, number := s.list(), int64(0)
	if list != nil {
		number = int64(list.Number)
	}
	held, err := claim.Take(ctx, s.store, s.cfg.Now, store.ScopeCompromised, s.compared.Load() != number)
	switch {
	case errors.Is(err, store.ErrNotFound): // not due, or another replica's
		return nil
	case err != nil:
		return err
	}
	err = (&run{s: s, claim: held, list: list}).all(ctx)
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
	list  *metadata.List // the same from the beginning to the end; nil: there is none that can be used
	says  *said          // of it
}

// all ends reports first, so that what another setting or a newer list has decided holds before anything is suspended. Without a list
// only settings end reports.
func (r *run) all(ctx context.Context) error {
	if err := store.Check(ctx, r.s.store, r.s.cfg.Now); err != nil {
		return fault.OfStore(err) // a clock that has jumped would act too early
	}
	if err := r.end(ctx); err != nil {
		return err
	}
	if err := r.resume(ctx); err != nil || r.list == nil {
		return err
	}
	if err := r.report(ctx); err != nil {
		return err
	}
	return r.act(ctx)
}

// end ends the open reports that no longer hold, and notes the list that confirms the others.
func (r *run) end(ctx context.Context) error {
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	if r.says, err = r.s.says(ctx, r.list, reports); err != nil {
		return fault.OfStore(err)
	}
	for _, report := range open(reports) {
		cause := r.s.ends(report, r.says)
		switch {
		case cause == store.ReportCleared:
			err = r.s.endReport(ctx, report, r.says.number, cause)
		case cause != "":
			err = r.s.endReport(ctx, report, report.Number, cause)
		case r.says.confirms(report):
			err = r.s.store.ConfirmModel(ctx, report.ID, r.says.confirmation(report.Model))
		}
		if err != nil {
			return fault.OfStore(err)
		}
	}
	return nil
}

// report stores a report of each compromised model that has passkeys and no report.
func (r *run) report(ctx context.Context) error {
	if r.says == nil {
		return nil
	}
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	models := r.list.Compromised()
	held, err := r.s.held(ctx, r.s.affected(models))
	if err != nil {
		return err
	}
	for _, m := range models {
		if held[m.Model].Passkeys == 0 || r.s.exempt(m.Model) || reported(reports, m.Model) || !r.s.mayReport(m, reports, r.says) {
			continue
		}
		if err := r.s.reportModel(ctx, m, held[m.Model], r.list); err != nil {
			return fault.OfStore(err)
		}
	}
	return nil
}

// act suspends or marks the passkeys of the models whose time has come, also those that were added since; if those are many, after
// another report.
func (r *run) act(ctx context.Context) error {
	reports, err := r.s.store.CompromisedModels(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	for _, report := range open(reports) {
		if report, err = r.again(ctx, report); err != nil {
			return err
		}
		if report.DueAt.After(r.s.now()) {
			continue
		}
		if err := r.actOn(ctx, report); err != nil {
			return err
		}
	}
	return nil
}

// again reports a model anew if many passkeys wait that were added since its report was acted on: more than ten, and more than a tenth of
// those that were there, but at most more than a hundred.
func (r *run) again(ctx context.Context, report store.CompromisedModel) (store.CompromisedModel, error) {
	if report.ActedAt == nil {
		return report, nil
	}
	few := int(min(max(fewest, report.Acted/10), atOnce))
	rows, err := r.s.store.PasskeysToSuspend(ctx, report, few+1)
	if err != nil || len(rows) <= few {
		return report, fault.OfStore(err)
	}
	held, err := r.s.held(ctx, []authenticator.Model{report.Model})
	if err != nil {
		return report, err
	}
	report, err = r.s.repeatReport(ctx, report, held[report.Model])
	return report, fault.OfStore(err)
}

func (r *run) actOn(ctx context.Context, report store.CompromisedModel) error {
	done := 0
	for {
		rows, err := r.s.store.PasskeysToSuspend(ctx, report, atOnce)
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
				r.s.cfg.Log.Info("passkeys of a compromised model", report.Model.Member(), report.Model.ID(), "action", report.Action, "done", done)
			}
		}
	}
}

// resume resumes the passkeys whose report has ended. It does not suffice that a model has no report: a database may be new, and the
// passkeys imported.
func (r *run) resume(ctx context.Context) error {
	of := r.s.resumable(r.list, r.says)
	for {
		rows, err := r.s.store.PasskeysToResume(ctx, of, atOnce)
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

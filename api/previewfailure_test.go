package api_test

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/people"
	policies "latchkey/policy"
	"latchkey/rules"
	"latchkey/store"
)

// strictForFinance has the rules of a harness with a rule that requires aal2 at once.
func (h *harness) strictForFinance() people.Compared {
	h.t.Helper()
	changed := h.rules
	changed.Rules = []policies.Rule{staff(func(r *policies.Rule) { r.Required, r.Grace = is("aal2"), is(time.Duration(0)) })}
	other, err := rules.Compared(changed)
	if err != nil {
		h.t.Fatal(err)
	}
	return other
}

// peopled returns the crowd, in finance.
func (h *harness) peopled() (all []*person) {
	for _, one := range crowd {
		p := h.person(one.name)
		p.becomes(h, inFinance)
		one.setUp(h, p)
		all = append(all, p)
	}
	return all
}

func (s *failingStore) IdentityFacts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	if s.fails() {
		return nil, errDown
	}
	return s.Store.IdentityFacts(ctx, ids)
}

// A preview that is stopped, or that Kratos or the database fails in the middle or at the end, ends with the error, without a result, and has
// written nothing.
func TestPreviewFails(t *testing.T) {
	t.Parallel()
	errStopped := errors.New("stopped")
	gone := func(h *harness, _ context.CancelCauseFunc) error { h.store.goDown(true); return nil }
	for name, test := range map[string]struct {
		fail func(h *harness, stop context.CancelCauseFunc) error // what Kratos answers then
		last bool                                                 // before the last page, after which none is listed that could fail; otherwise before the second
		want error
	}{
		"Kratos is gone":                        {func(*harness, context.CancelCauseFunc) error { return fault.ErrKratosUnavailable }, false, fault.ErrKratosUnavailable},
		"it is stopped":                         {func(_ *harness, stop context.CancelCauseFunc) error { stop(errStopped); return nil }, false, errStopped},
		"the database is gone":                  {gone, false, fault.ErrStoreUnavailable},
		"the database is gone at the last page": {gone, true, fault.ErrStoreUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancelCause(t.Context())
			defer stop(nil)
			read := make(chan struct{}, len(crowd)) // a page
			h := newHarness(t, byKratos, func(h *harness) {
				h.rules.WalkIdentities = func(ctx context.Context, visit func([]account.Identity) error) ([]uuid.UUID, error) {
					pages, at := 0, 2
					if test.last {
						at = (len(crowd) + 1) / 2
					}
					unread, err := h.kratos.walk(ctx, func(page []account.Identity) error {
						if pages++; pages == at {
							for range at - 1 {
								<-read // so that only this page can fail
							}
							if err := test.fail(h, stop); err != nil {
								return err
							}
						}
						return visit(page)
					})
					if test.last && pages != at {
						t.Errorf("%d pages, and the database was gone at %d", pages, at)
					}
					return unread, err
				}
			})
			h.peopled()
			other := h.strictForFinance()
			before := h.written()
			got, err := h.service.People.Preview(ctx, other, func(_, _ int64) { read <- struct{}{} })
			if !errors.Is(err, test.want) || got != nil {
				t.Errorf("%+v, %v; want %v", got, err, test.want)
			}
			if after := h.written(); after != before {
				t.Errorf("it wrote: %v, then %v", before, after)
			}
		})
	}
}

// A preview does without Kratos' count of its identities: it then says that it does not know those who have set up nothing here.
func TestPreviewWithoutCount(t *testing.T) {
	t.Parallel()
	type counts = func(context.Context) (int64, bool, error)
	for name, count := range map[string]counts{"it is not asked": nil, "it fails": func(context.Context) (int64, bool, error) { return 0, false, fault.ErrKratosUnavailable }} {
		for _, listed := range []bool{false, true} {
			h := newHarness(t, byKratos, func(h *harness) { h.rules.CountIdentities = count })
			h.person("ada@example.com").register(device()).want(201)
			h.person("eve@example.com")
			other, want := people.Compared{}, int64(2)
			if listed {
				other = h.strictForFinance()
			} else {
				var err error
				if other, err = rules.Compared(h.rules); err != nil {
					t.Fatal(err)
				}
				want = 1
			}
			got, err := h.service.People.Preview(t.Context(), other, func(_, _ int64) {})
			if err != nil || got.ByKratos != listed || got.Identities != want || got.Uncounted == listed || got.Gone != 0 {
				t.Errorf("%s, Kratos lists them: %t: %+v, %v", name, listed, got, err)
			}
		}
	}
}

// Previews at the same time, and while users use their passkeys, do not disturb each other.
func TestPreviewsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHarness(t, byKratos)
	people := h.peopled()
	for _, p := range people {
		p.standing() // so that what Kratos holds has been seen
	}
	other := h.strictForFinance()
	alone, err := h.service.People.Preview(t.Context(), other, func(_, _ int64) {})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			counted := int64(0)
			got, err := h.service.People.Preview(t.Context(), other, func(done, _ int64) { counted = max(counted, done) })
			if err != nil {
				t.Error(err)
				return
			}
			if !reflect.DeepEqual(got, alone) || counted != alone.Identities {
				t.Errorf("%+v after %d, and alone %+v", got, counted, alone)
			}
		})
	}
	for _, p := range people {
		p.standing()
	}
	all.Wait()
}

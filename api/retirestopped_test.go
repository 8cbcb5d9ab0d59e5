package api_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/switchover"
)

// stoppingKratos answers to so many removals, and then to none.
type stoppingKratos struct {
	*fakeKratos
	left int
}

func (k *stoppingKratos) RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error) {
	if k.left--; k.left < 0 {
		return "", fault.ErrKratosUnavailable
	}
	return k.fakeKratos.RemoveFactor(ctx, id, kind, ref)
}

// If Kratos stops in the middle of an identity, the report and the audit log have what is gone there, and the next run removes the
// rest.
func TestRetireStops(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	for range 3 {
		h.holdsAtKratos(ada, device())
	}
	h.switchedOver()
	run := func(k switchover.Keeper) (report []string, totals switchover.Totals, err error) {
		retirer := switchover.NewRetirer(k, h.store, h.service.Standing, h.service.Audit)
		retirer.Unused = true
		totals, err = retirer.Run(t.Context(), func(one switchover.Identity) error { report = append(report, saidOf(one)); return nil }, func(switchover.Totals) {})
		return report, totals, err
	}
	report, totals, err := run(&stoppingKratos{h.kratos, 2})
	if !errors.Is(err, fault.ErrKratosUnavailable) || len(report) != 1 || report[0] != "retired, retired" || totals.Retired != 2 {
		t.Errorf("stopped: %q, %+v, %v", report, totals, err)
	}
	if left := len(h.kratos.identities[ada.id].natives); left != 1 || h.events("passkey.retired") != 1 {
		t.Errorf("%d copies left, %d events", left, h.events("passkey.retired"))
	}
	if report, totals, err := run(&stoppingKratos{h.kratos, 0}); !errors.Is(err, fault.ErrKratosUnavailable) || len(report) != 0 || totals.Retired != 0 {
		t.Errorf("stopped at once: %q, %+v, %v", report, totals, err)
	}
	if report, totals, err := run(h.kratos); err != nil || len(report) != 1 || report[0] != "retired" || totals.Retired != 1 {
		t.Errorf("the next run: %q, %+v, %v", report, totals, err)
	}
	if n := h.events("passkey.retired"); n != 2 {
		t.Errorf("%d events", n)
	}
}

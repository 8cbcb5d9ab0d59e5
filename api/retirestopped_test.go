package api_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
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

// forgettingKratos removes what it is asked to remove, and then fails.
type forgettingKratos struct{ *fakeKratos }

func (k forgettingKratos) RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error) {
	removal, err := k.fakeKratos.RemoveFactor(ctx, id, kind, ref)
	if err != nil || removal != account.RemovalDone {
		return removal, err
	}
	return account.RemovalUnsure, fault.ErrKratosUnavailable
}

// A copy of which Kratos does not say what became of it is in the report and in the audit log: it may be gone.
func TestRetireUnsure(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob, usb := h.person("ada@example.com"), h.person("bob@example.com"), device()
	h.holdsAtKratos(ada, device())
	h.holdsAtKratos(bob, usb, func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true })
	h.kratos.change(bob.id, func(i *kratosIdentity) { i.old = true })
	h.switchedOver()
	for i := range 2 {
		var report []string
		retirer := switchover.NewRetirer(forgettingKratos{h.kratos}, h.store, h.service.Standing, h.service.Audit)
		retirer.Unused, retirer.Last = true, true
		_, err := retirer.Run(t.Context(), func(one switchover.Identity) error { report = append(report, saidOf(one)); return nil }, func(switchover.Totals) {})
		if !errors.Is(err, fault.ErrKratosUnavailable) || len(report) != 1 || report[0] != "unsure" || h.events("passkey.retired") != i+1 {
			t.Errorf("run %d: %q, %v, %d events", i, report, err, h.events("passkey.retired"))
		}
	}
	for _, row := range h.query("SELECT metadata FROM security_audit WHERE event_type = 'passkey.retired'") {
		if text := fmt.Sprintf("%s", row[0]); !strings.Contains(text, `"credential_ids":[]`) || !strings.Contains(text, `"unsure_credential_ids":["`) {
			t.Errorf("metadata %s", text)
		}
	}
	if report := h.retired(); len(h.kratos.identities[ada.id].natives)+len(h.kratos.identities[bob.id].natives) != 0 {
		t.Errorf("left: %v", report)
	}
}

// failingRecords is a database that fails for one kind of call.
type failingRecords struct {
	switchover.Store
	reading bool
}

func (s failingRecords) PasskeysOf(ctx context.Context, id uuid.UUID) ([]store.Passkey, error) {
	if s.reading {
		return nil, errors.New("no connection")
	}
	return s.Store.PasskeysOf(ctx, id)
}

func (failingRecords) RecordEvent(context.Context, store.AuditEvent) error {
	return errors.New("no connection")
}

// Without the database nothing is removed. If it fails afterwards, the report has what is gone.
func TestRetireWithoutDatabase(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	h.holdsAtKratos(ada, device())
	h.switchedOver()
	for _, test := range []struct {
		reading bool
		want    string
		left    int
	}{{true, "", 1}, {false, "retired", 0}} {
		said := ""
		retirer := switchover.NewRetirer(h.kratos, failingRecords{h.store, test.reading}, h.service.Standing, h.service.Audit)
		retirer.Unused = true
		_, err := retirer.Run(t.Context(), func(one switchover.Identity) error { said += saidOf(one); return nil }, func(switchover.Totals) {})
		if left := len(h.kratos.identities[ada.id].natives); !errors.Is(err, fault.ErrStoreUnavailable) || said != test.want || left != test.left {
			t.Errorf("%+v: %q, %v, %d left", test, said, err, left)
		}
	}
}

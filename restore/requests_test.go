package restore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
)

// waiting are requests that waited for a second admin when the backup was taken.
type waiting struct{ approval, approved, reset, revocation uuid.UUID }

func (w *world) waiting(until time.Time) (r waiting) {
	w.Helper()
	admin := store.ResetActor{Kind: "admin_key", ID: id().String()}
	request := func() uuid.UUID {
		identity := uuid.New()
		made, err := w.records.CreateApproval(w.Context(), store.Approval{ID: id(), IdentityID: identity, Kind: store.ApproveRecoveryCode, State: store.ApprovalPending,
			Reason: "called back", RequestedBy: admin, RequestedAt: backedUp, ExpiresAt: until}, event(audit.ApprovalRequested, identity, backedUp))
		must(w.T, err)
		return made.ID
	}
	r.approval, r.approved = request(), request()
	must(w.T, w.records.DecideApproval(w.Context(), r.approved, store.ApprovalDecision{State: store.ApprovalApproved, By: admin, At: backedUp, ExpiresAt: until},
		event(audit.ApprovalApproved, uuid.Nil, backedUp)))
	reset, _, err := w.records.CreateReset(w.Context(), store.Reset{ID: id(), IdentityID: uuid.New(), State: store.ResetPending, Reason: "lost", RequestedBy: admin,
		RequestedAt: backedUp, ExpiresAt: &until, Steps: []byte("[]")}, event(audit.ResetRequested, uuid.Nil, backedUp))
	must(w.T, err)
	r.reset = reset.ID
	w.passkey(uuid.New())
	bulk, err := w.records.CreateRevocation(w.Context(), store.NewRevocation{
		Revocation: store.Revocation{ID: id(), State: store.RevocationPending, Reason: "recalled", Filter: "{}", RequestedBy: admin, RequestedAt: backedUp, ExpiresAt: &until},
		Limit:      10, Event: func(int) store.AuditEvent { return event(audit.RevocationRequested, uuid.Nil, backedUp) },
	})
	must(w.T, err)
	r.revocation = bulk.ID
	return r
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, of, by string
		back         bool
	}{
		"cancelled":                  {audit.ApprovalCancelled, "approval", "approval_id", true},
		"approved":                   {audit.ApprovalApproved, "approval", "approval_id", true},
		"only requested":             {audit.ApprovalRequested, "approval", "approval_id", false},
		"approved before":            {audit.ApprovalApproved, "approved", "approval_id", false},
		"approved before, cancelled": {audit.ApprovalCancelled, "approved", "approval_id", true},
		"collected":                  {audit.CodeBySupport, "approved", "approval_id", true},
		"reset, cancelled":           {audit.ResetCancelled, "reset", "reset_id", true},
		"reset, approved":            {audit.ResetApproved, "reset", "reset_id", true},
		"reset, requested":           {audit.ResetRequested, "reset", "reset_id", false},
		"revocation, cancelled":      {audit.RevocationCancelled, "revocation", "revocation_id", true},
		"another":                    {audit.RevocationCancelled, "", "revocation_id", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := create(t)
			r := w.waiting(w.now.Add(time.Hour))
			of := map[string]uuid.UUID{"approval": r.approval, "approved": r.approved, "reset": r.reset, "revocation": r.revocation, "": id()}[c.of]
			w.happens(1, c.kind, uuid.Nil, uuid.Nil, fmt.Sprintf(`{%q: %q}`, c.by, of))
			if !c.back {
				w.finds()
				return
			}
			if found := w.finds("approvals.back fault"); len(found) == 1 && !strings.HasPrefix(found[0].Remedy, "latchkey approvals cancel "+of.String()+" ") {
				t.Errorf("%+v", found)
			}
			w.now = w.now.Add(2 * time.Hour) // it has expired
			w.finds()
		})
	}
}

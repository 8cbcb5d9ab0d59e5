package metrics_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *measured) record(at time.Time) store.AuditEvent {
	m.t.Helper()
	recorded := event(at, "login.succeeded")
	must(m.t, m.raw.RecordEvent(m.t.Context(), recorded))
	return recorded
}

func event(at time.Time, kind string) store.AuditEvent {
	return store.AuditEvent{ID: uuid.Must(uuid.NewV7()), At: at, Type: kind, IdentityID: uuid.New(), ActorKind: "system"}
}

// seal closes a batch as audit does, without valid proofs.
func (m *measured) seal(number int64, events ...store.AuditEvent) {
	m.t.Helper()
	head := store.AuditHead{Number: number, SealedAt: m.clock.now, LastAt: m.clock.now, Count: len(events), Leaves: make([]byte, store.LeafSize*len(events))}
	head.Hash[0] = byte(number)
	var sealed []store.SealedEvent
	for _, event := range events {
		sealed = append(sealed, store.SealedEvent{AuditEvent: event, Batch: number, Salt: make([]byte, 16)})
	}
	must(m.t, m.raw.SealEvents(m.t.Context(), head, sealed))
}

// disowns has a person disown a factor, upon which other sessions have to end.
func (m *measured) disowns(at time.Time) {
	m.t.Helper()
	identity, sighting := uuid.New(), store.FactorSighting{ID: uuid.Must(uuid.NewV7()), Kind: "totp"}
	_, err := m.raw.RecordFactors(m.t.Context(), identity, at, []store.FactorSighting{sighting}, func(store.Factor, string) *store.AuditEvent { return nil })
	must(m.t, err)
	end := store.Ending{At: at, DueAt: at, Others: uuid.Must(uuid.NewV7()), BegunBy: at}
	_, err = m.raw.DisownFactor(m.t.Context(), store.FactorDisowning{IdentityID: identity, FactorID: sighting.ID, Ending: end, Event: event(m.clock.now, "factor.disowned")})
	must(m.t, err)
}

func TestBacklogs(t *testing.T) {
	m := measure(t, "mail", "webhook:crm")
	ctx, now := t.Context(), m.clock.now
	later := func() { m.clock.now = m.clock.now.Add(10 * time.Second) }
	m.shows(
		`latchkey_backlog_read 1`,
		`latchkey_audit_unsealed_events 0`,
		`latchkey_audit_oldest_unsealed_age_seconds 0`,
		`latchkey_sink_batches_behind{sink="mail"} 0`,
		`latchkey_deliveries_dead{sink="webhook:crm"} 0`,
		`latchkey_resets_unfinished{state="open"} 0`,
		`latchkey_resets_oldest_open_age_seconds 0`,
		`latchkey_revocations_unfinished{state="pending"} 0`,
		`latchkey_revocations_oldest_open_age_seconds 0`,
		`latchkey_session_endings_pending 0`,
		`latchkey_session_endings_oldest_pending_age_seconds 0`,
		`latchkey_compromised_models{state="waiting"} 0`,
		`latchkey_compromised_models{state="acted"} 0`,
		`latchkey_identities_missing 0`,
		`latchkey_reconciliation_aborted 0`,
		`latchkey_reconciliation_age_seconds 0`,
		`latchkey_handles_failed 0`,
		`latchkey_handles_age_seconds 0`,
	)
	must(t, m.raw.OpenSink(ctx, "mail", now))
	first := m.record(now.Add(-time.Minute))
	m.seal(1, first)
	m.seal(2, m.record(now))
	m.record(now.Add(-20 * time.Second))
	m.record(now.Add(time.Hour)) // from a clock that is ahead
	from, err := m.raw.SinkPosition(ctx, "mail")
	must(t, err)
	var made []store.Delivery
	for range 3 {
		made = append(made, store.Delivery{ID: uuid.Must(uuid.NewV7()), Sink: "mail", EventID: uuid.New(), EventType: first.Type,
			IdentityID: uuid.New(), Batch: 1, State: store.DeliveryPending, CreatedAt: now.Add(-time.Minute), NextTryAt: &now})
	}
	must(t, m.raw.AddDeliveries(ctx, "mail", from, store.SinkPosition{Batch: 1, EventID: first.ID, Since: from.Since}, made))
	claim := uuid.New()
	_, err = m.raw.ClaimDeliveries(ctx, "mail", claim, now, now.Add(time.Minute), 10)
	must(t, err)
	must(t, m.raw.EndDelivery(ctx, store.DeliveryEnd{ID: made[0].ID, Claim: claim, State: store.DeliveryDead, Failure: "refused", At: now}))
	_, _, err = m.raw.CreateReset(ctx, store.Reset{ID: uuid.Must(uuid.NewV7()), IdentityID: uuid.New(), State: store.ResetOpen, Reason: "lost",
		RequestedBy: store.ResetActor{Kind: "system"}, RequestedAt: now.Add(-time.Hour), Steps: []byte("[]"), NextTryAt: &now}, event(now, "mfa.reset_requested"))
	must(t, err)

	m.disowns(now.Add(-5 * time.Minute))
	must(t, m.raw.ClaimReconciliation(ctx, store.ScopeAll, claim, now, now, false))
	must(t, m.raw.EndReconciliation(ctx, claim, store.Reconciliation{DueAt: now, EndedAt: &now, Outcome: store.ReconciliationAborted, Held: 9, Missing: 9}))
	must(t, m.raw.ClaimReconciliation(ctx, store.ScopeHandles, claim, now, now, false))
	must(t, m.raw.EndReconciliation(ctx, claim, store.Reconciliation{DueAt: now, EndedAt: &now, Outcome: store.ReconciliationFailed}))
	must(t, m.raw.MissIdentity(ctx, uuid.New(), event(now, "identity.missing")))

	m.shows(`latchkey_audit_unsealed_events 0`) // the result is cached
	later()
	m.shows(
		`latchkey_audit_unsealed_events 5`, // and those of the reset, the factor and the missing identity
		`latchkey_audit_oldest_unsealed_age_seconds 30`,
		`latchkey_sink_batches_behind{sink="mail"} 1`,
		`latchkey_sink_batches_behind{sink="webhook:crm"} 0`, // it starts at the end, once it exists
		`latchkey_deliveries_pending{sink="mail"} 2`,
		`latchkey_deliveries_dead{sink="mail"} 1`,
		`latchkey_deliveries_oldest_pending_age_seconds{sink="mail"} 70`,
		`latchkey_deliveries_pending{sink="webhook:crm"} 0`,
		`latchkey_resets_unfinished{state="open"} 1`,
		`latchkey_resets_unfinished{state="pending"} 0`,
		`latchkey_resets_oldest_open_age_seconds 3610`,
		`latchkey_session_endings_pending 1`,
		`latchkey_session_endings_oldest_pending_age_seconds 310`,
		`latchkey_compromised_models{state="waiting"} 0`,
		`latchkey_compromised_models{state="acted"} 0`,
		`latchkey_identities_missing 1`,
		`latchkey_reconciliation_aborted 1`,
		`latchkey_reconciliation_age_seconds 10`,
		`latchkey_handles_failed 1`,
		`latchkey_handles_age_seconds 10`,
	)

	// A database that does not respond costs only its own metrics.
	must(t, m.raw.Close())
	later()
	m.shows(`latchkey_backlog_read 0`, `latchkey_build_info{goversion="`+runtime.Version()+`",version="v1.2.3"} 1`)
	if strings.Contains(m.scrape(), "latchkey_audit_") {
		t.Error("unknown backlogs are exposed")
	}
	if n := strings.Count(m.log.String(), "backlogs"); n != 1 {
		t.Errorf("the log tells %d times of one failure: %s", n, &m.log)
	}
}

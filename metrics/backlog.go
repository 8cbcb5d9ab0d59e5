package metrics

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"latchkey/store"
)

const (
	// backlogAge is how long a result is reused: several scrapes may come at once, and the database is read once.
	backlogAge = 5 * time.Second
	// backlogTime limits the queries. A database that does not respond must not cost the rest of the scrape.
	backlogTime = 2 * time.Second
)

var (
	backlogRead = describe("", "backlog_read",
		"1 if the database returned its backlogs; if 0, the metrics of audit, deliveries, sinks, resets, revocations, session endings and identities are missing.")
	auditUnsealed = describe("audit", "unsealed_events",
		"Audit events that are not sealed yet.")
	auditOldest = describe("audit", "oldest_unsealed_age_seconds",
		"The age of the oldest audit event that is not sealed; 0 if all are.")
	sinkBehind = describe("sink", "batches_behind",
		"Sealed batches of audit events that have not been made into deliveries for the sink.", "sink")
	deliveriesPending = describe("deliveries", "pending",
		"Deliveries that wait for their first or next try.", "sink")
	deliveriesDead = describe("deliveries", "dead",
		"Deliveries that were given up, and wait for an admin to try them again.", "sink")
	deliveriesOldest = describe("deliveries", "oldest_pending_age_seconds",
		"The age of the oldest delivery that waits; 0 if none does.", "sink")
	resetsUnfinished = describe("", "resets_unfinished",
		"Resets by state: pending waits for a second admin, open is under way and refuses the user all ceremonies.", "state")
	resetsOldest = describe("resets", "oldest_open_age_seconds",
		"How long the oldest open reset has been under way; 0 if none is.")
	revocationsUnfinished = describe("", "revocations_unfinished",
		"Bulk revocations by state: pending waits for a second admin, open is under way.", "state")
	revocationsOldest = describe("revocations", "oldest_open_age_seconds",
		"How long the oldest open bulk revocation has been under way; 0 if none is.")
	identitiesMissing = describe("", "identities_missing",
		"Identities that no longer exist at Kratos, and whose grace period has begun.")
	reconciliationAborted = describe("reconciliation", "aborted",
		"1 if the last comparison of the identities with Kratos changed nothing, because too many were missing; else 0.")
	reconciliationAge = describe("reconciliation", "age_seconds",
		"How long ago the last comparison of the identities with Kratos ended, with whatever outcome; 0 before the first.")
	handlesFailed = describe("handles", "failed",
		"1 if the last attempt to read the user handles at Kratos, for kratos.adopt, failed; else 0.")
	handlesAge = describe("handles", "age_seconds",
		"How long ago the last attempt to read the user handles at Kratos ended, with whatever outcome; 0 before the first.")
	modelsCompromised = describe("", "compromised_models",
		"Models of authenticators that are reported as compromised, by state: waiting before their passkeys are suspended or marked, acted after it.", "state")
	endingsPending = describe("session_endings", "pending",
		"Session endings that Kratos has not confirmed: of one session, or of all of a user but one.")
	endingsOldest = describe("session_endings", "oldest_pending_age_seconds",
		"How long ago the oldest pending session ending was asked for; 0 if none is pending.")
)

// backlog reads from the database what is pending, at each scrape.
type backlog struct {
	records store.Store
	sinks   []string
	adopts  bool // Kratos' user handles are read
	now     func() time.Time
	log     *slog.Logger

	mu    sync.Mutex
	asked time.Time
	last  *standing // nil: the database did not respond
}

// standing is one result.
type standing struct {
	unsealed       int64
	oldestUnsealed time.Time
	behind         map[string]int64
	deliveries     []store.DeliveryCount
	resets         store.Unfinished
	revocations    store.Unfinished
	endings        store.EndingCount
	missing        int
	models         map[bool]int         // reports of compromised models that have not ended, by whether they have acted
	reconciled     store.Reconciliation // the last one of all identities; zero: none
	handles        store.Reconciliation // the last reading of user handles; zero: none
}

func (*backlog) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{backlogRead, auditUnsealed, auditOldest, sinkBehind, deliveriesPending, deliveriesDead,
		deliveriesOldest, resetsUnfinished, resetsOldest, revocationsUnfinished, revocationsOldest, endingsPending, endingsOldest,
		identitiesMissing, modelsCompromised, reconciliationAborted, reconciliationAge, handlesFailed, handlesAge} {
		to <- desc
	}
}

func (b *backlog) Collect(to chan<- prometheus.Metric) {
	now := b.now()
	s := b.standing(now)
	if s == nil {
		to <- gauge(backlogRead, 0)
		return
	}
	to <- gauge(backlogRead, 1)
	to <- gauge(auditUnsealed, float64(s.unsealed))
	to <- gauge(auditOldest, age(now, &s.oldestUnsealed))
	for sink, n := range s.behind {
		to <- gauge(sinkBehind, float64(n), sink)
	}
	for _, c := range s.deliveries {
		to <- gauge(deliveriesPending, float64(c.Pending), c.Sink)
		to <- gauge(deliveriesDead, float64(c.Dead), c.Sink)
		to <- gauge(deliveriesOldest, age(now, c.Oldest), c.Sink)
	}
	to <- gauge(resetsUnfinished, float64(s.resets.Pending), "pending")
	to <- gauge(resetsUnfinished, float64(s.resets.Open), "open")
	to <- gauge(resetsOldest, age(now, s.resets.Oldest))
	to <- gauge(revocationsUnfinished, float64(s.revocations.Pending), "pending")
	to <- gauge(revocationsUnfinished, float64(s.revocations.Open), "open")
	to <- gauge(revocationsOldest, age(now, s.revocations.Oldest))
	to <- gauge(endingsPending, float64(s.endings.Pending))
	to <- gauge(endingsOldest, age(now, s.endings.Oldest))
	to <- gauge(identitiesMissing, float64(s.missing))
	to <- gauge(modelsCompromised, float64(s.models[false]), "waiting")
	to <- gauge(modelsCompromised, float64(s.models[true]), "acted")
	to <- gauge(reconciliationAborted, oneIf(s.reconciled.Outcome == store.ReconciliationAborted))
	to <- gauge(reconciliationAge, age(now, s.reconciled.EndedAt))
	if b.adopts {
		to <- gauge(handlesFailed, oneIf(s.handles.Outcome == store.ReconciliationFailed))
		to <- gauge(handlesAge, age(now, s.handles.EndedAt))
	}
}

func oneIf(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

// age is 0 for a missing time, and for one that another replica's clock puts in the future.
func age(now time.Time, since *time.Time) float64 {
	if since == nil || since.IsZero() {
		return 0
	}
	return max(0, now.Sub(*since).Seconds())
}

// standing reads the database, unless it has just been read. Failures are cached likewise.
func (b *backlog) standing(now time.Time) *standing {
	b.mu.Lock()
	defer b.mu.Unlock()
	if since := now.Sub(b.asked); since >= 0 && since < backlogAge {
		return b.last
	}
	ctx, cancel := context.WithTimeout(context.Background(), backlogTime)
	defer cancel()
	s, err := b.read(ctx)
	if err != nil {
		b.log.Error("reading the backlogs from the database failed; their metrics are missing", "cause", err.Error())
		s = nil
	}
	b.last, b.asked = s, now
	return s
}

func (b *backlog) read(ctx context.Context) (*standing, error) {
	var (
		s   standing
		err error
	)
	if s.unsealed, s.oldestUnsealed, err = b.records.AuditBacklog(ctx); err != nil {
		return nil, err
	}
	if s.behind, err = b.behind(ctx); err != nil {
		return nil, err
	}
	if s.deliveries, err = b.deliveries(ctx); err != nil {
		return nil, err
	}
	if s.resets, err = b.records.CountResets(ctx); err != nil {
		return nil, err
	}
	if s.revocations, err = b.records.CountRevocations(ctx); err != nil {
		return nil, err
	}
	if s.endings, err = b.records.CountEndings(ctx); err != nil {
		return nil, err
	}
	if s.missing, err = b.records.CountMissing(ctx); err != nil {
		return nil, err
	}
	if s.models, err = b.compromised(ctx); err != nil {
		return nil, err
	}
	if s.reconciled, err = b.records.Reconciliation(ctx, store.ScopeAll); err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if s.handles, err = b.records.Reconciliation(ctx, store.ScopeHandles); err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	return &s, nil
}

// compromised counts the open reports of compromised models.
func (b *backlog) compromised(ctx context.Context) (map[bool]int, error) {
	reports, err := b.records.CompromisedModels(ctx)
	counts := map[bool]int{}
	for _, r := range reports {
		if r.EndedAt == nil {
			counts[r.ActedAt != nil]++
		}
	}
	return counts, err
}

// deliveries returns the counts, including zero for each sink without pending or dead deliveries.
func (b *backlog) deliveries(ctx context.Context) ([]store.DeliveryCount, error) {
	counts, err := b.records.CountDeliveries(ctx)
	if err != nil {
		return nil, err
	}
	named := make(map[string]bool)
	for _, c := range counts {
		named[c.Sink] = true
	}
	for _, sink := range b.sinks {
		if !named[sink] {
			counts = append(counts, store.DeliveryCount{Sink: sink})
		}
	}
	return counts, nil
}

// behind compares each sink with the end of the sealed log. A sink that does not exist yet is not behind.
func (b *backlog) behind(ctx context.Context) (map[string]int64, error) {
	behind := make(map[string]int64)
	if len(b.sinks) == 0 {
		return behind, nil
	}
	head, err := b.records.LastAuditHead(ctx)
	if errors.Is(err, store.ErrNotFound) {
		head.Number, err = 0, nil
	}
	if err != nil {
		return nil, err
	}
	for _, sink := range b.sinks {
		position, err := b.records.SinkPosition(ctx, sink)
		if errors.Is(err, store.ErrNotFound) {
			position.Batch, err = head.Number, nil
		}
		if err != nil {
			return nil, err
		}
		behind[sink] = max(0, head.Number-position.Batch)
	}
	return behind, nil
}

package people

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Adoption of passkeys. The inventory is counted from the passkeys, finished ceremonies from the audit log. A begin
// writes nothing, so each process counts begins and writes its counters once a minute.

const (
	// inventoryMaxAge is how long a count of all passkeys is reused.
	inventoryMaxAge = time.Minute
	// inventoryTimeout limits the duration of a count.
	inventoryTimeout = 20 * time.Second
	// StatsWindow is the default period of Stats, maxStatsWindow the longest.
	StatsWindow    = 30 * 24 * time.Hour
	maxStatsWindow = 366 * 24 * time.Hour
)

// Stats is the adoption of passkeys, as admins see it.
type Stats struct {
	CountedAt      time.Time      `json:"counted_at"` // of the inventory
	Identities     IdentityStats  `json:"identities"`
	Passkeys       int64          `json:"passkeys"`
	Providers      []ProviderStat `json:"providers"`       // most first
	RelyingParties []RPStat       `json:"relying_parties"` // most first

	Since        time.Time    `json:"since"` // whole hours
	Until        time.Time    `json:"until"`
	Registration CeremonyStat `json:"registration"`
	Login        CeremonyStat `json:"login"`
	StepUp       CeremonyStat `json:"step_up"`
	Events       []EventStat  `json:"events"` // all events of the period, by type
}

// IdentityStats counts identities with at least one and at least two passkeys.
type IdentityStats struct {
	WithPasskey int64 `json:"with_passkey"`
	WithTwo     int64 `json:"with_two"`
}

// ProviderStat counts the passkeys of one kind of authenticator; Provider is null if it is unknown.
type ProviderStat struct {
	AAGUID   uuid.UUID             `json:"aaguid"`
	Provider *webauthnsvc.Provider `json:"provider"`
	Passkeys int64                 `json:"passkeys"`
}

// RPStat counts the passkeys of one relying party. If it is no longer configured, its passkeys cannot be used.
type RPStat struct {
	RPID       string `json:"rp_id"`
	Configured bool   `json:"configured"`
	Passkeys   int64  `json:"passkeys"`
}

// CeremonyStat counts ceremonies of one kind. Offered counts registrations offered to users without a passkey, or
// logins offered in the autofill list of an input. Ceremonies need no offer, so Started may be larger.
type CeremonyStat struct {
	Offered  int64        `json:"offered"`
	Started  int64        `json:"started"`
	Finished int64        `json:"finished"`
	Failed   []FailedStat `json:"failed"` // most first
}

// FailedStat counts refusals for one reason.
type FailedStat struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// EventStat counts events of one type.
type EventStat struct {
	Type  string `json:"type"`
	Count int64  `json:"count"`
}

// Stats counts events from since to until, rounded to whole hours. Without until the period ends now; without since
// it is StatsWindow long. Events that are not sealed yet are not counted. Errors: *fault.FieldError.
func (s *Service) Stats(ctx context.Context, since, until *time.Time) (*Stats, error) {
	end := s.cfg.Now().UTC()
	if until != nil {
		end = until.UTC()
	}
	begin := end.Add(-StatsWindow)
	if since != nil {
		begin = since.UTC()
	}
	switch {
	case !begin.Before(end):
		return nil, &fault.FieldError{Field: "until", Problem: "is not after since"}
	case end.Sub(begin) > maxStatsWindow:
		return nil, &fault.FieldError{Field: "since", Problem: "is more than a year before until"}
	}
	begin, end = begin.Truncate(time.Hour), end.Add(time.Hour-1).Truncate(time.Hour)
	stats, err := s.inventory.read(ctx, s)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.EventCounts(ctx, begin, end)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	stats.Since, stats.Until = begin, end
	stats.add(counts)
	return &stats, nil
}

func (s *Stats) add(counts []store.EventCount) {
	sums := map[string]int64{}
	failed := map[string][]FailedStat{}
	for _, c := range counts {
		sums[c.Type] += c.Count
		if c.Reason != "" {
			failed[c.Type] = append(failed[c.Type], FailedStat{c.Reason, c.Count})
		}
	}
	ceremony := func(offered, started, finished, refused string) CeremonyStat {
		causes := failed[refused]
		if causes == nil {
			causes = []FailedStat{}
		}
		return CeremonyStat{Offered: sums[offered], Started: sums[started], Finished: sums[finished], Failed: causes}
	}
	s.Registration = ceremony(audit.CounterRegistrationOffered, audit.CounterRegistrationStarted, audit.PasskeyRegistered, audit.RegistrationRefused)
	s.Login = ceremony(audit.CounterLoginOffered, audit.CounterLoginStarted, audit.LoginSucceeded, audit.LoginRefused)
	s.StepUp = ceremony("", audit.CounterStepUpStarted, audit.StepUpSucceeded, audit.StepUpRefused)
	s.Events = []EventStat{}
	for _, kind := range slices.Sorted(maps.Keys(sums)) {
		if !audit.IsCounter(kind) {
			s.Events = append(s.Events, EventStat{kind, sums[kind]})
		}
	}
}

// inventory caches the last count, which scans three indexes.
type inventory struct {
	mu   sync.Mutex
	last Stats
}

func (i *inventory) read(ctx context.Context, s *Service) (Stats, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := s.cfg.Now().UTC()
	if age := now.Sub(i.last.CountedAt); age >= 0 && age < inventoryMaxAge {
		return i.last, nil
	}
	ctx, cancel := context.WithTimeout(ctx, inventoryTimeout)
	defer cancel()
	counted, err := s.store.Inventory(ctx)
	if err != nil {
		return Stats{}, fault.OfStore(err)
	}
	stats := Stats{
		CountedAt: now, Identities: IdentityStats{counted.Identities, counted.IdentitiesTwo}, Passkeys: counted.Passkeys,
		Providers: []ProviderStat{}, RelyingParties: []RPStat{},
	}
	for _, p := range counted.Providers {
		stats.Providers = append(stats.Providers, ProviderStat{p.AAGUID, s.ceremonies.Provider(p.AAGUID), p.Passkeys})
	}
	for _, p := range counted.RelyingParties {
		stats.RelyingParties = append(stats.RelyingParties, RPStat{p.RPID, slices.Contains(s.policy.RPIDs, p.RPID), p.Passkeys})
	}
	i.last = stats
	return stats, nil
}

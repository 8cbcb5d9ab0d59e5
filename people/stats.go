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

// How passkeys are taken up: what there is comes from the passkeys, what was done from the audit log, and what was only
// begun, which writes nothing, from counters that each process adds up and writes once a minute.

const (
	// inventoryLasts is how long a count of all passkeys is told again before it is made anew.
	inventoryLasts = time.Minute
	// inventoryTime bounds the count.
	inventoryTime = 20 * time.Second
	// StatsWindow is how far back Stats looks by itself, and maxStatsWindow how far at most.
	StatsWindow    = 30 * 24 * time.Hour
	maxStatsWindow = 366 * 24 * time.Hour
)

// Stats is what admins see of it.
type Stats struct {
	CountedAt      time.Time      `json:"counted_at"` // of all that is not about a time
	Identities     IdentityStats  `json:"identities"`
	Passkeys       int64          `json:"passkeys"`
	Providers      []ProviderStat `json:"providers"`       // most first
	RelyingParties []RPStat       `json:"relying_parties"` // most first

	Since        time.Time    `json:"since"` // whole hours
	Until        time.Time    `json:"until"`
	Registration CeremonyStat `json:"registration"`
	Login        CeremonyStat `json:"login"`
	StepUp       CeremonyStat `json:"step_up"`
	Events       []EventStat  `json:"events"` // all of them, by type
}

// IdentityStats counts people.
type IdentityStats struct {
	WithPasskey int64 `json:"with_passkey"`
	WithTwo     int64 `json:"with_two"`
}

// ProviderStat counts the passkeys of one make; Provider is null where it is not known.
type ProviderStat struct {
	AAGUID   uuid.UUID             `json:"aaguid"`
	Provider *webauthnsvc.Provider `json:"provider"`
	Passkeys int64                 `json:"passkeys"`
}

// RPStat counts the passkeys of one relying party. One that is configured no longer can be signed in to by nobody.
type RPStat struct {
	RPID       string `json:"rp_id"`
	Configured bool   `json:"configured"`
	Passkeys   int64  `json:"passkeys"`
}

// CeremonyStat is one kind. Offered: a registration to somebody who asked where they stand and had no passkey, a login
// in the list of an input field; it is no step towards Started.
type CeremonyStat struct {
	Offered  int64        `json:"offered"`
	Started  int64        `json:"started"`
	Finished int64        `json:"finished"`
	Failed   []FailedStat `json:"failed"` // most first
}

// FailedStat counts one cause, in the words of a refusal.
type FailedStat struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// EventStat counts one type.
type EventStat struct {
	Type  string `json:"type"`
	Count int64  `json:"count"`
}

// Stats counts what was done from since to until, in whole hours; nil: up to now, and StatsWindow back. What is not sealed
// yet is not in it. FieldError.
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

// inventory remembers the last count: it reads three whole indexes, and many may look at once.
type inventory struct {
	mu   sync.Mutex
	last Stats
}

func (i *inventory) read(ctx context.Context, s *Service) (Stats, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := s.cfg.Now().UTC()
	if age := now.Sub(i.last.CountedAt); age >= 0 && age < inventoryLasts {
		return i.last, nil
	}
	ctx, cancel := context.WithTimeout(ctx, inventoryTime)
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

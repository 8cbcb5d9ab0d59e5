package people

import (
	"context"
	"slices"
	"time"

	"latchkey/fault"
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
	stats, err := s.readInventory(ctx)
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

// readInventory returns the inventory's part of Stats, counted again if the last count is too old.
func (s *Service) readInventory(ctx context.Context) (Stats, error) {
	i := &s.inventory
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

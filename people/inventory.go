package people

import (
	"context"
	"slices"
	"time"

	"latchkey/fault"
)

const (
	// inventoryMaxAge is how long a count of all passkeys is reused.
	inventoryMaxAge = time.Minute
	// inventoryTimeout limits the duration of a count.
	inventoryTimeout = 20 * time.Second
	// totalMaxAge is how long Kratos' count of all identities is reused: Kratos scans its table for it.
	totalMaxAge = 10 * time.Minute
)

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
		CountedAt: now, Passkeys: counted.Passkeys,
		Identities: IdentityStats{Total: s.countAccounts(ctx, now), WithPasskey: counted.Identities, WithTwo: counted.IdentitiesTwo},
		Providers:  []ProviderStat{}, RelyingParties: []RPStat{},
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

// countAccounts returns Kratos' count of identities. Statistics without it are better than none, so an error only means that
// it is asked again with the next inventory, and that the last count is used until then. It requires the inventory's mu.
func (s *Service) countAccounts(ctx context.Context, now time.Time) *int64 {
	i := &s.inventory
	if s.cfg.CountIdentities == nil {
		return nil
	}
	if age := now.Sub(i.totalAt); i.total != nil && age >= 0 && age < totalMaxAge {
		return i.total
	}
	n, known, err := s.cfg.CountIdentities(ctx)
	switch {
	case err != nil:
	case known:
		i.total, i.totalAt = &n, now
	default:
		i.total = nil
	}
	return i.total
}

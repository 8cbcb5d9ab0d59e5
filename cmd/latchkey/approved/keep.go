package approved

import (
	"context"
	"errors"
	"log/slog"

	"latchkey/fault"
	"latchkey/metadata/kept"
	"latchkey/metrics"
)

// Load takes the list that the database has, before the first request. Without one, or with one that cannot be used, Latchkey starts all
// the same. Errors: fault.ErrStoreUnavailable.
func (a Authenticators) Load(ctx context.Context, records kept.Store, log *slog.Logger) error {
	if a.Metadata == nil {
		return nil
	}
	err := a.Metadata.Load(ctx, records)
	if err != nil && !errors.Is(err, fault.ErrStoreUnavailable) {
		log.Error("the metadata of authenticators was not read from the database", "cause", err.Error())
		return nil
	}
	return err
}

// Keep keeps the list up to date until the context ends.
func (a Authenticators) Keep(ctx context.Context, records kept.Store) {
	if a.Metadata != nil {
		a.Metadata.Run(ctx, records)
	}
}

// Show exposes the state of the list.
func (a Authenticators) Show(m *metrics.Metrics) {
	if a.Metadata == nil {
		return
	}
	m.ShowMetadata(func() metrics.Metadata {
		s := a.Metadata.State()
		return metrics.Metadata{Number: s.Number, NextUpdate: s.NextUpdate, ConfirmedAt: s.ConfirmedAt, Fetches: s.Fetches, Failed: s.Failed}
	})
}

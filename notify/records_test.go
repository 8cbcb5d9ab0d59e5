package notify

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
)

// databases runs a test on both drivers, each with its own database.
func databases(t *testing.T, test func(t *testing.T, location string, records store.Store)) {
	t.Run("SQLite", func(t *testing.T) {
		path := migrated.SQLite(t)
		test(t, path, openRecords(t, path))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		dsn := migrated.Postgres(t)
		test(t, dsn, openRecords(t, dsn))
	})
}

func openRecords(t *testing.T, location string) store.Store {
	t.Helper()
	records, err := open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	return records
}

// open opens a SQLite file or a PostgreSQL DSN.
func open(ctx context.Context, location string) (store.Store, error) {
	if filepath.IsAbs(location) {
		return sqlite.Open(ctx, location, sqlite.Options{})
	}
	return postgres.Open(ctx, location, postgres.Options{})
}

// sealing closes new events into a batch, as audit does; nothing here checks the hashes.
func sealing(records store.Store) func(context.Context) error {
	return func(ctx context.Context) error {
		events, err := records.UnsealedEvents(ctx, 50)
		if err != nil || len(events) == 0 {
			return err
		}
		last, err := records.LastAuditHead(ctx)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		h := store.AuditHead{Number: last.Number + 1, SealedAt: time.Now(), Count: len(events)}
		var sealed []store.SealedEvent
		for _, e := range events {
			salt := make([]byte, 16)
			_, _ = rand.Read(salt)
			sealed = append(sealed, store.SealedEvent{AuditEvent: e, Batch: h.Number, Salt: salt, PersonalHash: sha256.Sum256(salt)})
			h.Leaves = slices.Concat(h.Leaves, e.ID[:], salt, salt)
		}
		if err := records.SealEvents(ctx, h, sealed); !errors.Is(err, store.AlreadySealed) {
			return err
		}
		return nil
	}
}

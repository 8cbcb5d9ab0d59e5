package restore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/lifecycle"
	"latchkey/seal"
	"latchkey/store"
)

// Store is the part of the store that this package uses.
type Store interface {
	Key(ctx context.Context, name string) ([]byte, error)
	Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error)
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error)
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error)
	AdminKeys(ctx context.Context) ([]store.AdminKey, error)
	AuditEvents(ctx context.Context, filter store.AuditFilter, page store.Page) ([]store.AuditEvent, error)
	Resets(ctx context.Context, filter store.ResetFilter, page store.Page) ([]store.Reset, error)
	Revocations(ctx context.Context, filter store.RevocationFilter, page store.Page) ([]store.Revocation, error)
	Approvals(ctx context.Context, filter store.ApprovalFilter, page store.Page) ([]store.Approval, error)
	CountDeliveries(ctx context.Context) ([]store.DeliveryCount, error)
}

// Config is what the database is compared with.
type Config struct {
	Store  Store
	Sealer *seal.Sealer
	// Events are what was recorded after the backup; nil: that is not known.
	Events *Events
	// Verify compares the log with its seals, and with a head from after the backup, if there is one.
	Verify func(context.Context) (*audit.Report, error)
	// Compare compares the identities with Kratos, without a change.
	Compare func(ctx context.Context, changed func(lifecycle.Change) error) error
	Now     func() time.Time
}

type checks struct {
	Config
	erased map[uuid.UUID]bool // identities with a finding of their own
}

// compared turns an error into a finding.
func (c *checks) compared(check func(context.Context) ([]doctor.Finding, error)) func(context.Context) []doctor.Finding {
	return func(ctx context.Context) []doctor.Finding {
		found, err := check(ctx)
		if err != nil {
			found = append(found, doctor.Faultf("this could not be compared").Because("%v", err).Do("Correct that, and run restore-check again."))
		}
		return found
	}
}

// isMissing separates that there is no such row from an error.
func isMissing(err error) (bool, error) {
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}

func when(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// named is how many lines a finding about many lists.
const named = 10

// event returns an event of the log, or nil.
func (c *checks) event(ctx context.Context, id uuid.UUID) (*store.AuditEvent, error) {
	events, err := c.Store.AuditEvents(ctx, store.AuditFilter{}, store.Page{Before: after(id), Size: 1})
	if err != nil || len(events) == 0 || events[0].ID != id {
		return nil, err
	}
	return &events[0], nil
}

// after returns the next ID.
func after(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i]++; id[i] != 0 {
			break
		}
	}
	return id
}

// each does something with each row of a list, newest first, until it has had enough.
func each[T any](page store.Page, fetch func(store.Page) ([]T, error), do func(T) (id uuid.UUID, goOn bool)) error {
	for {
		rows, err := fetch(page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			id, goOn := do(row)
			if !goOn {
				return nil
			}
			page.Before = id
		}
		if len(rows) < page.Size {
			return nil
		}
	}
}

func sorted[V any](of map[uuid.UUID]V) []uuid.UUID {
	return slices.SortedFunc(maps.Keys(of), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
}

func list(lines []string) string {
	if more := len(lines) - named; more > 0 {
		lines = append(slices.Clone(lines[:named]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

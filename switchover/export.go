package switchover

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover/portable"
)

// exportChunk is how many identities are listed at once.
const exportChunk = 200

// Exports is the part of the store that an export reads.
type Exports interface {
	PasskeyOwners(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error)
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error)
	RecordEvent(ctx context.Context, event store.AuditEvent) error
}

// Export writes the passkeys of all identities, or of one, in the format of package portable. It is recorded before anything is
// read. Each identity is as it was at one moment; what changes meanwhile at others may be missed. Errors: fault.ErrNotFound for
// one identity without passkeys; fault.ErrStoreUnavailable; those of w.
func Export(ctx context.Context, records Exports, log *audit.Log, now time.Time, only uuid.UUID, w io.Writer, progress func(identities int)) error {
	if err := records.RecordEvent(ctx, exported(log, only)); err != nil {
		return fault.OfStore(err)
	}
	out, err := portable.NewWriter(w, now)
	if err != nil {
		return err
	}
	if only != uuid.Nil {
		written, err := exportOne(ctx, records, only, out)
		if err == nil && !written {
			err = fault.ErrNotFound
		}
		if err != nil {
			return err
		}
		return out.Close()
	}
	for after, done := uuid.Nil, 0; ; {
		owners, err := records.PasskeyOwners(ctx, after, exportChunk)
		if err != nil {
			return fault.OfStore(err)
		}
		for _, id := range owners {
			if _, err := exportOne(ctx, records, id, out); err != nil {
				return err
			}
			after = id
		}
		if len(owners) < exportChunk {
			return out.Close()
		}
		done += len(owners)
		progress(done)
	}
}

// exported is the event of an export. One identity is its subject, so that the event is erased with it.
func exported(log *audit.Log, only uuid.UUID) store.AuditEvent {
	event := log.Event(audit.PasskeysExported, audit.Request{}, audit.System, audit.Nothing)
	if only != uuid.Nil {
		event.IdentityID = only
	}
	return event
}

// exportOne writes an identity. It reports false if the identity has no passkeys and had none.
func exportOne(ctx context.Context, records Exports, id uuid.UUID, out *portable.Writer) (bool, error) {
	passkeys, err := records.PasskeysOf(ctx, id)
	if err != nil {
		return false, fault.OfStore(err)
	}
	held, err := records.Holdings(ctx, id)
	if err != nil {
		return false, fault.OfStore(err)
	}
	if len(passkeys)+len(held.Struck) == 0 {
		return false, nil
	}
	line := portable.Line{IdentityID: id, Passkeys: passkeys, Handles: held.Handles, Removed: held.Struck, Disowned: disownedKinds(held.Factors)}
	if err := out.Identity(line); err != nil {
		return false, fmt.Errorf("writing the export: %w", err)
	}
	return true, nil
}

// disownedKinds returns the kinds of the factors that a user has disowned and that are still at Kratos.
func disownedKinds(factors []store.Factor) (kinds []string) {
	for _, f := range factors {
		if f.DisownedAt != nil && f.GoneAt == nil && !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// Package kept has the current list of FIDO's metadata: it fetches lists where the operator says, and keeps the newest in the database,
// for all replicas and for when its address does not answer. It owns when a list is fetched, and that none replaces a newer one.
//
// It leaves it to package metadata to verify a list, which is done before it is stored, and again when it is read.
package kept

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/claim"
	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/store"
)

// Store is the part of the store that this package uses.
type Store interface {
	claim.Store
	store.Clock
	store.AuthenticatorLists
	Reconciliation(ctx context.Context, scope string) (store.Reconciliation, error)
}

// Config says where lists come from: a URL or a file.
type Config struct {
	Trust metadata.Trust
	URL   string         // https, or http on this machine
	File  *metadata.File // nil: the URL
	Log   *slog.Logger
	Now   func() time.Time
}

// Keeper has the current list. It is safe for concurrent use.
type Keeper struct {
	cfg       Config
	publisher string
	address   *address // nil: a file
	origin    string   // by which the database knows the address; empty: a file
	scope     string   // of the fetches

	mu     sync.RWMutex
	list   *metadata.List          // from the database; nil: none could be used
	digest []byte                  // of list
	row    store.AuthenticatorList // what the database has, without its blob, whether it can be used or not
	read   time.Time               // when the blob was
	failed bool                    // the last fetch

	unusable  []byte // the digest of row, if its list cannot be used
	forgotten bool   // the list of row, since the last fetch
}

// New returns a keeper without a list from the database. It makes no calls.
func New(cfg Config) *Keeper {
	k := &Keeper{cfg: cfg, publisher: cfg.Trust.Publisher()}
	if cfg.URL != "" {
		sum := sha256.Sum256([]byte(cfg.URL))
		k.address, k.origin = newAddress(cfg.URL), fmt.Sprintf("%x", sum)
		k.scope = store.ScopeLists + k.origin[:16]
	}
	return k
}

// List returns the current list, nil if there is none yet. The newest one counts, whether it is in the file or in the database.
func (k *Keeper) List() *metadata.List {
	k.mu.RLock()
	list := k.list
	k.mu.RUnlock()
	if k.cfg.File != nil {
		if file := k.cfg.File.List(); file != nil && (list == nil || file.Number >= list.Number) {
			return file
		}
	}
	return list
}

// Publisher returns the name by which the database knows the publisher of the lists.
func (k *Keeper) Publisher() string { return k.publisher }

// Ready implements attestation.Metadata.
func (k *Keeper) Ready() bool { return k.List() != nil }

// Entry implements attestation.Metadata.
func (k *Keeper) Entry(model authenticator.Model) *attestation.Entry {
	if list := k.List(); list != nil {
		return list.Entry(model)
	}
	return nil
}

// Load takes the list that is in the database, if it is another one than before, or was read long ago. One that cannot be used, such as
// one whose signer has been revoked since, is not taken, and the error says why. One that the database had and has no longer is dropped.
// Errors: fault.ErrStoreUnavailable.
func (k *Keeper) Load(ctx context.Context, records Store) error {
	now := k.cfg.Now()
	k.mu.RLock()
	known := k.row.Digest
	if now.Sub(k.read).Abs() >= metadata.Ages {
		known = nil
	}
	k.mu.RUnlock()
	row, err := records.AuthenticatorList(ctx, k.publisher, known)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fault.OfStore(err)
	}
	k.follow(row)
	if err != nil {
		return nil
	}
	blob := row.Blob
	row.Blob = nil
	var list *metadata.List
	if blob != nil {
		list, err = metadata.ParseKept(blob, k.cfg.Trust, row.VerifiedAt, now)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.row = row
	if blob != nil {
		k.read, k.unusable = now, nil // even if it cannot be used: once is enough in the log
		if err != nil {
			k.unusable = row.Digest
		}
	}
	if err != nil {
		return fmt.Errorf("the list in the database, number %d, cannot be used: %w", row.Number, err)
	}
	if list != nil {
		k.use(list, row.Digest)
	}
	return nil
}

// use takes a list that is in the database, under k.mu.
func (k *Keeper) use(list *metadata.List, digest []byte) {
	if k.list == nil || list.Number != k.list.Number {
		k.cfg.Log.Info("the metadata of authenticators is in use", "number", list.Number, "models", list.Len(), "next_update", list.NextUpdate.Format(time.DateOnly))
	}
	if unread := list.Unread; len(unread) > 0 && !bytes.Equal(k.digest, digest) {
		k.cfg.Log.Warn("parts of the metadata of authenticators cannot be read", "number", list.Number, "parts", len(unread), "first", unread[0])
	}
	k.list, k.digest = list, digest
}

// ErrOlder is the error for a list that is older than one that is known.
var ErrOlder = errors.New("is older than")

// Forget forgets the list in the database if it has a number or a higher one, and that reports rest on such a list. Running replicas drop
// it when they look next. Errors: store.ErrNotFound, fault.ErrStoreUnavailable.
func (k *Keeper) Forget(ctx context.Context, records Store, number int, event store.AuditEvent) error {
	err := records.ForgetAuthenticatorList(ctx, k.publisher, number, event)
	if errors.Is(err, store.ErrNotFound) {
		return err
	}
	return fault.OfStore(err)
}

func older(list, than *metadata.List) error {
	return fmt.Errorf("its number %d %w %d", list.Number, ErrOlder, than.Number)
}

// follow drops the list that the database had before it had this row (zero: none), if that was a newer one: the operator has had it
// forgotten, or another replica, which knows of a revocation, has replaced it. The file does not bring it back, or replicas whose settings
// differ would replace each other's list forever.
func (k *Keeper) follow(row store.AuthenticatorList) {
	k.mu.Lock()
	gone := k.row
	if row.Number >= gone.Number {
		k.mu.Unlock()
		return
	}
	k.row, k.unusable = store.AuthenticatorList{}, nil
	if row.Number == 0 {
		k.list, k.digest, k.forgotten = nil, nil, true // else it is used until the older one is read
	}
	k.mu.Unlock()
	if k.cfg.File != nil {
		k.cfg.File.Forget(gone.Digest)
	}
	k.cfg.Log.Warn("the database no longer has a list of authenticators that it had: it was forgotten, or its signer is revoked", "number", gone.Number, "now", row.Number)
}

// replaceable returns the digest of the list in the database if any other one may replace it, whatever its number: this replica cannot
// use it, such as because its signer has been revoked. Else nil.
func (k *Keeper) replaceable() []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.unusable
}

// stands reports whether the list in the database is the one that this replica uses, and returns what is known of it.
func (k *Keeper) stands() (store.AuthenticatorList, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.row, k.list != nil && bytes.Equal(k.digest, k.row.Digest)
}

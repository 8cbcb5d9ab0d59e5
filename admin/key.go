package admin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
)

// adminKeyPrefix lets secret scanners find keys that were committed by mistake.
const adminKeyPrefix = "latchkey_admin_"

// NewKey returns a new key and its record. The key itself is never stored. Errors: *fault.FieldError.
func NewKey(name string, scopes []string, expiresAt *time.Time, now time.Time) (key string, record store.AdminKey, err error) {
	if name, err = text.CleanName(name); err != nil {
		return "", store.AdminKey{}, err
	}
	if len(scopes) == 0 {
		return "", store.AdminKey{}, &fault.FieldError{Field: "scopes", Problem: "is empty"}
	}
	for _, scope := range scopes {
		if !slices.Contains(Scopes, scope) {
			return "", store.AdminKey{}, &fault.FieldError{Field: "scopes", Problem: "contains a value other than " + strings.Join(Scopes, ", ")}
		}
	}
	if expiresAt != nil && !expiresAt.After(now) {
		return "", store.AdminKey{}, &fault.FieldError{Field: "expires_at", Problem: "is in the past"}
	}
	if expiresAt != nil { // with the precision of the database
		at := expiresAt.UTC().Truncate(time.Microsecond)
		expiresAt = &at
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	key = adminKeyPrefix + base64.RawURLEncoding.EncodeToString(random)
	scopes = slices.Clone(scopes)
	slices.Sort(scopes)
	return key, store.AdminKey{
		ID:        store.NewID(),
		Name:      name,
		Hash:      sha256.Sum256([]byte(key)),
		Scopes:    slices.Compact(scopes),
		CreatedAt: now.UTC().Truncate(time.Microsecond),
		ExpiresAt: expiresAt,
	}, nil
}

// Authenticate returns the admin with this key. If the key has an owner, Kratos is asked about that identity; for a
// change the answer is never cached. Errors: ErrKeyInvalid, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Keys) Authenticate(ctx context.Context, key string, change bool) (Admin, error) {
	if !strings.HasPrefix(key, adminKeyPrefix) || len(key) > 128 {
		return Admin{}, ErrKeyInvalid
	}
	record, err := s.store.AdminKeyByHash(ctx, sha256.Sum256([]byte(key)))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Admin{}, ErrKeyInvalid
	case err != nil:
		return Admin{}, fault.OfStore(err)
	case record.RevokedAt != nil:
		return Admin{}, fmt.Errorf("%w: %s is revoked", ErrKeyInvalid, record.ID)
	case record.ExpiresAt != nil && !s.cfg.Now().Before(*record.ExpiresAt):
		return Admin{}, fmt.Errorf("%w: %s has expired", ErrKeyInvalid, record.ID)
	}
	admin := Admin{KeyID: record.ID, Scopes: record.Scopes, owner: OwnerOf(record), countedAs: record.Owner, expiresAt: record.ExpiresAt}
	if admin.owner != uuid.Nil {
		if err := s.limitToOwner(ctx, &admin, change); err != nil {
			return Admin{}, err
		}
	}
	s.touch(ctx, record)
	return admin, nil
}

// touch stores the time of the key's use, at most once a minute. A failure is only logged.
func (s *Keys) touch(ctx context.Context, record store.AdminKey) {
	now := s.cfg.Now().UTC()
	if record.LastUsedAt != nil && now.Sub(*record.LastUsedAt) < time.Minute {
		return
	}
	if err := s.store.TouchAdminKey(ctx, record.ID, now); err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "could not store the use of an admin key", slog.String("key_id", record.ID.String()), slog.String("cause", err.Error()))
	}
}

// List returns all keys, newest first, with the logins of their owners if Kratos answers.
func (s *Keys) List(ctx context.Context) ([]Key, error) {
	records, err := s.store.AdminKeys(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	keys := []Key{}
	for _, record := range records {
		keys = append(keys, viewAdminKey(record))
	}
	s.addOwnerLogins(ctx, keys)
	return keys, nil
}

// Create creates a key within the scopes of the calling admin. A key created with another key does not outlive it.
// The key is returned once and never stored. Errors: *fault.FieldError, ErrForbidden, fault.ErrConflict,
// *standing.StepUpRequired.
func (s *Keys) Create(ctx context.Context, by Admin, req audit.Request, name string, scopes []string, expiresAt *time.Time) (string, *Key, error) {
	if !by.IsSystem() {
		for _, scope := range scopes {
			if slices.Contains(Scopes, scope) && !slices.Contains(by.Scopes, scope) {
				return "", nil, fmt.Errorf("%w: cannot grant %s", ErrForbidden, scope)
			}
		}
	}
	if by.expiresAt != nil {
		if expiresAt == nil {
			expiresAt = by.expiresAt
		}
		if expiresAt.After(*by.expiresAt) {
			return "", nil, &fault.FieldError{Field: "expires_at", Problem: "is later than that of the calling key"}
		}
	}
	key, record, err := NewKey(name, scopes, expiresAt, s.cfg.Now())
	if err != nil {
		return "", nil, err
	}
	if !by.IsSystem() {
		record.Owner, record.ParentID, record.MadeWith = by.principal(), by.KeyID, by.evidence.Rows()
	}
	event := s.audit.Event(audit.AdminKeyCreated, req, by.Actor(), audit.Nothing)
	event.Metadata = audit.Metadata(map[string]any{"key_id": record.ID, "name": record.Name, "scopes": record.Scopes})
	err = s.store.CreateAdminKey(ctx, record, by.evidence, event)
	if errors.Is(err, store.EvidenceGone) { // since the session was checked
		return "", nil, &standing.StepUpRequired{Ways: []standing.Way{{Way: "passkey"}}}
	}
	if err != nil {
		return "", nil, fault.OfStore(err)
	}
	view := viewAdminKey(record)
	return key, &view, nil
}

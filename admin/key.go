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

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// The scopes of admin keys. A key makes only keys within its own.
const (
	ScopeRead   = "read"   // see identities, passkeys and audit events
	ScopeExport = "export" // stream the whole audit log
	ScopeRevoke = "revoke" // revoke, suspend and resume passkeys
	ScopeReset  = "reset"  // remove all second factors of an identity, and give out recovery codes
	ScopeKeys   = "keys"   // list, make and revoke admin keys
)

// Scopes lists all, in the order they are told.
var Scopes = []string{ScopeRead, ScopeExport, ScopeRevoke, ScopeReset, ScopeKeys}

// adminKeyPrefix lets secret scanners find keys that were committed by mistake.
const adminKeyPrefix = "latchkey_admin_"

var (
	// ErrKeyInvalid: no such key, or it is revoked or expired, or its owner has no role any more.
	ErrKeyInvalid = errors.New("no valid admin key")
	// ErrForbidden: the key or role lacks the scope.
	ErrForbidden = errors.New("not within the admin's scopes")
)

// NewKey makes a key and the record to store; the key itself is shown once and never stored. FieldError.
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
	if expiresAt != nil { // as the database keeps it, and all times are told
		at := expiresAt.UTC().Truncate(time.Microsecond)
		expiresAt = &at
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random)
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

// Admin is who calls the admin API: a key, or a person who has signed in and has a role.
type Admin struct {
	KeyID      uuid.UUID
	IdentityID uuid.UUID
	Login      string // of a person who has signed in
	Role       string // theirs, or that of the key's owner; empty: the operator
	Scopes     []string

	owner     uuid.UUID  // of a key: the identity that created it, directly or through other keys; zero: the operator
	madeBy    string     // of a key: the admin whom it counts as; empty: itself
	expiresAt *time.Time // of a key
}

// System is the actor of what the operator does at the machine itself.
var System = Admin{}

func (a Admin) IsSystem() bool { return a.KeyID == uuid.Nil && a.IdentityID == uuid.Nil }

func (a Admin) Actor() audit.Actor {
	switch {
	case a.IdentityID != uuid.Nil:
		return audit.ByIdentity(a.IdentityID)
	case a.KeyID != uuid.Nil:
		return audit.Actor{Kind: "admin_key", ID: a.KeyID.String()}
	}
	return audit.System
}

// person is the identity that is responsible: who has signed in, or the owner of the key. Zero: the operator.
func (a Admin) person() uuid.UUID {
	if a.IdentityID != uuid.Nil {
		return a.IdentityID
	}
	return a.owner
}

// VouchesForStaff tells whether the admin may make other people's passkeys count for changes: who does so decides who is
// an admin. A key takes the scope that makes keys for it, since one for a help desk has no such business.
func (a Admin) VouchesForStaff() bool {
	return a.rank() >= account.Ranks[account.RoleAdmin] && (a.KeyID == uuid.Nil || slices.Contains(a.Scopes, ScopeKeys))
}

func (a Admin) rank() int {
	if a.person() == uuid.Nil {
		return rankOperator
	}
	return account.Ranks[a.Role]
}

// countsAs is the admin whom this one counts as where two different ones are asked for: a key that an admin has made is
// still that admin.
func (a Admin) countsAs() string {
	if a.madeBy != "" {
		return a.madeBy
	}
	by := a.Actor()
	return by.Kind + ":" + by.ID
}

func (a Admin) ResetActor() store.ResetActor {
	by := a.Actor()
	return store.ResetActor{Kind: by.Kind, ID: by.ID, Owner: a.countsAs()}
}

// Authenticate finds the admin behind a key, and asks Kratos for its owner: for a change, at this very moment.
// ErrKeyInvalid, ErrKratosUnavailable.
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
	admin := Admin{KeyID: record.ID, Scopes: record.Scopes, owner: OwnerOf(record), madeBy: record.Owner, expiresAt: record.ExpiresAt}
	if admin.owner != uuid.Nil {
		if err := s.cutToOwner(ctx, &admin, change); err != nil {
			return Admin{}, err
		}
	}
	s.touch(ctx, record)
	return admin, nil
}

// touch notes the use of a key, at most once a minute. That it cannot be noted stops nobody.
func (s *Keys) touch(ctx context.Context, record store.AdminKey) {
	now := s.cfg.Now().UTC()
	if record.LastUsedAt != nil && now.Sub(*record.LastUsedAt) < time.Minute {
		return
	}
	if err := s.store.TouchAdminKey(ctx, record.ID, now); err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "the use of an admin key was not noted", slog.String("key_id", record.ID.String()), slog.String("cause", err.Error()))
	}
}

// Key is a key as admins see it.
type Key struct {
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
	// LastUsedAt is at most a minute behind.
	LastUsedAt *time.Time   `json:"last_used_at"`
	Owner      *KeyOwner    `json:"owner"`   // null: the operator
	Creator    *audit.Actor `json:"creator"` // the identity or key that created it; null: the operator at the machine
}

// KeyOwner is the admin whom a key belongs to.
type KeyOwner struct {
	IdentityID uuid.UUID `json:"identity_id"`
	Login      string    `json:"login"` // empty where Kratos does not tell
}

func viewAdminKey(k store.AdminKey) Key {
	view := Key{
		ID: k.ID, Name: k.Name, Scopes: k.Scopes, CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt, RevokedAt: k.RevokedAt, LastUsedAt: k.LastUsedAt,
	}
	if owner := OwnerOf(k); owner != uuid.Nil {
		view.Owner = &KeyOwner{IdentityID: owner}
	}
	switch kind, id, _ := strings.Cut(k.Owner, ":"); {
	case k.ParentID != uuid.Nil:
		view.Creator = &audit.Actor{Kind: "admin_key", ID: k.ParentID.String()}
	case k.Owner != "":
		view.Creator = &audit.Actor{Kind: kind, ID: id} // also of keys from before parents were kept
	}
	return view
}

// List lists all keys, newest first, with the login names of their owners as far as Kratos answers.
func (s *Keys) List(ctx context.Context) ([]Key, error) {
	records, err := s.store.AdminKeys(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	keys := []Key{}
	for _, record := range records {
		keys = append(keys, viewAdminKey(record))
	}
	s.nameOwners(ctx, keys)
	return keys, nil
}

// Create makes a key within the scopes of the one that asks. A key makes none that outlives it. FieldError,
// ErrForbidden, ErrConflict.
func (s *Keys) Create(ctx context.Context, by Admin, req audit.Request, name string, scopes []string, expiresAt *time.Time) (string, *Key, error) {
	if !by.IsSystem() {
		for _, scope := range scopes {
			if slices.Contains(Scopes, scope) && !slices.Contains(by.Scopes, scope) {
				return "", nil, fmt.Errorf("%w: it cannot give away %s", ErrForbidden, scope)
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
		record.Owner, record.ParentID = by.countsAs(), by.KeyID
	}
	event := s.audit.Event(audit.AdminKeyCreated, req, by.Actor(), audit.Nothing)
	event.Metadata = audit.Metadata(map[string]any{"key_id": record.ID, "name": record.Name, "scopes": record.Scopes})
	if err := s.store.CreateAdminKey(ctx, record, event); err != nil {
		return "", nil, fault.OfStore(err)
	}
	made := viewAdminKey(record)
	return key, &made, nil
}

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

// The scopes of admin keys. A key can create only keys within its own scopes.
const (
	ScopeRead   = "read"   // see identities, passkeys and audit events
	ScopeExport = "export" // stream the whole audit log
	ScopeRevoke = "revoke" // revoke, suspend and resume passkeys
	ScopeReset  = "reset"  // remove all second factors of an identity, and issue recovery codes
	ScopeKeys   = "keys"   // list, create and revoke admin keys
)

// Scopes lists all scopes in the order in which they are documented.
var Scopes = []string{ScopeRead, ScopeExport, ScopeRevoke, ScopeReset, ScopeKeys}

// adminKeyPrefix lets secret scanners find keys that were committed by mistake.
const adminKeyPrefix = "latchkey_admin_"

var (
	// ErrKeyInvalid reports an unknown, revoked or expired key, or one whose owner has no role any more.
	ErrKeyInvalid = errors.New("no valid admin key")
	// ErrForbidden reports that the key or role lacks the required scope.
	ErrForbidden = errors.New("not within the admin's scopes")
)

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

// Admin is the caller of the admin API: a key, or a signed-in user with a role. The zero value is the operator at the
// machine.
type Admin struct {
	KeyID      uuid.UUID
	IdentityID uuid.UUID
	Login      string // of a signed-in user
	Role       string // of the user or of the key's owner; empty for the operator
	Scopes     []string

	owner     uuid.UUID  // of a key: the identity that created it, directly or through other keys; zero for the operator
	countedAs string     // of a key: the admin as whom it counts; empty: itself
	expiresAt *time.Time // of a key
}

// System is the operator on the command line.
var System = Admin{}

// IsSystem reports whether the admin is the operator on the command line.
func (a Admin) IsSystem() bool { return a.KeyID == uuid.Nil && a.IdentityID == uuid.Nil }

// Actor returns the admin as the actor of audit events.
func (a Admin) Actor() audit.Actor {
	switch {
	case a.IdentityID != uuid.Nil:
		return audit.ByIdentity(a.IdentityID)
	case a.KeyID != uuid.Nil:
		return audit.Actor{Kind: "admin_key", ID: a.KeyID.String()}
	}
	return audit.System
}

// responsible returns the identity behind the admin: the user, or the owner of the key. It is zero for the operator.
func (a Admin) responsible() uuid.UUID {
	if a.IdentityID != uuid.Nil {
		return a.IdentityID
	}
	return a.owner
}

// VouchesForStaff reports whether the admin may confirm passkeys of users with a role, and issue enrolment codes to
// them. That decides who can act as an admin, so a key needs the scope that creates keys.
func (a Admin) VouchesForStaff() bool {
	return a.rank() >= account.Ranks[account.RoleAdmin] && (a.KeyID == uuid.Nil || slices.Contains(a.Scopes, ScopeKeys))
}

func (a Admin) rank() int {
	if a.responsible() == uuid.Nil {
		return rankOperator
	}
	return account.Ranks[a.Role]
}

// principal identifies the admin where two different admins are required. A key that an admin has created counts as
// that admin.
func (a Admin) principal() string {
	if a.countedAs != "" {
		return a.countedAs
	}
	by := a.Actor()
	return by.Kind + ":" + by.ID
}

// ResetActor returns the admin as requests and resets store it.
func (a Admin) ResetActor() store.ResetActor {
	by := a.Actor()
	return store.ResetActor{Kind: by.Kind, ID: by.ID, Owner: a.principal()}
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

// Key is an admin key as admins see it.
type Key struct {
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
	// LastUsedAt may be up to a minute old.
	LastUsedAt *time.Time   `json:"last_used_at"`
	Owner      *KeyOwner    `json:"owner"`   // null for the operator
	Creator    *audit.Actor `json:"creator"` // the identity or key that created it; null for the operator on the command line
}

// KeyOwner is the admin to whom a key belongs.
type KeyOwner struct {
	IdentityID uuid.UUID `json:"identity_id"`
	Login      string    `json:"login"` // empty if Kratos does not answer
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
		view.Creator = &audit.Actor{Kind: kind, ID: id} // includes keys created before parents were stored
	}
	return view
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
// The key is returned once and never stored. Errors: *fault.FieldError, ErrForbidden, fault.ErrConflict.
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
		record.Owner, record.ParentID = by.principal(), by.KeyID
	}
	event := s.audit.Event(audit.AdminKeyCreated, req, by.Actor(), audit.Nothing)
	event.Metadata = audit.Metadata(map[string]any{"key_id": record.ID, "name": record.Name, "scopes": record.Scopes})
	if err := s.store.CreateAdminKey(ctx, record, event); err != nil {
		return "", nil, fault.OfStore(err)
	}
	view := viewAdminKey(record)
	return key, &view, nil
}

package admin

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

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

// KeyName is what those see of a key who may not list the keys.
type KeyName struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Names returns the names of these keys, revoked ones too. Unknown ones are absent.
func (s *Keys) Names(ctx context.Context, ids []uuid.UUID) ([]KeyName, error) {
	names := []KeyName{}
	if len(ids) == 0 {
		return names, nil
	}
	records, err := s.store.AdminKeys(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	for _, record := range records {
		if slices.Contains(ids, record.ID) {
			names = append(names, KeyName{record.ID, record.Name})
		}
	}
	return names, nil
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
		view.Creator = &audit.Actor{Kind: store.ActorAdminKey, ID: k.ParentID.String()}
	case k.Owner != "":
		view.Creator = &audit.Actor{Kind: kind, ID: id} // includes keys created before parents were stored
	}
	return view
}

// OwnerOf returns the identity that owns a key, or zero for the operator.
func OwnerOf(record store.AdminKey) uuid.UUID {
	if id, found := strings.CutPrefix(record.Owner, store.OwnedByIdentity); found {
		owner, _ := uuid.Parse(id) // always valid: written by Latchkey
		return owner
	}
	return uuid.Nil
}

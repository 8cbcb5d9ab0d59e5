package webauthnsvc

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
)

// MadeKey is an admin key that was created in a session that depended on a passkey, or with such a key. It does not end
// with the passkey, since automation may use it long after its creator has replaced the device.
type MadeKey struct {
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
}

// KeysMadeWith lists the admin keys that were made with a passkey and still work, newest first. Called after the
// deletion of the passkey, it misses no key.
func (s *Service) KeysMadeWith(ctx context.Context, passkeyID uuid.UUID) ([]MadeKey, error) {
	rows, err := s.store.AdminKeysMadeWith(ctx, passkeyID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	keys := []MadeKey{}
	for _, k := range rows {
		if k.ExpiresAt == nil || s.cfg.Now().Before(*k.ExpiresAt) {
			keys = append(keys, MadeKey{k.ID, k.Name, k.Scopes, k.CreatedAt, k.ExpiresAt})
		}
	}
	return keys, nil
}

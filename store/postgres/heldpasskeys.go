package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// heldPasskeys are locked rows, by ID. The value is true if the passkey is not suspended, or only while its identity is inactive.
type heldPasskeys map[uuid.UUID]bool

func holdPasskeys(ctx context.Context, tx pgx.Tx, which string, args ...any) (heldPasskeys, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, suspended_at IS NULL OR (suspended_by = 'inactivity' AND suspended_for = '')
		FROM passkeys
		WHERE `+which+`
		ORDER BY id
		FOR UPDATE`, args...)
	if err != nil {
		return nil, err
	}
	var (
		held   = heldPasskeys{}
		id     uuid.UUID
		usable bool
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &usable}, func() error {
		held[id] = usable
		return nil
	})
	return held, err
}

// holdPasskeysBeside locks a passkey and all others of its identity.
func holdPasskeysBeside(ctx context.Context, tx pgx.Tx, id uuid.UUID) (heldPasskeys, error) {
	return holdPasskeys(ctx, tx, `identity_id = (SELECT identity_id FROM passkeys WHERE id = $1)`, id)
}

// addCompromised counts a passkey as usable that is suspended as compromised, which ends by itself.
func (h heldPasskeys) addCompromised(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	var compromised bool
	err := tx.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM passkeys
			WHERE id = $1 AND suspended_at IS NOT NULL AND suspended_by = 'compromised' AND suspended_for = ''
		)`, id).Scan(&compromised)
	if compromised {
		h[id] = true
	}
	return err
}

// mayGo checks that a passkey exists and, with keepLast, is not the last usable one.
func (h heldPasskeys) mayGo(id uuid.UUID, keepLast bool) error {
	usable, found := h[id]
	others := 0
	for other, ok := range h {
		if ok && other != id {
			others++
		}
	}
	switch {
	case !found:
		return store.ErrNotFound
	case keepLast && usable && others == 0:
		return store.LastPasskey
	}
	return nil
}

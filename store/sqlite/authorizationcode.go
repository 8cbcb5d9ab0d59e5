package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

func putCode(ctx context.Context, tx *sql.Tx, c store.AuthorizationCode) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO authorization_codes (
			hash,`+row.AuthorizationCodeColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append([]any{c.Hash[:]}, values(row.AuthorizationCode(&c))...)...)
	return err
}

// AddCode stores a code outside of the commit of its login.
func (s *Store) AddCode(ctx context.Context, c store.AuthorizationCode) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := mustStand(ctx, tx, c.IdentityID, c.PasskeyID); err != nil {
			return err
		}
		return putCode(ctx, tx, c)
	})
}

// RedeemCode deletes the code first, so that one of several concurrent calls finds it, and then validates it.
func (s *Store) RedeemCode(ctx context.Context, r store.CodeRedemption, event store.AuditEvent) (store.AuthorizationCode, error) {
	var code store.AuthorizationCode
	invalid := false
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		if code, err = takeCode(ctx, tx, r.Hash); err != nil {
			return err
		}
		err = mustBeValid(ctx, tx, code, r)
		if errors.Is(err, store.ErrNotFound) {
			invalid = true
			return nil // the deletion is still committed
		}
		if err != nil {
			return err
		}
		if err := insertPasskeySession(ctx, tx, store.PasskeySession{
			ID: r.SessionRowID, IdentityID: code.IdentityID, PasskeyID: code.PasskeyID, UserVerified: code.UserVerified,
			At: code.At, RedeemedAt: r.Now, ExpiresAt: code.At.Add(store.PendingSessionLife),
		}); err != nil {
			return err
		}
		if err := mergePending(ctx, tx, code.IdentityID, code.PasskeyID); err != nil {
			return err
		}
		event.IdentityID, event.PasskeyID = code.IdentityID, code.PasskeyID
		if event.ActorKind == store.ActorIdentity {
			event.ActorID = code.IdentityID.String()
		}
		return recordEvent(ctx, tx, event)
	})
	if err == nil && invalid {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.AuthorizationCode{}, err
	}
	return code, nil
}

// pendingOf finds the logins of a passkey whose sessions are unknown among the few of the identity, and not through the index
// that also has the passkey's known sessions.
const pendingOf = `
	SELECT` + row.PasskeySessionColumns + `
	FROM passkey_sessions
	WHERE identity_id = ?1 AND session_id IS NULL AND +passkey_id = ?2`

// mergePending merges all but the latest of them into one row.
func mergePending(ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID) error {
	surplus, err := list(ctx, tx, row.PasskeySession, pendingOf+`
		ORDER BY since IS NULL DESC, coalesce(redeemed_at, at) DESC, id DESC
		LIMIT -1 OFFSET ?3`,
		id(identityID), id(passkeyID), store.MaxPending)
	if err != nil || len(surplus) == 0 {
		return err
	}
	merged := store.PasskeySession{ID: store.NewID(), IdentityID: identityID, PasskeyID: passkeyID, Since: redemption(surplus[0])}
	for _, login := range surplus {
		at, since := redemption(login), login.Since
		if since.IsZero() {
			since = at
		}
		if at.After(merged.At) {
			merged.At = at
		}
		if since.Before(merged.Since) {
			merged.Since = since
		}
		if login.ExpiresAt.After(merged.ExpiresAt) {
			merged.ExpiresAt = login.ExpiresAt
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM passkey_sessions WHERE id = ?`, id(login.ID)); err != nil {
			return err
		}
	}
	return insertPasskeySession(ctx, tx, merged)
}

func takeCode(ctx context.Context, tx *sql.Tx, hash [32]byte) (store.AuthorizationCode, error) {
	c := store.AuthorizationCode{Hash: hash}
	err := tx.QueryRowContext(ctx, `
		DELETE FROM authorization_codes
		WHERE hash = ?
		RETURNING`+row.AuthorizationCodeColumns,
		hash[:]).Scan(targets(row.AuthorizationCode(&c))...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, store.ErrNotFound
	}
	return c, err
}

// mustBeValid returns store.ErrNotFound unless the redemption matches the code, and the code's passkey and identity can log
// in.
func mustBeValid(ctx context.Context, tx *sql.Tx, c store.AuthorizationCode, r store.CodeRedemption) error {
	if c.ClientID != r.ClientID || c.RedirectURI != r.RedirectURI || c.CodeChallenge != r.CodeChallenge || !c.ExpiresAt.After(r.Now) {
		return store.ErrNotFound
	}
	err := refuseReset(ctx, tx, `?`, c.IdentityID)
	if errors.Is(err, store.BeingReset) {
		return store.ErrNotFound
	}
	if err != nil {
		return err
	}
	return mustStand(ctx, tx, c.IdentityID, c.PasskeyID)
}

// PurgeCodes deletes expired codes.
func (s *Store) PurgeCodes(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.AuthorizationCodes)
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"latchkey/store"
	"latchkey/store/row"
)

func putCode(ctx context.Context, tx *sql.Tx, c store.AuthorizationCode) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO authorization_codes (
			hash,
			identity_id,
			passkey_id,
			user_verified,
			client_id,
			redirect_uri,
			code_challenge,
			nonce,
			at,
			expires_at
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Hash[:],
		id(c.IdentityID),
		id(c.PasskeyID),
		c.UserVerified,
		text(c.ClientID),
		text(c.RedirectURI),
		text(c.CodeChallenge),
		text(c.Nonce),
		c.At.UnixMicro(),
		c.ExpiresAt.UnixMicro(),
	)
	return err
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
			return nil // the deletion is committed nevertheless
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
		event.IdentityID, event.PasskeyID = code.IdentityID, code.PasskeyID
		if event.ActorKind == "identity" {
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

// mustBeValid returns ErrNotFound unless the redemption matches the code, and the code's passkey and identity can log
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

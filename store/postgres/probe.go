package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// tables are all that the migrations create, except for their own. The role needs all rights on them.
var tables = strings.Fields(`
	admin_keys approvals audit_counted audit_counts audit_heads authenticator_lists authorization_codes canaries compromised_models compromised_passkeys deliveries enrolment_grace factors
	first_passkeys gate_passes keys missing_identities passkey_sessions passkeys reconciliations recoveries recovery_attempts recovery_codes removed_credentials removed_passkeys resets
	revocation_passkeys revocations second_grace security_audit session_endings sinks spent_challenges step_ups tombstones
	user_handle_aliases`)

// errProbed rolls the probe back.
var errProbed = errors.New("postgres: probed")

// probe writes one row of each type of column, and rolls it back. It also checks the rights on all tables, since a right that
// is missing would otherwise only show when it is needed.
func (s *Store) probe(ctx context.Context, c *settings) error {
	var missing string
	err := s.pool.QueryRow(ctx, `
		SELECT coalesce(string_agg(privilege || ' on ' || name, ', '), '')
		FROM unnest($1::text[]) AS name, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
		WHERE NOT has_table_privilege(name, privilege)`, tables).Scan(&missing)
	if err == nil && missing != "" {
		return &store.Unfit{Part: store.NoRights, Cause: fmt.Errorf("the role %s lacks rights: %s. Grant them (GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ... TO %[1]s)",
			c.pool.ConnConfig.User, missing)}
	}
	if err == nil {
		err = s.write(ctx, func(tx pgx.Tx) error { return writeProbe(ctx, tx) })
	}
	if errors.Is(err, errProbed) {
		return nil
	}
	return remedied(err)
}

func writeProbe(ctx context.Context, tx pgx.Tx) error {
	var (
		n      int64
		stands bool
	)
	id, identity, now := uuid.Must(uuid.NewV7()), uuid.New(), time.Now()
	row := store.NewPasskey{
		Passkey: store.Passkey{
			ID: id, IdentityID: identity, CredentialID: id[:], UserHandle: identity[:], RPID: "latchkey.invalid", Name: "☺",
			Record: json.RawMessage(`{}`), AAGUID: id, CreatedAt: now,
		},
		Challenge: store.Challenge{ExpiresAt: now},
		Limit:     1,
		Event: store.AuditEvent{
			ID: id, At: now, Type: "probe", IdentityID: identity, ActorKind: store.ActorSystem, Metadata: json.RawMessage(`{}`),
		},
	}
	copy(row.Challenge.Hash[:], id[:])
	if err := tx.QueryRow(ctx, createPasskey, newPasskeyArgs(row)...).Scan(&n, &stands); err != nil {
		return err
	}
	var name string
	if err := tx.QueryRow(ctx, `SELECT name FROM passkeys WHERE id = $1`, id).Scan(&name); err != nil {
		return err
	}
	if name != row.Passkey.Name {
		return errors.New("the database returns other text than was written: check the encoding of the connection")
	}
	codes := []store.RecoveryCode{{CreatedAt: now, ExpiresAt: &now, Kind: store.CodeOwn, MadeWith: []uuid.UUID{id}}}
	if err := insertCodes(ctx, tx, identity, codes); err != nil {
		return err
	}
	return errProbed
}

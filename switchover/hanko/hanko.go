// Package hanko reads the passkeys in a database of teamhanko/passkeys on PostgreSQL, for an import. It owns what their tables
// mean, and writes nothing. Which passkeys are imported is decided by package switchover.
package hanko

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/account"
	"latchkey/assurance"
)

// Database is an open database. It is not safe for concurrent use.
type Database struct {
	connection *pgx.Conn
	reads      pgx.Tx
}

// Open connects, and begins the read-only transaction of all calls.
func Open(ctx context.Context, dsn string) (*Database, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("it is no address of PostgreSQL, such as postgres://user:password@host/database")
	}
	connection, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	reads, err := connection.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, errors.Join(err, connection.Close(ctx))
	}
	return &Database{connection, reads}, nil
}

// Close closes the connection, which ends the transaction.
func (d *Database) Close() { _ = d.connection.Close(context.Background()) }

// Tenant is one of those that share a server.
type Tenant struct {
	ID   uuid.UUID
	Name string
	RPID string
}

// Tenants lists the tenants, with the relying party of each.
func (d *Database) Tenants(ctx context.Context) ([]Tenant, error) {
	rows, err := d.reads.Query(ctx, `
		SELECT DISTINCT
			tenant.id,
			tenant.display_name,
			party.rp_id
		FROM tenants AS tenant
		JOIN configs AS config ON config.tenant_id = tenant.id
		JOIN webauthn_configs AS webauthn ON webauthn.config_id = config.id
		JOIN relying_parties AS party ON party.webauthn_config_id = webauthn.id
		ORDER BY tenant.id, party.rp_id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Tenant])
}

// User is a user with passkeys.
type User struct {
	ID       string // user_id, which the application has chosen
	Passkeys []Passkey
}

// Passkey is one passkey, whose user handle is the user_id.
type Passkey struct {
	account.NativePasskey
	LastUsedAt *time.Time
}

// IdentityOf returns the identity of a user whose user_id is the ID of one at Kratos, or uuid.Nil.
func IdentityOf(userID string) uuid.UUID {
	id, err := uuid.Parse(userID)
	if err != nil || len(userID) != len(id.String()) { // in one of its other forms
		return uuid.Nil
	}
	return id
}

// Walk calls visit with each user of a tenant who has passkeys. It reads them with one query, as visit goes on: their tables have no
// index with which the passkeys of one user are found.
func (d *Database) Walk(ctx context.Context, tenant uuid.UUID, visit func(User) error) error {
	rows, err := d.reads.Query(ctx, selectPasskeys, tenant)
	if err != nil {
		return err
	}
	defer rows.Close()
	var last uuid.UUID
	var user User
	for rows.Next() {
		row, id, p, err := scan(rows)
		if err != nil {
			return fmt.Errorf("a row of webauthn_credentials: %w", err)
		}
		if row != last && last != uuid.Nil {
			if err := visit(user); err != nil {
				return err
			}
			user = User{}
		}
		last, user.ID = row, id
		user.Passkeys = append(user.Passkeys, p)
	}
	if err := rows.Err(); err != nil || last == uuid.Nil {
		return err
	}
	return visit(user)
}

// Those of a user are together, oldest first. Before March 2024 there was no column is_mfa.
const selectPasskeys = `
	SELECT
		member.id,
		member.user_id,
		c.id,
		c.public_key,
		c.aaguid,
		c.sign_count,
		coalesce(c.name, ''),
		c.last_used_at,
		coalesce(c.backup_eligible, false),
		coalesce(c.backup_state, false),
		c.created_at,
		coalesce((to_jsonb(c) ->> 'is_mfa')::boolean, false),
		coalesce(transport.names, '{}')
	FROM webauthn_users AS member
	JOIN webauthn_credentials AS c ON c.webauthn_user_id = member.id
	LEFT JOIN (
		SELECT webauthn_credential_id AS id, array_agg(name ORDER BY name) AS names
		FROM webauthn_credential_transports
		GROUP BY webauthn_credential_id
	) AS transport ON transport.id = c.id
	WHERE member.tenant_id = $1
	ORDER BY member.id, c.created_at, c.id`

// scan returns the user's row, the user_id and the passkey.
func scan(row pgx.Row) (user uuid.UUID, userID string, p Passkey, err error) {
	var id, key string
	var count int64
	p.Kind, p.Flags = assurance.KindPasskey, &account.NativeFlags{}
	err = row.Scan(&user, &userID, &id, &key, &p.AAGUID, &count, &p.Name, &p.LastUsedAt, &p.Flags.BackupEligible,
		&p.Flags.BackedUp, &p.AddedAt, &p.SecondFactor, &p.Transports)
	p.ID, p.PublicKey, p.SignCount, p.UserHandle = decode(id), decode(key), uint32(count), []byte(userID)
	if count < 0 || count > 1<<32-1 {
		p.PublicKey = nil // nothing can be relied on
	}
	if strings.HasPrefix(p.Name, "cred-") { // made from the ID, where the model was unknown
		p.Name = ""
	}
	return user, userID, p, err
}

// decode decodes base64url without padding. What cannot be decoded is a passkey that cannot be used.
func decode(text string) []byte {
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return decoded
}

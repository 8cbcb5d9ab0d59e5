// Package hankotest makes a database like that of teamhanko/passkeys, for tests. It owns the tables that an import reads, with
// their columns as a server of 2024 has them.
package hankotest

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Database is such a database.
type Database struct {
	DSN        string
	connection *pgx.Conn
}

var tables = []string{`
	CREATE TABLE tenants (
		id uuid PRIMARY KEY,
		display_name varchar(255) NOT NULL,
		created_at timestamp NOT NULL DEFAULT now(),
		updated_at timestamp NOT NULL DEFAULT now()
	)`, `
	CREATE TABLE configs (
		id uuid PRIMARY KEY,
		tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
		created_at timestamp NOT NULL DEFAULT now(),
		updated_at timestamp NOT NULL DEFAULT now()
	)`, `
	CREATE TABLE webauthn_configs (
		id uuid PRIMARY KEY,
		timeout integer NOT NULL DEFAULT 60000,
		user_verification varchar(255) NOT NULL DEFAULT 'preferred',
		config_id uuid NOT NULL REFERENCES configs ON DELETE CASCADE,
		attachment varchar(255),
		attestation_preference varchar(255) NOT NULL DEFAULT 'none',
		resident_key_requirement varchar(255) NOT NULL DEFAULT 'required',
		created_at timestamp NOT NULL DEFAULT now(),
		updated_at timestamp NOT NULL DEFAULT now()
	)`, `
	CREATE TABLE relying_parties (
		id uuid PRIMARY KEY,
		rp_id varchar(255) NOT NULL,
		display_name varchar(255) NOT NULL,
		icon varchar(255),
		webauthn_config_id uuid NOT NULL UNIQUE REFERENCES webauthn_configs ON DELETE CASCADE,
		created_at timestamp NOT NULL DEFAULT now(),
		updated_at timestamp NOT NULL DEFAULT now()
	)`, `
	CREATE TABLE webauthn_users (
		id uuid PRIMARY KEY,
		user_id varchar(255) NOT NULL,
		name varchar(255) NOT NULL,
		icon varchar(255) NOT NULL,
		display_name varchar(255) NOT NULL,
		tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
		created_at timestamp NOT NULL DEFAULT now(),
		updated_at timestamp NOT NULL DEFAULT now(),
		UNIQUE (user_id, tenant_id)
	)`, `
	CREATE TABLE webauthn_credentials (
		id varchar(255) PRIMARY KEY,
		user_id varchar(255) NOT NULL,
		public_key text NOT NULL,
		attestation_type varchar(255) NOT NULL,
		aaguid uuid NOT NULL,
		sign_count integer NOT NULL,
		name varchar(255),
		last_used_at timestamp,
		backup_eligible bool NOT NULL DEFAULT false,
		backup_state bool NOT NULL DEFAULT false,
		webauthn_user_id uuid REFERENCES webauthn_users ON DELETE CASCADE,
		is_mfa bool NOT NULL DEFAULT false,
		created_at timestamp NOT NULL,
		updated_at timestamp NOT NULL DEFAULT now()
	)`, `
	CREATE TABLE webauthn_credential_transports (
		id varchar(255) PRIMARY KEY,
		name varchar(255) NOT NULL,
		webauthn_credential_id varchar(255) NOT NULL REFERENCES webauthn_credentials ON DELETE CASCADE,
		UNIQUE (name, webauthn_credential_id)
	)`,
}

// New makes the tables in an empty database.
func New(ctx context.Context, dsn string) (*Database, error) {
	connection, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	d := &Database{dsn, connection}
	for _, table := range tables {
		if err := d.Exec(ctx, table); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Close closes the connection.
func (d *Database) Close() { _ = d.connection.Close(context.Background()) }

// Exec executes a statement, to make the database another one.
func (d *Database) Exec(ctx context.Context, sql string, args ...any) error {
	_, err := d.connection.Exec(ctx, sql, args...)
	return err
}

// Tenant adds a tenant.
func (d *Database) Tenant(ctx context.Context, name, rpID string) (uuid.UUID, error) {
	tenant, config, webauthn := uuid.New(), uuid.New(), uuid.New()
	for _, row := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO tenants (id, display_name) VALUES ($1, $2)`, []any{tenant, name}},
		{`INSERT INTO configs (id, tenant_id) VALUES ($1, $2)`, []any{config, tenant}},
		{`INSERT INTO webauthn_configs (id, config_id) VALUES ($1, $2)`, []any{webauthn, config}},
		{`INSERT INTO relying_parties (id, rp_id, display_name, webauthn_config_id) VALUES ($1, $2, $2, $3)`, []any{uuid.New(), rpID, webauthn}},
	} {
		if err := d.Exec(ctx, row.sql, row.args...); err != nil {
			return tenant, err
		}
	}
	return tenant, nil
}

// User adds a user of a tenant, and returns the ID of the row.
func (d *Database) User(ctx context.Context, tenant uuid.UUID, userID string) (uuid.UUID, error) {
	id := uuid.New()
	return id, d.Exec(ctx, `INSERT INTO webauthn_users (id, user_id, name, icon, display_name, tenant_id) VALUES ($1, $2, $2, '', $2, $3)`, id, userID, tenant)
}

// Passkey is a row of webauthn_credentials with its transports.
type Passkey struct {
	ID, PublicKey            []byte
	AAGUID                   uuid.UUID
	SignCount                int
	Name                     *string
	BackupEligible, BackedUp bool
	SecondFactor             bool
	CreatedAt                time.Time
	LastUsedAt               *time.Time
	Transports               []string
}

// Passkey adds a passkey of a user.
func (d *Database) Passkey(ctx context.Context, user uuid.UUID, userID string, p Passkey) error {
	id := base64.RawURLEncoding.EncodeToString(p.ID)
	err := d.Exec(ctx, `
		INSERT INTO webauthn_credentials (
			id, user_id, public_key, attestation_type, aaguid, sign_count, name, last_used_at, backup_eligible, backup_state, webauthn_user_id, is_mfa, created_at
		) VALUES ($1, $2, $3, 'none', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, userID, base64.RawURLEncoding.EncodeToString(p.PublicKey), p.AAGUID, p.SignCount, p.Name, p.LastUsedAt, p.BackupEligible, p.BackedUp, user,
		p.SecondFactor, p.CreatedAt)
	for _, name := range p.Transports {
		if err == nil {
			err = d.Exec(ctx, `INSERT INTO webauthn_credential_transports (id, name, webauthn_credential_id) VALUES ($1, $2, $3)`, uuid.NewString(), name, id)
		}
	}
	return err
}

package switchover_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/policy"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
	"latchkey/switchover"
	"latchkey/webauthnsvc/webauthntest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var now = time.Date(2026, 11, 28, 12, 0, 0, 123456000, time.UTC)

// kratos has these identities, none of which has anything there.
type kratos map[uuid.UUID]bool

func (k kratos) WalkNatives(context.Context, func(int, []account.Natives) error) error { return nil }

func (k kratos) Natives(_ context.Context, id uuid.UUID) (account.Natives, error) {
	if !k[id] {
		return account.Natives{}, fault.ErrIdentityNotFound
	}
	return account.Natives{Identity: account.Identity{ID: id, Active: true}}, nil
}

// database is a Latchkey's.
type database struct {
	store.Store
	raw     *sql.DB
	kind    string // of database
	log     *audit.Log
	factors *standing.Service
}

func open(t *testing.T, kind string) database {
	t.Helper()
	var records store.Store
	var raw *sql.DB
	var err error
	if kind == "postgres" {
		dsn := migrated.Postgres(t)
		if raw, err = sql.Open("pgx", dsn); err == nil {
			records, err = postgres.Open(t.Context(), dsn, postgres.Options{})
		}
	} else {
		path := migrated.SQLite(t)
		if raw, err = sql.Open("sqlite", path); err == nil {
			records, err = sqlite.Open(t.Context(), path, sqlite.Options{})
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close(); raw.Close() })
	sealer, err := seal.New([][]byte{random(32)})
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(audit.Config{Now: time.Now}, records, sealer)
	return database{records, raw, kind, log, standing.New(standing.Config{Rules: policy.New(policy.Terms{}), Now: time.Now}, records, log, sealer, nil, nil, nil, nil)}
}

func (d database) importer(k switchover.Kratos, edit ...func(*switchover.Config)) *switchover.Importer {
	cfg := switchover.Config{RPIDs: []string{"example.com"}, Now: func() time.Time { return now }}
	for _, change := range edit {
		change(&cfg)
	}
	return switchover.New(cfg, d.Store, k, d.factors, d.log)
}

// passkeys returns the rows of an identity, without since when they are here.
func (d database) passkeys(t *testing.T, id uuid.UUID) []store.Passkey {
	t.Helper()
	rows, err := d.PasskeysOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i].ImportedAt, rows[i].ConfirmedAt = nil, nil
	}
	return rows
}

// adds stores rows as an import does, so that all of their columns are as given.
func (d database) adds(t *testing.T, handles [][]byte, rows ...store.Passkey) {
	t.Helper()
	i := store.PasskeyImport{IdentityID: rows[0].IdentityID, Passkeys: rows, Handles: handles, First: true, At: now}
	if err := d.ImportPasskeys(t.Context(), i); err != nil {
		t.Fatal(err)
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}

func to[T any](v T) *T { return &v }

// newPasskey returns the row of a synced passkey, with a real key.
func newPasskey(t *testing.T, identityID uuid.UUID, edit ...func(*store.Passkey)) store.Passkey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	p := store.Passkey{
		ID: store.NewID(), IdentityID: identityID, CredentialID: random(32), UserHandle: random(64), RPID: "example.com", Name: "Télé & <phone> 📱",
		AAGUID: uuid.UUID(random(16)), BackupEligible: to(true), BackedUp: true, UVInitialized: true, CreatedAt: now.Add(-time.Hour),
	}
	for _, change := range edit {
		change(&p)
	}
	p.Record, err = json.Marshal(map[string]any{
		"id": p.CredentialID, "publicKey": public, "attestationFormat": "none", "transport": []string{"internal"},
		"flags":         map[string]bool{"userPresent": true, "userVerified": true, "backupEligible": true, "backupState": true},
		"authenticator": map[string]any{"AAGUID": p.AAGUID[:]}, "attestation": map[string]any{"clientDataJSON": random(300)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// publicKey returns the COSE key of a row.
func publicKey(t *testing.T, p store.Passkey) []byte {
	t.Helper()
	var record struct {
		PublicKey []byte `json:"publicKey"`
	}
	if err := json.Unmarshal(p.Record, &record); err != nil {
		t.Fatal(err)
	}
	return record.PublicKey
}

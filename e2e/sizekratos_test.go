package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"

	_ "latchkey/store/sqlite" // the driver of Kratos' database
	"latchkey/webauthnsvc/webauthntest"
)

// atKratos changes Kratos' database while Kratos is stopped.
func (s sizes) atKratos(path string, change func(ctx context.Context, tx *sql.Tx)) {
	s.t.Helper()
	must(s.t, s.kratos.Stop())
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)")
	must(s.t, err)
	tx, err := db.BeginTx(s.t.Context(), nil)
	must(s.t, err)
	change(s.t.Context(), tx)
	must(s.t, tx.Commit())
	must(s.t, db.Close())
	must(s.t, s.kratos.Start(s.t.Context()))
}

// copiesAtKratos copies a user with one passkey, with another identity, address, user handle and passkey each time: Kratos' own pages
// would take hours.
func (s sizes) copiesAtKratos(path string, template uuid.UUID, count int) (ids []uuid.UUID) {
	s.t.Helper()
	s.atKratos(path, func(ctx context.Context, tx *sql.Tx) {
		var credential, config string
		must(s.t, tx.QueryRowContext(ctx, `
			SELECT c.id, c.config
			FROM identity_credentials AS c
			JOIN identity_credential_types AS t ON t.id = c.identity_credential_type_id
			WHERE c.identity_id = ? AND t.name = 'passkey'`, template.String()).Scan(&credential, &config))
		identities, credentials, identifiers := s.columns(ctx, tx, "identities"), s.columns(ctx, tx, "identity_credentials"), s.columns(ctx, tx, "identity_credential_identifiers")
		for n := range count {
			id, its, handle := uuid.New(), uuid.NewString(), rand.Text()+rand.Text()
			ids = append(ids, id)
			identities.copies(ctx, template.String(), map[string]any{"id": id.String(), "traits": fmt.Sprintf(`{"email":"user%d@example.com"}`, n)})
			credentials.copies(ctx, credential, map[string]any{"id": its, "identity_id": id.String(), "config": s.anotherPasskey(config, handle)})
			var identifier string
			must(s.t, tx.QueryRowContext(ctx, `SELECT id FROM identity_credential_identifiers WHERE identity_credential_id = ?`, credential).Scan(&identifier))
			identifiers.copies(ctx, identifier, map[string]any{"id": uuid.NewString(), "identity_credential_id": its, "identity_id": id.String(), "identifier": handle})
		}
	})
	return ids
}

// anotherPasskey returns the configuration of a credential, with another key and user handle.
func (s sizes) anotherPasskey(config, handle string) string {
	s.t.Helper()
	var c map[string]any
	must(s.t, json.Unmarshal([]byte(config), &c))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(s.t, err)
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	must(s.t, err)
	id := make([]byte, 32)
	_, _ = rand.Read(id) // never fails (crypto/rand)
	one := c["credentials"].([]any)[0].(map[string]any)
	one["id"], one["public_key"] = base64.StdEncoding.EncodeToString(id), base64.StdEncoding.EncodeToString(public)
	c["user_handle"] = base64.StdEncoding.EncodeToString([]byte(handle))
	text, err := json.Marshal(c)
	must(s.t, err)
	return string(text)
}

// changeAtKratos deletes some users at Kratos, and deactivates others.
func (s sizes) changeAtKratos(path string, deleted, inactive []uuid.UUID) {
	s.t.Helper()
	s.atKratos(path, func(ctx context.Context, tx *sql.Tx) {
		for sql, ids := range map[string][]uuid.UUID{
			`DELETE FROM identities WHERE id = ?`: deleted, `UPDATE identities SET state = 'inactive' WHERE id = ?`: inactive,
		} {
			for _, id := range ids {
				_, err := tx.ExecContext(ctx, sql, id.String())
				must(s.t, err)
			}
		}
	})
}

// columns are those of a table of Kratos', whatever its version.
type columns struct {
	sizes
	tx    *sql.Tx
	table string
	names []string
}

func (s sizes) columns(ctx context.Context, tx *sql.Tx, table string) columns {
	s.t.Helper()
	rows, err := tx.QueryContext(ctx, `SELECT name FROM pragma_table_info(?)`, table)
	must(s.t, err)
	defer rows.Close()
	c := columns{sizes: s, tx: tx, table: table}
	for rows.Next() {
		var name string
		must(s.t, rows.Scan(&name))
		c.names = append(c.names, name)
	}
	must(s.t, rows.Err())
	return c
}

// copies copies a row, with these values in the columns that it has.
func (c columns) copies(ctx context.Context, id string, values map[string]any) {
	c.t.Helper()
	var from []string
	var args []any
	for _, name := range c.names {
		if value, ok := values[name]; ok {
			from, args = append(from, "?"), append(args, value)
		} else {
			from = append(from, name)
		}
	}
	_, err := c.tx.ExecContext(ctx, "INSERT INTO "+c.table+" ("+strings.Join(c.names, ", ")+") SELECT "+strings.Join(from, ", ")+" FROM "+c.table+" WHERE id = ?", append(args, id)...)
	must(c.t, err)
}

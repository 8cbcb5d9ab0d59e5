package migrations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/migrations"
)

// Only what was verified here becomes the key identifier of a passkey, and no name that looks like it.
func TestKeyIdentifiersAreKnown(t *testing.T) {
	t.Parallel()
	const key = "923881fe2f214ee465484371aeb72e97f5a58e0a"
	databases(t, func(t *testing.T, d database) {
		f := &filled{t: t, db: rawDB(t, d), sqlite: d.dialect == migrations.SQLite, now: time.Now().UTC().Truncate(time.Microsecond), identity: uuid.New()}
		if err := migrations.UpTo(t.Context(), d.dialect, f.db, 57); err != nil {
			t.Fatal(err)
		}
		member := fmt.Sprintf(`"key_identifier":"%s"`, key)
		cases := []struct{ record, want string }{
			{`{"id":"AA==","attested":{"by":"roots","format":"fido-u2f",` + member + `},"authenticator":{"attachment":"a\u0000b"}}`, key},
			{`{"id":"AA==","attested":{"by":"roots","format":"packed"}}`, ""},
			{`{"id":"` + strings.ReplaceAll(member, `"`, `\"`) + `"}`, ""},
			{`{}`, ""},
		}
		for slot, c := range cases {
			id := uuid.New()
			f.exec(`INSERT INTO passkeys (id, identity_id, slot, credential_id, user_handle, rp_id, name, record, aaguid,
					backup_eligible, backed_up, sign_count, created_at)
				VALUES ($1, $2, $3, $4, $5, 'example.org', 'n', $6, $7, false, false, 0, $8)`,
				f.id(id), f.id(f.identity), slot, id[:], []byte("a"), c.record, f.id(uuid.Nil), f.at(f.now))
		}
		if err := migrations.Up(t.Context(), d.dialect, f.db); err != nil {
			t.Fatal(err)
		}
		for slot, c := range cases {
			var got string
			if err := f.db.QueryRowContext(t.Context(), `SELECT key_identifier FROM passkeys WHERE slot = $1`, slot).Scan(&got); err != nil || got != c.want {
				t.Errorf("%s: %q, %v, want %q", c.record, got, err, c.want)
			}
		}
	})
}

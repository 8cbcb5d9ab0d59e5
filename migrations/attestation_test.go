package migrations_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/migrations"
)

// Attestation that no root vouches for is blanked, and everything else in a record stays.
func TestUnverifiedAttestationIsBlanked(t *testing.T) {
	t.Parallel()
	const rest = `"publicKey":"AQ==","transport":["usb"],"authenticator":{"attachment":"a\u0000b"}`
	const blank = `{"id":"AA==","attestationType":"none","attestationFormat":"none",` + rest
	databases(t, func(t *testing.T, d database) {
		f := &filled{t: t, db: rawDB(t, d), sqlite: d.dialect == migrations.SQLite, now: time.Now().UTC().Truncate(time.Microsecond), identity: uuid.New()}
		if err := migrations.UpTo(t.Context(), d.dialect, f.db, 54); err != nil {
			t.Fatal(err)
		}
		cases := []struct{ record, want string }{
			{`{"id":"AA==","attestationType":"basic_full","attestationFormat":"packed",` + rest + `,"attestation":{"clientDataJSON":"e30=","object":"o2M="}}`,
				blank + `,"attestation":{"clientDataJSON":"e30=","object":""}}`},
			{`{"id":"AA==","attestationType":"basic_surrogate","attestationFormat":"packed",` + rest + `,"attestation":{"object":"o2M="}}`, blank + `,"attestation":{"object":""}}`},
			{`{"id":"AA==","attestationType":"","attestationFormat":"fido-u2f",` + rest + `}`, blank + `}`},
			{`{"id":"AA==","attestationType":"none","attestationFormat":"none",` + rest + `,"attestation":{"object":"o2M="}}`,
				blank + `,"attestation":{"object":"o2M="}}`},
			{`{"publicKey":"AQ=="}`, `{"publicKey":"AQ=="}`},
		}
		for slot, c := range cases {
			id := uuid.New()
			f.exec(`INSERT INTO passkeys (id, identity_id, slot, credential_id, user_handle, rp_id, name, record, aaguid,
					backup_eligible, backed_up, sign_count, created_at)
				VALUES ($1, $2, $3, $4, $5, 'example.org', 'n', $6, $7, false, false, 0, $8)`,
				f.id(id), f.id(f.identity), slot, id[:], []byte("a"), c.record, f.id(uuid.New()), f.at(f.now))
		}
		if err := migrations.Up(t.Context(), d.dialect, f.db); err != nil {
			t.Fatal(err)
		}
		for slot, c := range cases {
			var got string
			if err := f.db.QueryRowContext(t.Context(), `SELECT record FROM passkeys WHERE slot = $1`, slot).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if !sameJSON(t, got, c.want) {
				t.Errorf("%s\nbecame %s\nwant   %s", c.record, got, c.want)
			}
			if strings.Contains(c.want, "attachment") && !strings.Contains(got, `\u0000`) {
				t.Errorf("the record has lost a character: %s", got)
			}
		}
	})
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var left, right any
	if err := json.Unmarshal([]byte(a), &left); err != nil {
		t.Fatalf("%s: %v", a, err)
	}
	if err := json.Unmarshal([]byte(b), &right); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(left, right)
}

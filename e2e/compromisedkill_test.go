package e2e_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/metadata/metadatatest"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// heldOfModel is how many passkeys there are of a compromised model.
const heldOfModel = 500

// TestKilledWhileItSuspends: the replica that suspends the passkeys of a compromised model is killed in the middle. Another one goes on: all
// are suspended, each once, and the model is reported once and done once.
func TestKilledWhileItSuspends(t *testing.T) {
	t.Parallel()
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	root := filepath.Join(folder, "root.pem")
	must(t, os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600))
	k, dsn, secret := startKratos(t, demo.KratosOptions{}), storetest.Postgres(t), demo.RandomSecret()
	remember("cipher secret", secret)
	start := func(number int, status string) *stack {
		list := filepath.Join(folder, status)
		must(t, os.WriteFile(list, publisher.Blob(map[string]any{"no": number, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
			"aaguid": uuid.UUID(webauthntest.New("").AAGUID), "statusReports": []any{map[string]any{"status": status}}, "metadataStatement": map[string]any{"description": "Harbour Key"},
		}}}), 0o600))
		return &stack{kratos: k, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: k, DSN: dsn, Env: []string{
			"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_WEBAUTHN_METADATA_FILE=" + list, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + root,
			"LATCHKEY_WEBAUTHN_METADATA_COMPROMISED_AFTER=0s", "LATCHKEY_LIFECYCLE_EVERY=0s",
		}})}
	}
	other := start(1, "FIDO_CERTIFIED_L1")
	_, person := other.app(t)
	person.register(t, webauthntest.New(other.latchkey.PublicURL))
	db := other.database(t)
	_, err := db.Exec(t.Context(), `
		INSERT INTO passkeys
		SELECT (jsonb_populate_record(passkeys, jsonb_build_object('id', gen_random_uuid(), 'identity_id', gen_random_uuid(), 'credential_id', '\x' || md5(n::text)))).*
		FROM passkeys, generate_series(2, $1::int) AS n`, heldOfModel)
	must(t, err)
	count := func(of string) (n int) {
		t.Helper()
		must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM `+of).Scan(&n))
		return n
	}
	const suspended = `passkeys WHERE suspended_by = 'compromised'`

	killed := start(2, "REVOKED")
	must(t, other.latchkey.Stop()) // so that it looks for what is due shortly after the killed one, and not 20 seconds later
	must(t, other.latchkey.Start(t.Context()))
	eventually(t, "a part of the passkeys is suspended", func() bool { return count(suspended) > heldOfModel/10 })
	must(t, killed.latchkey.Kill())
	if n := count(suspended); n >= heldOfModel {
		t.Fatalf("all %d were suspended before the kill", n)
	}
	// The claim of the killed process would end in two minutes.
	_, err = db.Exec(t.Context(), `UPDATE reconciliations SET due_at = now() WHERE scope = 'compromised'`)
	must(t, err)
	eventuallyWithin(t, 2*time.Minute, "the other replica has finished", func() bool { return count(`security_audit WHERE event_type = 'model.suspended'`) > 0 })
	for of, want := range map[string]int{
		suspended:              heldOfModel,
		`compromised_passkeys`: heldOfModel,
		`(SELECT DISTINCT passkey_id FROM security_audit WHERE event_type = 'passkey.suspended') AS once`: heldOfModel,
		`security_audit WHERE event_type = 'passkey.suspended'`:                                           heldOfModel,
		`security_audit WHERE event_type = 'model.compromised'`:                                           1,
		`security_audit WHERE event_type = 'model.suspended' AND metadata ->> 'passkeys' = '500'`:         1,
	} {
		if n := count(of); n != want {
			t.Errorf("%s: %d, want %d", of, n, want)
		}
	}
}

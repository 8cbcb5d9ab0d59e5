package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/migrations"
	"latchkey/store"
	"latchkey/store/row"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, Options{Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestOpenRefuses(t *testing.T) {
	for _, path := range []string{"", ":memory:"} {
		if _, err := Open(t.Context(), path, Options{Migrate: true}); err == nil {
			t.Errorf("%q was opened", path)
		}
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere", "latchkey.db")
	if _, err := Open(t.Context(), nowhere, Options{Migrate: true}); err == nil || !strings.Contains(err.Error(), nowhere) {
		t.Errorf("a file in no folder gives %v", err)
	}
	missing := filepath.Join(t.TempDir(), "missing.db")
	if _, err := Open(t.Context(), missing, Options{}); err == nil {
		t.Error("a file that is not there was opened without migrating")
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening made the file: %v", err)
	}
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), empty, Options{}); !errors.Is(err, migrations.ErrBehind) {
		t.Errorf("an empty file without migrating gives %v", err)
	}
}

// Other users of the machine cannot read the database.
func TestFileModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	open(t, path)
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", name, mode)
		}
	}
}

// The settings that durability and the schema's rules depend on, on every connection.
func TestSettings(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "latchkey.db"))
	for setting, want := range map[string]string{
		"journal_mode": "wal",
		"synchronous":  "2", // FULL
		"foreign_keys": "1",
		"busy_timeout": "10000",
	} {
		for name, db := range map[string]*sql.DB{"writer": s.writer, "reader": s.reader} {
			var got string
			if err := db.QueryRowContext(t.Context(), `PRAGMA `+setting).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %s, %v, want %s", name, setting, got, err, want)
			}
		}
	}
	if _, err := s.reader.ExecContext(t.Context(), `DELETE FROM passkeys`); err == nil {
		t.Error("a reader writes")
	}
}

// Two processes on one file correspond to two Stores, which share nothing else. One of the two transactions here starts
// with a write, the other with a read.
func TestTwoStoresOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	stores := []*Store{open(t, path), open(t, path)}
	const each = 50
	spent, named := make([]int, len(stores)), make([]int, len(stores))
	var running sync.WaitGroup
	for i, s := range stores {
		running.Go(func() {
			for n := range each {
				hash := [32]byte{byte(n), byte(i)}
				spent[i] += won(t, store.ChallengeSpent, s.SpendChallenge(t.Context(),
					store.Challenge{Hash: [32]byte{byte(n)}, ExpiresAt: time.Now()}, event("login.refused")))
				named[i] += won(t, store.NameTaken, s.CreateAdminKey(t.Context(),
					store.AdminKey{ID: uuid.New(), Name: fmt.Sprint("key ", n), Hash: hash}, store.Evidence{}, event("admin_key.created")))
			}
		})
	}
	running.Wait()
	if spent[0]+spent[1] != each || named[0]+named[1] != each {
		t.Errorf("of %d each, challenges were spent %v and names given %v times", each, spent, named)
	}
	for _, s := range stores {
		events, err := s.AuditEvents(t.Context(), store.AuditFilter{}, store.Page{Size: 1000})
		if err != nil || len(events) != 2*each {
			t.Errorf("%d events, %v", len(events), err)
		}
	}
}

// won is 1 if the contender succeeded, and 0 if it failed with the expected error.
func won(t *testing.T, lost store.Conflict, err error) int {
	if err == nil {
		return 1
	}
	if !errors.Is(err, lost) {
		t.Error(err)
	}
	return 0
}

func event(kind string) store.AuditEvent {
	return store.AuditEvent{ID: uuid.Must(uuid.NewV7()), At: time.Now(), Type: kind, ActorKind: "anonymous"}
}

func TestPlans(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "latchkey.db"))
	// Without ORDER BY, since SQLite sorts the few rows.
	factors, _, _ := strings.Cut(strings.ReplaceAll(factorsOf, "?", "x'00'"), "ORDER BY")
	literal := strings.NewReplacer("?1", "x'00'", "?2", "x'01'", "?3", "3", "?4", "4", "?5", "5")
	for query, index := range map[string]string{
		selectPasskey + ` WHERE credential_id = x'00'`:                                                "sqlite_autoindex_passkeys",
		selectPasskey + ` WHERE identity_id = x'00' ORDER BY id`:                                      "identity_id=?",
		selectPasskey + ` WHERE id < x'00' ORDER BY id DESC LIMIT 50`:                                 "(id<?)",
		selectPasskey + ` WHERE id < x'00' AND identity_id = x'00' ORDER BY id DESC LIMIT 50`:         "(identity_id=? AND id<?)",
		selectPasskey + ` WHERE aaguid = x'00' ORDER BY id DESC LIMIT 50`:                             "passkeys_aaguid",
		selectPasskey + ` WHERE ` + row.Keyed + ` AND key_identifier = 'x' ORDER BY id DESC LIMIT 50`: "passkeys_key_identifier",
		selectPasskey + ` WHERE clone_warning_at IS NOT NULL ORDER BY id DESC LIMIT 50`:               "passkeys_clone_warning",
		factors:                        "(identity_id=?)",
		literal.Replace(knownLogins):   "passkey_sessions_session (identity_id=? AND session_id=?)",
		literal.Replace(pendingLogins): "passkey_sessions_pending (identity_id=? AND redeemed_at>? AND redeemed_at<?)",
		literal.Replace(unclearLogins): "passkey_sessions_merged (identity_id=? AND at>?)",
		literal.Replace(pendingOf):     "(identity_id=? AND session_id=?)",
		row.SelectTombstone(`0`) + ` AND credential_id = x'00'`:                                  "sqlite_autoindex_passkeys",
		strings.ReplaceAll(tombstonesOf, "?", "x'00'"):                                           "tombstones_latest (identity_id=?)",
		`SELECT * FROM security_audit WHERE identity_id = x'00' AND id < x'00' ORDER BY id DESC`: "security_audit_identity",
		`SELECT * FROM security_audit WHERE passkey_id = x'00' ORDER BY id DESC`:                 "security_audit_passkey",
		`SELECT * FROM security_audit WHERE event_type = 'x' ORDER BY id DESC`:                   "security_audit_event_type",
		`SELECT * FROM security_audit WHERE actor_id = 'x' ORDER BY id DESC`:                     "security_audit_actor",
	} {
		rows, err := s.reader.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query)
		if err != nil {
			t.Fatal(err)
		}
		var plan string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan += detail + "\n"
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("not through %s: %s\n%s", index, query, plan)
		}
	}
}

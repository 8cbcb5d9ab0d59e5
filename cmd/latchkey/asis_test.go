package main

import (
	"database/sql"
	"strings"
	"testing"
)

// What changes nothing does not migrate either: the next release's binary may be used to preview its configuration.
func TestReadersDoNotMigrate(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, errOut, code := latchkey(t, nil, "migrate"); code != exitOK {
		t.Fatal(errOut)
	}
	db, err := sql.Open("sqlite", "latchkey.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const older = `DELETE FROM latchkey_schema WHERE version_id = (SELECT max(version_id) FROM latchkey_schema)`
	if _, err := db.ExecContext(t.Context(), older); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"compromised"}, {"preview", "/dev/null"}, {"explain", "00000000-0000-0000-0000-000000000001"}} {
		out, errOut, code := latchkey(t, nil, append([]string{"policy"}, args...)...)
		if code == exitOK || !strings.Contains(errOut, "the database schema is older than this binary") || !strings.Contains(errOut, "use the latchkey that serves this database") {
			t.Errorf("%s: code %d\n%s%s", args, code, out, errOut)
		}
	}
	// Others do migrate, and fail here: the schema is the newest.
	if _, errOut, code := latchkey(t, nil, "keys", "list"); code == exitOK || strings.Contains(errOut, "older than this binary") {
		t.Errorf("code %d\n%s", code, errOut)
	}
}

package switchover_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/switchover"
)

// A user who set up a passkey before the import is named, since that may have been someone with only the password. Who has been
// imported, or has removed one of several since, is not.
func TestOvertaken(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	known := kratos{}
	line := func(n int) (rows []store.Passkey) {
		id := store.NewID()
		known[id] = true
		for range n {
			rows = append(rows, newPasskey(t, id))
		}
		there.adds(t, nil, rows...)
		return rows
	}
	overtaken, imported, partly := line(2), line(1), line(2)
	here.adds(t, nil, newPasskey(t, overtaken[0].IdentityID))
	here.adds(t, nil, partly[0])
	file := there.export(t, uuid.Nil)
	later := func(c *switchover.Config) { c.Now = func() time.Time { return now.Add(time.Hour) } }
	for run := range 2 {
		report, totals := here.imports(t, known, file, later)
		for _, one := range report {
			if at := one.EnrolledAt; (at != nil) != (one.ID == overtaken[0].IdentityID) || at != nil && !at.Equal(now) {
				t.Errorf("enrolled at %v: %+v", at, one)
			}
		}
		if totals.Enrolled != 1 || totals.Refused != 3 {
			t.Errorf("run %d: %+v", run, totals)
		}
	}
	if len(here.passkeys(t, imported[0].IdentityID)) != 1 {
		t.Error("the other user's was not imported")
	}
}

package imported_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/cmd/latchkey/imported"
	"latchkey/switchover"
)

// printed is what a report prints of one identity and the totals.
func printed(t *testing.T, retire bool, p switchover.Passkey, totals switchover.Totals) string {
	t.Helper()
	var out strings.Builder
	r := imported.Report{Out: &out, Retire: retire, Before: func() {}}
	if err := r.Identity(switchover.Identity{ID: uuid.Nil, Passkeys: []switchover.Passkey{p}}); err != nil {
		t.Fatal(err)
	}
	if err := r.Totals(totals); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestReportNamesRemoved(t *testing.T) {
	imports := switchover.Passkey{Result: switchover.ResultImported}
	if got := printed(t, false, imports, switchover.Totals{Imported: 1, Removed: 3}); !strings.Contains(got, "; 3 recorded as removed") {
		t.Error(got)
	}
	if got := printed(t, false, imports, switchover.Totals{Imported: 1}); strings.Contains(got, "removed") {
		t.Error(got)
	}
}

func TestReportOfUnsure(t *testing.T) {
	if got := printed(t, true, switchover.Passkey{Result: switchover.ResultUnsure}, switchover.Totals{}); !strings.Contains(got, "unsure: Kratos failed") {
		t.Error(got)
	}
}

package row_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/store/row"
)

// The report of a U2F model concerns no passkey by its AAGUID, and each has its own.
func TestReportAAGUID(t *testing.T) {
	one := row.ReportAAGUID(authenticator.Model{KeyIdentifier: strings.Repeat("1", 40)})
	two := row.ReportAAGUID(authenticator.Model{KeyIdentifier: strings.Repeat("2", 40)})
	if one == uuid.Nil || two == uuid.Nil || one == two {
		t.Errorf("%s, %s", one, two)
	}
	if model := (authenticator.Model{AAGUID: uuid.Max}); row.ReportAAGUID(model) != uuid.Max {
		t.Errorf("%s", row.ReportAAGUID(model))
	}
}

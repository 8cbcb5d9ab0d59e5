package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/webauthnsvc/webauthntest"
)

// factorsRecorded is how many changes of one type, of factors of one kind, are recorded a minute for an identity.
const factorsRecorded = 10

// testFactorFlood: an account replaces its backup codes at Kratos as fast as it can, with Latchkey looking each time.
// Neither the audit log nor the table of factors grows with it, and an authenticator app that is added meanwhile is on
// record.
func testFactorFlood(t *testing.T, s *stack) {
	user, _ := s.browser(t)
	must(t, user.EnrolLookupSecrets(t.Context()))
	person := s.withCookie(user)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
	began := time.Now()
	const sets = 2 * store.MaxGone
	for range sets {
		must(t, user.EnrolLookupSecrets(t.Context()))
		person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	}
	if _, err := user.EnrolTOTP(t.Context()); err != nil {
		t.Fatal(err)
	}
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	most := factorsRecorded * (int(time.Since(began)/time.Minute) + 1)
	for event, rows := range map[string]int{"factor.appeared": 1 + most, "factor.gone": most} {
		if n := s.factorEvents(t, user.IdentityID, event, "lookup_secret"); n == 0 || n > rows {
			t.Errorf("%d rows of %s after %d sets of codes, want at most %d", n, event, sets, rows)
		}
	}
	if n := s.factorEvents(t, user.IdentityID, "factor.appeared", "totp"); n != 1 {
		t.Errorf("the authenticator app has %d rows", n)
	}
	if n := s.rowsOf(t, "factors", user.IdentityID); n > store.MaxGone+5 { // and those that are there
		t.Errorf("%d factors are remembered", n)
	}
}

// factorEvents is how many events of that type concern a factor of that kind.
func (s *stack) factorEvents(t *testing.T, identity uuid.UUID, event, kind string) (n int) {
	t.Helper()
	var list struct {
		Events []struct {
			Metadata struct {
				Kind string `json:"kind"`
			} `json:"metadata"`
		} `json:"events"`
	}
	query := "?page_size=200&identity_id=" + identity.String() + "&event_type=" + event
	s.support().do(t, http.MethodGet, "/admin/v1/audit-events"+query, nil).want(t, http.StatusOK, &list)
	for _, e := range list.Events {
		if e.Metadata.Kind == kind {
			n++
		}
	}
	return n
}

// rowsOf counts an identity's rows in a table.
func (s *stack) rowsOf(t *testing.T, table string, identity uuid.UUID) (n int) {
	t.Helper()
	err := s.database(t).QueryRow(t.Context(), "SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()+" WHERE identity_id = $1", identity).Scan(&n)
	must(t, err)
	return n
}

package kratos_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/fault"
)

func TestIdentityUnclear(t *testing.T) {
	id := uuid.MustParse(identityID)
	for _, test := range []struct {
		name   string
		status int
		body   string
	}{
		{"empty object", 200, `{}`},
		{"another identity", 200, edit(t, identity, identityID, sessionID)},
		{"without state", 200, edit(t, identity, `"state":"active",`, ``)},
		{"500", 500, `{"error":{"code":500}}`},
		{"401 of a proxy before the admin API", 401, refused401},
		{"404 of another shape", 404, `{"message":"no Route matched"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := saying(t, test.status, asJSON, test.body)
			_, err := c.Identity(t.Context(), id)
			unclear(t, err)
			_, err = c.Active(t.Context(), id)
			unclear(t, err)
			_, _, err = c.Holdings(t.Context(), id, nil)
			unclear(t, err)
			_, err = c.FindIdentity(t.Context(), "ada@example.com")
			unclear(t, err)
		})
	}
	c := saying(t, 404, "text/html", "<html>404</html>")
	_, err := c.Identity(t.Context(), id)
	unclear(t, err)
	_, err = c.Active(t.Context(), id)
	unclear(t, err)
	unclear(t, c.EndSessions(t.Context(), id))
	_, err = sessionsOf(t.Context(), c, id)
	unclear(t, err)

	unclear(t, saying(t, 200, asJSON, session).EndSessions(t.Context(), id))
}

// TestActive: only Kratos' own 404 is an identity that does not exist, and only the state "active" is active.
func TestActive(t *testing.T) {
	id := uuid.MustParse(identityID)
	for state, want := range map[string]bool{"active": true, "inactive": false, "Active": false, "hibernating": false} {
		c := saying(t, 200, asJSON, edit(t, identity, `"state":"active"`, `"state":"`+state+`"`))
		if got, err := c.Active(t.Context(), id); err != nil || got != want {
			t.Errorf("state %s: active %t, %v", state, got, err)
		}
	}
	// What a login does not need may be anything that Kratos allows.
	c := saying(t, 200, asJSON, `{"id":"`+identityID+`","state":"active","traits":[1],"metadata_public":"x"}`)
	if got, err := c.Active(t.Context(), id); err != nil || !got {
		t.Errorf("active %t, %v", got, err)
	}
	unclear(t, func() error { _, err := saying(t, 200, "text/html", identity).Active(t.Context(), id); return err }())
	if got, err := saying(t, 404, asJSON, `{"error":{"code":404}}`).Active(t.Context(), id); got || !errors.Is(err, fault.ErrIdentityNotFound) {
		t.Errorf("404: active %t, %v", got, err)
	}
}

func TestFindIdentityList(t *testing.T) {
	for body, found := range map[string]bool{
		`[` + identity + `]`:                  true,
		`[` + identity + `,` + identity + `]`: true, // found by two credentials
		`[]`:                                  false,
		`[` + identity + `,` + edit(t, identity, identityID, sessionID) + `]`: false,
	} {
		got, err := saying(t, 200, asJSON, body).FindIdentity(t.Context(), "ada@example.com")
		if found && (err != nil || got.ID.String() != identityID) || !found && !errors.Is(err, fault.ErrIdentityNotFound) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	_, err := saying(t, 200, asJSON, `null`).FindIdentity(t.Context(), "ada@example.com")
	unclear(t, err)
}

// TestUnsearchable: a string that cannot be an identifier is not sent to Kratos.
func TestUnsearchable(t *testing.T) {
	c := answering(t, func(http.ResponseWriter, *http.Request) { t.Error("Kratos was asked") })
	for _, identifier := range []string{"", " \t ", "a\x00b", "a\nb", "\xff", strings.Repeat("a", 1025)} {
		if _, err := c.FindIdentity(t.Context(), identifier); err != fault.ErrIdentityNotFound {
			t.Errorf("%q: %v", identifier, err)
		}
	}
}

package kratos_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

// callers sends the same headers to Kratos itself and to SessionOf.
type callers struct {
	*testing.T
	kratos *demo.Kratos
	client *kratos.Client
}

func (c callers) kratosItself(header http.Header) (accepted bool) {
	c.Helper()
	req, err := http.NewRequestWithContext(c.Context(), http.MethodGet, c.kratos.PublicURL+"/sessions/whoami", nil)
	must(c.T, err)
	req.Header = header
	resp, err := http.DefaultClient.Do(req)
	must(c.T, err)
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func (c callers) sessionOf(header http.Header) (uuid.UUID, error) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header = header
	s, err := c.client.SessionOf(r)
	return s.ID, err
}

// TestRealDeadCredentials: what Kratos accepts beside a dead credential is accepted here. Beyond that, a cookie whose
// session has ended does not hide a live one, nor a live Bearer token. (Kratos 1.3.1 finds the session of a token beside
// a cookie that it cannot decode, but answers 500 because it cannot renew that cookie.)
func TestRealDeadCredentials(t *testing.T) {
	ctx := t.Context()
	k, client := start(t, demo.KratosOptions{})
	c := callers{t, k, client}
	live, ended, app := k.Browser(), k.Browser(), k.App()
	must(t, live.Register(ctx, "ada@example.com", password, ""))
	must(t, ended.Login(ctx, "ada@example.com", password))
	must(t, client.EndSession(ctx, ended.SessionID))
	must(t, app.Login(ctx, "ada@example.com", password))
	const name = "ory_kratos_session="
	good, over := name+live.Cookie().Value, name+ended.Cookie().Value
	quoted := name + `"` + live.Cookie().Value + `"`
	bearer, deadBearer := "Bearer "+app.Token(), "Bearer ory_st_dead"
	for _, test := range []struct {
		name     string
		header   []string
		atKratos bool
		want     uuid.UUID // zero: unauthenticated
	}{
		{"rubbish, then live", []string{"Cookie", name + "rubbish; " + good}, true, live.SessionID},
		{"live, then rubbish", []string{"Cookie", good + "; " + name + "rubbish"}, true, live.SessionID},
		{"ended, then live", []string{"Cookie", over + "; " + good}, false, live.SessionID},
		{"in two headers", []string{"Cookie", over, "Cookie", good}, false, live.SessionID},
		{"empty, then live", []string{"Cookie", name + "; " + good}, true, live.SessionID},
		{"empty and quoted, then live", []string{"Cookie", name + `""; ` + good}, true, live.SessionID},
		{"quoted", []string{"Cookie", quoted}, true, live.SessionID},
		{"ended, then quoted", []string{"Cookie", over + "; " + quoted}, false, live.SessionID},
		{"not a cookie value, then live", []string{"Cookie", name + "a\\b; " + good}, true, live.SessionID},
		{"live last of many", []string{"Cookie", name + "1; " + name + "2; " + name + "3; " + over + "; " + name + "4; " + good}, false, live.SessionID},
		{"token", []string{"X-Session-Token", app.Token()}, true, app.SessionID},
		{"bearer", []string{"Authorization", bearer}, true, app.SessionID},
		{"only rubbish", []string{"Cookie", name + "rubbish; " + name + "more"}, false, uuid.Nil},
		{"rubbish beside a live bearer", []string{"Cookie", name + "rubbish", "Authorization", bearer}, false, app.SessionID},
		{"empty beside a live bearer", []string{"Cookie", name, "Authorization", bearer}, false, app.SessionID},
		{"ended beside a live bearer", []string{"Cookie", over, "Authorization", bearer}, false, app.SessionID},
		{"live beside a dead bearer", []string{"Cookie", good, "Authorization", deadBearer}, true, live.SessionID},
		{"live beside a live bearer", []string{"Cookie", good, "Authorization", bearer}, true, live.SessionID},
		{"dead token beside a live cookie", []string{"X-Session-Token", "ory_st_dead", "Cookie", good}, false, uuid.Nil},
		{"dead token beside a live bearer", []string{"X-Session-Token", "ory_st_dead", "Authorization", bearer}, false, uuid.Nil},
		{"live token beside a dead cookie", []string{"X-Session-Token", app.Token(), "Cookie", name + "rubbish"}, false, app.SessionID},
		{"empty token beside a live cookie", []string{"X-Session-Token", "", "Cookie", good}, true, live.SessionID},
	} {
		header := http.Header{}
		for i := 0; i < len(test.header); i += 2 {
			header.Add(test.header[i], test.header[i+1])
		}
		if accepted := c.kratosItself(header); accepted != test.atKratos {
			t.Errorf("%s: Kratos accepts it: %t, want %t", test.name, accepted, test.atKratos)
		}
		id, err := c.sessionOf(header)
		if id != test.want || (id == uuid.Nil) != errors.Is(err, fault.ErrUnauthenticated) {
			t.Errorf("%s: %s, %v", test.name, id, err)
		}
	}
}

package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/account"
	"latchkey/api"
	"latchkey/fault"
)

// lostSessions is a Kratos whose call fails with this error, after hangUp has run.
type lostSessions struct {
	*fakeKratos
	hangUp func()
	err    error
}

func (l lostSessions) SessionOf(*http.Request) (account.Session, error) {
	l.hangUp()
	return account.Session{}, l.err
}

func (l lostSessions) CachedSessionOf(r *http.Request) (account.Session, bool, error) {
	session, err := l.SessionOf(r)
	return session, false, err
}

// A client that disconnects is not an outage, and an outage remains one although its client disconnects.
func TestClientGone(t *testing.T) {
	t.Parallel()
	canceled := fmt.Errorf("%w: %w", fault.ErrKratosUnavailable, context.Canceled)
	for name, test := range map[string]struct {
		hangsUp bool
		err     error
		want    []string
	}{
		"gone":                         {true, canceled, []string{`"level":"INFO"`, `"status":499`, `"code":"client_gone"`, `"cause":"`}},
		"Kratos down, the client gone": {true, fmt.Errorf("%w: %w", fault.ErrKratosUnavailable, errors.New("refused")), []string{`"level":"ERROR"`, `"status":503`, `"code":"kratos_unavailable"`}},
		"called off by ourselves":      {false, canceled, []string{`"level":"ERROR"`, `"status":503`, `"code":"kratos_unavailable"`}},
	} {
		h := newHarness(t)
		ctx, cancel := context.WithCancel(t.Context())
		hangUp := func() {}
		if test.hangsUp {
			hangUp = cancel
		}
		handler := api.New(h.config, h.service, lostSessions{h.kratos, hangUp, test.err}).Public()
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/v1/passkeys", nil))
		cancel()
		log := h.log.String()
		for _, want := range test.want {
			if !strings.Contains(log, want) {
				t.Errorf("%s: the log does not have %s: %s", name, want, log)
			}
		}
	}
}

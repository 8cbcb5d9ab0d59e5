package kratos_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos"
)

// calls lists what a Meter recorded, as "operation outcome".
type calls []string

func (c *calls) KratosCall(_ context.Context, operation, outcome string, took time.Duration) {
	if took <= 0 {
		outcome += " in no time"
	}
	*c = append(*c, operation+" "+outcome)
}

func TestCallsAreMetered(t *testing.T) {
	var told calls
	var status atomic.Int32
	arrived := make(chan struct{}, 2) // calls that get no response
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status.Load() == 0 {
			arrived <- struct{}{}
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", asJSON)
		w.WriteHeader(int(status.Load()))
	}))
	defer server.Close()
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Timeout: 2 * time.Second, Meter: &told})
	must(t, err)
	id := uuid.MustParse(identityID)

	for _, answer := range []int32{http.StatusOK, http.StatusNotFound, http.StatusInternalServerError, http.StatusBadGateway, 0} {
		status.Store(answer)
		_, _ = c.Identity(t.Context(), id)
	}
	<-arrived
	impatient, hangUp := context.WithCancel(t.Context())
	go func() {
		<-arrived
		hangUp()
	}()
	_, _ = c.Identity(impatient, id)
	status.Store(http.StatusNotFound)
	_, _ = c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
	_, _ = c.FindIdentity(t.Context(), "ada@example.com")
	_, _ = sessionsOf(t.Context(), c, id)
	_ = c.EndSessions(t.Context(), id)
	_, _ = c.RemoveFactor(t.Context(), id, "totp", "")
	_ = c.Ready(t.Context())

	want := []string{
		"identity answered", "identity answered", "identity failed", "identity failed", "identity unreachable", "identity cancelled",
		"session answered", "find_identity answered", "sessions answered", "end_sessions answered",
		"identity answered", "ready answered", // an unknown identity has no factor to remove
	}
	if !slices.Equal(told, want) {
		t.Errorf("told\n%q, want\n%q", told, want)
	}
}

package kratos_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// The times are far enough apart that a busy machine does not change the outcome.
func TestBudget(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	const timeout = 3 * time.Second
	c := answeringWithin(t, timeout, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) > 1 {
			select {
			case <-r.Context().Done():
			case <-time.After(3 * timeout):
			}
			return
		}
		time.Sleep(timeout * 2 / 3) // as a slow Kratos
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	})
	c.Budget(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		time.Sleep(timeout * 11 / 10) // a slow upload does not count against Kratos
		began := time.Now()
		if _, err := c.Session(r.Context(), credential(t, c, "X-Session-Token", "ory_st_x")); err != nil {
			t.Errorf("first call: %v", err)
		}
		_, err := c.Identity(r.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		if took := time.Since(began); took < timeout*9/10 || took > timeout*3/2 {
			t.Errorf("both calls took %s of %s", took, timeout)
		}
		_, err = c.Identity(r.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		if n := calls.Load(); n != 2 {
			t.Errorf("%d calls went out, the last without budget", n)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))

	// The next request has its own budget, and is still limited by its own context.
	c.Budget(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := c.Identity(ctx, uuid.MustParse(identityID))
		unclear(t, err)
		if took := time.Since(began); calls.Load() != 3 || took > timeout*2/3 {
			t.Errorf("call %d took %s", calls.Load(), took)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}

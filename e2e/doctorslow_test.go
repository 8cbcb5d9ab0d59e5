package e2e_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/doctor"
	"latchkey/doctor/trial"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
)

// TestDoctorSlowKratos: a run of doctor --canary that takes too long says so, names no fault that is only due to that, and removes its
// user, also if Kratos creates it after its answer was given up.
func TestDoctorSlowKratos(t *testing.T) {
	t.Parallel()
	d := &doctored{stack: &stack{kratos: startKratos(t, demo.KratosOptions{})}}
	for _, test := range []struct {
		name, slow string
		limit      time.Duration // of the run
		patience   time.Duration // of a call
		want       string
	}{
		{"EndOfRun", "/self-service/login", 4 * time.Second, 20 * time.Second, "Kratos or Latchkey is too slow: the time for a run, 4s, ended"},
		{"LateUser", "/self-service/registration", 0, 3 * time.Second, "the canary could not be marked, and was removed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var created []uuid.UUID
			cfg := trial.Config{
				BaseURL: "http://localhost:4477", BrowserURL: d.kratos.BrowserURL, Limit: test.limit,
				Kratos:    inspect.New(slowly(t, d.kratos.PublicURL, test.slow, 5*time.Second), d.kratos.AdminURL, test.patience),
				Addresses: func(int) ([]string, error) { return []string{"canary@" + canary.Domain}, nil },
				Recorded:  func(context.Context) ([]uuid.UUID, error) { return nil, nil },
				Announce:  func(context.Context, uuid.UUID) error { return nil },
				Begin:     func(context.Context, uuid.UUID) error { return nil },
				Erase:     func(_ context.Context, id uuid.UUID) error { created = append(created, id); return nil },
				At:        func(setting string) string { return setting },
			}
			found := slices.DeleteFunc(trial.Check(cfg).Run(t.Context()), func(f doctor.Finding) bool { return f.Result == doctor.OK || f.Check != "" })
			if len(found) != 1 || !strings.Contains(found[0].Wrong, test.want) {
				t.Errorf("found %+v", found)
			}
			if len(created) != 1 {
				t.Errorf("erased are %v", created)
			}
			d.leavesNoIdentity(t)
		})
	}
}

// slowly is a proxy of Kratos that passes a POST to one path on late, also if the client has gone.
func slowly(t *testing.T, public, path string, late time.Duration) string {
	to, err := url.Parse(public)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(to)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == path {
			body, _ := io.ReadAll(r.Body)
			ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context())) // a context without Done would be one that the proxy ends
			defer cancel()
			r = r.Clone(ctx)
			r.Body = io.NopCloser(bytes.NewReader(body))
			time.Sleep(late)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

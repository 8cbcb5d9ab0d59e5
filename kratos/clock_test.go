package kratos_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/kratos"
	"latchkey/kratos/clock"
)

// TestRealClock: the Date headers of a real Kratos say that both clocks are the same. A proxy that shifts them stands for a
// Kratos with another clock.
func TestRealClock(t *testing.T) {
	k, _ := start(t, demo.KratosOptions{})
	target, err := url.Parse(k.AdminURL)
	must(t, err)
	var shift atomic.Int64
	forward := httputil.NewSingleHostReverseProxy(target)
	forward.ModifyResponse = func(resp *http.Response) error {
		date, err := http.ParseTime(resp.Header.Get("Date"))
		resp.Header.Set("Date", date.Add(time.Duration(shift.Load())).UTC().Format(http.TimeFormat))
		return err
	}
	proxy := httptest.NewServer(forward)
	t.Cleanup(proxy.Close)
	var log bytes.Buffer
	measured := clock.New(slog.New(slog.NewTextHandler(&log, nil)))
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: proxy.URL, Timeout: 10 * time.Second, Clock: measured})
	must(t, err)
	if ahead, known := measured.Offset(); known {
		t.Errorf("before the first call: %s", ahead)
	}
	const apart, again = "the clocks of Kratos and Latchkey differ", "the clocks of Kratos and Latchkey agree again"
	warnings, recoveries := 0, 0
	for _, step := range []struct {
		shift time.Duration
		apart bool
	}{{0, false}, {20 * time.Second, true}, {30 * time.Second, true}, {0, false}, {-20 * time.Second, true}, {time.Second, false}} {
		shift.Store(int64(step.shift))
		for range 5 {
			must(t, c.Ready(t.Context()))
		}
		// The bounds of one response are a second apart.
		if ahead, known := measured.Offset(); !known || (ahead-step.shift).Abs() > time.Second {
			t.Errorf("shifted by %s: %s, %t", step.shift, ahead, known)
		}
		if before := warnings > recoveries; step.apart && !before {
			warnings++
		} else if !step.apart && before {
			recoveries++
		}
		if measured.Apart() != step.apart {
			t.Errorf("shifted by %s: apart %t", step.shift, measured.Apart())
		}
		if got, want := strings.Count(log.String(), apart), warnings; got != want {
			t.Errorf("shifted by %s: %d warnings, want %d: %s", step.shift, got, want, &log)
		}
		if got, want := strings.Count(log.String(), again), recoveries; got != want {
			t.Errorf("shifted by %s: %d messages that it is over, want %d: %s", step.shift, got, want, &log)
		}
	}
}

// TestClockUnknown: responses without a usable Date say nothing.
func TestClockUnknown(t *testing.T) {
	for name, header := range map[string]http.Header{
		"none":         {"Date": nil},
		"no date":      {"Date": {"yesterday"}},
		"from a cache": {"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}, "Age": {"3600"}},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for key, values := range header {
				w.Header()[key] = values
			}
			w.WriteHeader(http.StatusNotFound)
		}))
		t.Cleanup(server.Close)
		measured := clock.New(slog.New(slog.DiscardHandler))
		c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Clock: measured})
		must(t, err)
		_, _ = c.Active(t.Context(), uuid.New())
		if ahead, known := measured.Offset(); known {
			t.Errorf("%s: %s", name, ahead)
		}
	}
}

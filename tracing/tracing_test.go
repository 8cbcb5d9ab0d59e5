package tracing_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"latchkey/span"
	"latchkey/tracing"
	"latchkey/tracing/tracingtest"
)

const (
	traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	caller  = traceID + "-00f067aa0ba902b7"
)

// opened traces as the binary does; what it logs is in the buffer.
func opened(t *testing.T, cfg tracing.Config) (*tracing.Tracing, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	cfg.Log, cfg.Version = slog.New(slog.NewTextHandler(&log, nil)), "v1.2.3"
	traced, err := tracing.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return traced, &log
}

// answer serves one request, of which the store and Kratos are asked; it returns the header that Kratos gets.
func answer(traced *tracing.Tracing, method, path, remote, traceparent string) http.Header {
	passed := make(http.Header)
	handler := traced.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, s := span.Store(r.Context(), "use_passkey")
		span.EndStatement(span.Statement(ctx, "WITH spent AS (\n SELECT $1)"), false, "")
		s.End("ok")
		ctx, s = span.Kratos(r.Context(), "session")
		span.Inject(ctx, passed)
		s.Status(http.StatusOK)
		s.End("answered")
		span.Ceremony(r.Context(), "login", "finish", "succeeded", "none")
		span.Answered(r.Context(), r.Method, "/v1/login/finish", http.StatusOK)
	}))
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = remote
	if traceparent != "" {
		r.Header.Set("Traceparent", traceparent)
	}
	handler.ServeHTTP(httptest.NewRecorder(), r)
	return passed
}

func TestOneRequestIsOneTrace(t *testing.T) {
	t.Parallel()
	collector := tracingtest.New(t)
	traced, log := opened(t, tracing.Config{Endpoint: collector.URL + "/", Headers: map[string]string{"Authorization": "Bearer x"}, OneIn: 1})
	passed := answer(traced, "POST", "/v1/login/finish", "192.0.2.1:5000", "")
	traced.Close()
	spans := map[string]tracingtest.Span{}
	for _, s := range collector.Spans() {
		spans[s.Name] = s
	}
	root := spans["POST /v1/login/finish"]
	if len(spans) != 4 || root.Parent != "" || !root.Server {
		t.Fatalf("got %+v", spans)
	}
	for child, parent := range map[string]string{
		"store use_passkey": "POST /v1/login/finish", "postgresql WITH": "store use_passkey", "kratos session": "POST /v1/login/finish",
	} {
		if spans[child].Parent != spans[parent].ID || spans[child].Trace != root.Trace {
			t.Errorf("%s is not below %s", child, parent)
		}
	}
	if got, want := passed.Get("Traceparent"), "00-"+root.Trace+"-"+spans["kratos session"].ID+"-01"; got != want {
		t.Errorf("Kratos gets %q, want %q", got, want)
	}
	if got := root.Resource; got["service.name"] != "latchkey" || got["service.version"] != "v1.2.3" || got["service.instance.id"] == "" {
		t.Errorf("the resource is %v", got)
	}
	if got := collector.Headers()[0].Get("Authorization"); got != "Bearer x" {
		t.Errorf("the collector got the authorization %q", got)
	}
	if log.Len() != 0 {
		t.Errorf("it logs %s", log)
	}
}

// Only trusted callers decide what is traced, and name its trace.
func TestTraceContextIsThatOfTrustedCallers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		remote, flag string
		oneIn        int
		continued    bool
		sampled      bool
	}{
		"trusted, sampled":             {"10.1.2.3:999", "01", 1e6, true, true},
		"trusted in IPv6":              {"[::ffff:10.1.2.3]:999", "01", 1e6, true, true},
		"trusted, not sampled":         {"10.1.2.3:999", "00", 1, true, false},
		"a stranger's is ignored":      {"192.0.2.1:999", "01", 1e6, false, false},
		"and does not prevent tracing": {"192.0.2.1:999", "00", 1, false, true},
		"an unknown address":           {"", "01", 1e6, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			collector := tracingtest.New(t)
			traced, _ := opened(t, tracing.Config{Endpoint: collector.URL, OneIn: test.oneIn, Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
			passed := answer(traced, "POST", "/v1/login/finish", test.remote, "00-"+caller+"-"+test.flag)
			traced.Close()
			spans := collector.Spans()
			if got := len(spans) > 0; got != test.sampled {
				t.Fatalf("it is sampled: %t", got)
			}
			if got := strings.Contains(passed.Get("Traceparent"), traceID); got != test.continued {
				t.Errorf("Kratos gets %q", passed.Get("Traceparent"))
			}
			if got := strings.HasSuffix(passed.Get("Traceparent"), "-01"); got != test.sampled {
				t.Errorf("Kratos gets %q", passed.Get("Traceparent"))
			}
			for _, s := range spans {
				if got := s.Trace == traceID; got != test.continued {
					t.Errorf("%s is in the caller's trace: %t", s.Name, got)
				}
			}
		})
	}
}

// What calls neither the database nor Kratos is not traced.
func TestPagesAndChecksAreNotTraced(t *testing.T) {
	t.Parallel()
	collector := tracingtest.New(t)
	traced, _ := opened(t, tracing.Config{Endpoint: collector.URL, OneIn: 1})
	for _, path := range []string{"/login", "/sdk/latchkey.js", "/health/ready", "/metrics", "/.well-known/webauthn", "/v1"} {
		if passed := answer(traced, "GET", path, "192.0.2.1:999", ""); len(passed) != 0 {
			t.Errorf("%s: Kratos gets %v", path, passed)
		}
	}
	traced.Close()
	if spans := collector.Spans(); len(spans) != 0 {
		t.Errorf("got %v", spans)
	}
}

func TestSampling(t *testing.T) {
	t.Parallel()
	const requests = 2000
	collector := tracingtest.New(t)
	traced, _ := opened(t, tracing.Config{Endpoint: collector.URL, OneIn: 10})
	sampled := 0
	handler := traced.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if span.TraceID(r.Context()) != "" {
			sampled++
		}
	}))
	for range requests {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v1/session", nil))
	}
	traced.Close()
	if sampled < requests/20 || sampled > requests/5 {
		t.Errorf("%d of %d requests are sampled, want about one in 10", sampled, requests)
	}
}

// A collector that fails, or never answers, costs a request nothing, and the log one line.
func TestCollectorIsDown(t *testing.T) {
	hangs, release := make(chan struct{}, 100), make(chan struct{})
	defer close(release)
	for name, collector := range map[string]http.HandlerFunc{
		"refuses": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "unknown key "+r.Header.Get("Authorization"), http.StatusUnauthorized)
		},
		"hangs": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			hangs <- struct{}{}
			select {
			case <-release:
			case <-r.Context().Done():
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "5")
			t.Setenv("OTEL_BSP_MAX_QUEUE_SIZE", "64")
			t.Setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "16")
			server := httptest.NewServer(collector)
			defer server.Close()
			defer server.CloseClientConnections()
			traced, log := opened(t, tracing.Config{Endpoint: server.URL, OneIn: 1, Headers: map[string]string{"Authorization": "Bearer hidden"}})
			answer(traced, "POST", "/v1/login/finish", "192.0.2.1:1", "")
			if name == "hangs" {
				<-hangs
			}
			start := time.Now()
			for range 500 { // far more spans than wait
				answer(traced, "POST", "/v1/login/finish", "192.0.2.1:1", "")
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("500 requests took %v", took)
			}
			traced.Close()
			if took := time.Since(start); took > 6*time.Second {
				t.Errorf("the end took %v", took)
			}
			if name == "refuses" && strings.Count(log.String(), "\n") != 1 {
				t.Errorf("it logs\n%s", log)
			}
			if strings.Contains(log.String(), "hidden") {
				t.Errorf("the log has a header: %s", log)
			}
		})
	}
}

// A nil Tracing changes nothing.
func TestOff(t *testing.T) {
	var off *tracing.Tracing
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	if got := off.Handler(handler); got == nil {
		t.Error("it has no handler")
	}
	off.Close()
	log := slog.DiscardHandler
	if off.Logs(log) != log {
		t.Error("it changes the log")
	}
	if n := testing.AllocsPerRun(100, func() {
		ctx, s := span.Store(context.Background(), "use_passkey")
		span.EndStatement(span.Statement(ctx, "SELECT 1"), false, "")
		s.End("ok")
		_, s = span.Kratos(ctx, "session")
		s.Status(200)
		s.End("answered")
		span.Ceremony(ctx, "login", "finish", "succeeded", "none")
		span.Answered(ctx, "POST", "/v1/login/finish", 200)
		if span.TraceID(ctx) != "" {
			t.Error("it has a trace")
		}
	}); n != 0 {
		t.Errorf("%v allocations for a request that is not traced", n)
	}
}

// Lines of a sampled request name its trace.
func TestLogs(t *testing.T) {
	t.Parallel()
	collector := tracingtest.New(t)
	traced, _ := opened(t, tracing.Config{Endpoint: collector.URL, OneIn: 1})
	var out bytes.Buffer
	log := slog.New(traced.Logs(slog.NewTextHandler(&out, nil))).With("a", 1).WithGroup("g")
	traced.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "inside")
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v1/session", nil))
	log.Info("outside")
	traced.Close()
	want := "trace_id=" + collector.Spans()[0].Trace
	if lines := strings.Split(out.String(), "\n"); !strings.Contains(lines[0], want) || strings.Contains(lines[1], "trace_id") {
		t.Errorf("it logs\n%s", out.String())
	}
}

// The standard variables take effect, but not for what the settings decide, and a faulty one is named without its value.
func TestEnvironment(t *testing.T) {
	collector := tracingtest.New(t)
	for name, value := range map[string]string{
		"OTEL_SERVICE_NAME": "passkeys", "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=staging",
		"OTEL_EXPORTER_OTLP_HEADERS": "x-key=1,x-other=hidden%zz", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
		"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_EXPORTER_OTLP_INSECURE": "false",
		"OTEL_TRACES_SAMPLER": "always_off",
	} {
		t.Setenv(name, value)
	}
	traced, log := opened(t, tracing.Config{Endpoint: collector.URL, OneIn: 1})
	answer(traced, "POST", "/v1/login/finish", "192.0.2.1:1", "")
	traced.Close()
	spans, headers := collector.Spans(), collector.Headers()
	if len(spans) != 4 || spans[0].Resource["service.name"] != "passkeys" || spans[0].Resource["deployment.environment.name"] != "staging" {
		t.Fatalf("got %+v", spans)
	}
	if headers[0].Get("X-Key") != "1" || headers[0].Get("Content-Encoding") != "gzip" {
		t.Errorf("the collector got %v", headers[0])
	}
	if !strings.Contains(log.String(), "escape header value") || strings.Contains(log.String(), "hidden") {
		t.Errorf("it logs %s", log)
	}
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "hidden")
	if _, err := tracing.New(tracing.Config{Endpoint: collector.URL, Log: slog.New(slog.DiscardHandler)}); err == nil {
		t.Error("it accepts faulty resource attributes")
	}
}

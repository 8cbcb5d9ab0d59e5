package metrics_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"latchkey/metrics"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

// clock stands still until it is advanced.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// measured is a Metrics with a real database.
type measured struct {
	ahead time.Duration // of Kratos' clock; 0: unknown
	*metrics.Metrics
	t     *testing.T
	store store.Store // watched
	raw   *sqlite.Store
	clock *clock
	log   bytes.Buffer
}

func measure(t *testing.T, sinks ...string) *measured {
	t.Helper()
	raw, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	m := &measured{t: t, raw: raw, clock: &clock{time.Now().UTC().Truncate(time.Millisecond)}}
	m.Metrics = metrics.New(metrics.Options{
		Version:    "v1.2.3",
		Ceremonies: [][2]string{{"login", "begin"}, {"login", "finish"}},
		Adopts:     true,
		Log:        slog.New(slog.NewJSONHandler(&m.log, nil)),
		Now:        m.clock.Now,
	})
	m.store = m.Watch(raw)
	m.ShowBacklogs(raw, sinks)
	m.ShowClock(func() (time.Duration, bool) { return m.ahead, m.ahead != 0 })
	return m
}

func (m *measured) scrape() string {
	m.t.Helper()
	recorder := httptest.NewRecorder()
	m.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if recorder.Code != http.StatusOK || !strings.HasPrefix(recorder.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
		m.t.Fatalf("a scrape answers %d %s: %s", recorder.Code, recorder.Header().Get("Content-Type"), recorder.Body)
	}
	return recorder.Body.String()
}

// shows fails the test unless each line is exposed.
func (m *measured) shows(lines ...string) {
	m.t.Helper()
	got := m.scrape()
	for _, line := range lines {
		if !strings.Contains("\n"+got, "\n"+line+"\n") {
			name, _, _ := strings.Cut(line, "{")
			name, _, _ = strings.Cut(name, " ")
			m.t.Errorf("no line %s among\n%s", line, strings.Join(regexp.MustCompile(`(?m)^`+name+`\b.*$`).FindAllString(got, -1), "\n"))
		}
	}
}

// filled has a metric of every kind.
func filled(t *testing.T) *measured {
	m := measure(t, "mail")
	m.Ceremony(t.Context(), "login", "finish", "refused", "not_accepted", time.Millisecond)
	m.KratosCall(t.Context(), "session", "answered", time.Millisecond)
	m.Suppressed("login.refused")
	m.BrowserFailure("login", "cancelled")
	m.ahead = -20500 * time.Millisecond
	metrics.ShowCertificates(m.Metrics, map[string]ending{"public": ending(tomorrow)})
	m.ShowMetadata(func() metrics.Metadata {
		return metrics.Metadata{Number: 97, NextUpdate: tomorrow, ConfirmedAt: tomorrow, Fetches: true}
	})
	if _, err := m.store.Now(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

// ending is a certificate.
type ending time.Time

func (e ending) Ends() time.Time { return time.Time(e) }

var tomorrow = time.Unix(1_900_000_000, 0)

func TestCertificates(t *testing.T) {
	m := measure(t)
	metrics.ShowCertificates(m.Metrics, map[string]ending{"public": ending(tomorrow), "admin": ending(tomorrow.Add(time.Hour))})
	m.shows(`latchkey_listener_certificate_expiration_timestamp_seconds{listener="public"} 1.9e+09`,
		`latchkey_listener_certificate_expiration_timestamp_seconds{listener="admin"} 1.9000036e+09`)
}

func TestClock(t *testing.T) {
	m := measure(t)
	if got := m.scrape(); strings.Contains(got, "clock_offset") {
		t.Errorf("an unknown offset is exposed:\n%s", got)
	}
	m.ahead = -20500 * time.Millisecond
	m.shows("latchkey_kratos_clock_offset_seconds -20.5")
}

// What is not known of the list has no metric, and a file is not fetched.
func TestMetadata(t *testing.T) {
	m := measure(t)
	var shown metrics.Metadata
	m.ShowMetadata(func() metrics.Metadata { return shown })
	if got := m.scrape(); !strings.Contains(got, "\nlatchkey_metadata_number 0\n") || strings.Contains(got, "metadata_next") || strings.Contains(got, "metadata_fetch") {
		t.Errorf("without a list:\n%s", got)
	}
	shown = metrics.Metadata{Fetches: true, Failed: true}
	if m.shows("latchkey_metadata_fetch_failed 1"); strings.Contains(m.scrape(), "metadata_confirmed") {
		t.Error("a list that was never fetched was confirmed")
	}
	shown = metrics.Metadata{Number: 97, NextUpdate: tomorrow, ConfirmedAt: tomorrow.Add(-time.Second), Fetches: true}
	m.shows("latchkey_metadata_number 97", "latchkey_metadata_next_update_timestamp_seconds 1.9e+09",
		"latchkey_metadata_confirmed_timestamp_seconds 1.899999999e+09", "latchkey_metadata_fetch_failed 0")
}

// The names follow Prometheus' conventions.
func TestLint(t *testing.T) {
	problems, err := promlint.New(strings.NewReader(filled(t).scrape())).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Errorf("%s: %s", problem.Metric, problem.Text)
	}
}

// Operators depend on the manual: it has a line for each of our metrics, with its labels, and no others.
func TestNamesAreThoseOfTheManual(t *testing.T) {
	raw, err := os.ReadFile("../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	var manual []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(latchkey_[a-z_]+)(?:\\{([a-z, ]+)\\})?` \\|").FindAllStringSubmatch(string(raw), -1) {
		labels := strings.Split(row[2], ", ")
		slices.Sort(labels)
		manual = append(manual, row[1]+"{"+strings.Join(labels, ",")+"}")
	}
	slices.Sort(manual)
	got := names(filled(t).scrape())
	if len(got) < 15 || !slices.Equal(got, manual) {
		t.Errorf("shown\n%s\nin docs/metrics.md\n%s", strings.Join(got, "\n"), strings.Join(manual, "\n"))
	}
}

// names returns our metrics with the names of their labels.
func names(scraped string) []string {
	kinds := make(map[string]bool)
	for _, row := range regexp.MustCompile(`(?m)^# TYPE (latchkey_\S+)`).FindAllStringSubmatch(scraped, -1) {
		sample := regexp.MustCompile(`(?m)^` + row[1] + `(?:_count)?(?:\{(.*)\})? `).FindStringSubmatch(scraped)
		var labels []string
		for _, label := range regexp.MustCompile(`([a-z_]+)="`).FindAllStringSubmatch(sample[1], -1) {
			labels = append(labels, label[1])
		}
		slices.Sort(labels)
		kinds[row[1]+"{"+strings.Join(labels, ",")+"}"] = true
	}
	var all []string
	for kind := range kinds {
		all = append(all, kind)
	}
	slices.Sort(all)
	return all
}

func TestCeremoniesAndCalls(t *testing.T) {
	m := filled(t)
	m.Ceremony(t.Context(), "login", "begin", "succeeded", "none", time.Second)
	m.shows(
		`latchkey_ceremonies_total{kind="login",outcome="succeeded",reason="none",step="begin"} 1`,
		`latchkey_ceremonies_total{kind="login",outcome="succeeded",reason="none",step="finish"} 0`,
		`latchkey_ceremonies_total{kind="login",outcome="refused",reason="not_accepted",step="finish"} 1`,
		`latchkey_ceremony_finish_duration_seconds_count{kind="login",outcome="refused"} 1`,
		`latchkey_ceremony_finish_duration_seconds_bucket{kind="login",outcome="refused",le="0.001"} 1`,
		`latchkey_kratos_call_duration_seconds_sum{operation="session",outcome="answered"} 0.001`,
		`latchkey_store_call_duration_seconds_count{operation="now",outcome="ok"} 1`,
	)
	if strings.Contains(m.scrape(), `latchkey_ceremony_finish_duration_seconds_count{kind="login",outcome="succeeded"}`) {
		t.Error("a begin counts as a finish")
	}
}

// A negative answer of the database is not a failure.
func TestStoreOutcomes(t *testing.T) {
	m := measure(t)
	_, _ = m.store.Key(t.Context(), "nothing")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = m.store.AdminKeys(gone)
	late, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	_, _ = m.store.AdminKeys(late)
	m.shows(
		`latchkey_store_call_duration_seconds_count{operation="key",outcome="not_found"} 1`,
		`latchkey_store_call_duration_seconds_count{operation="admin_keys",outcome="cancelled"} 1`,
		`latchkey_store_call_duration_seconds_count{operation="admin_keys",outcome="failed"} 1`,
		`latchkey_store_pool_connections_limit{pool="writer"} 1`,
	)
}

// Counting in each request allocates nothing.
func TestCountingAllocatesNothing(t *testing.T) {
	m := filled(t)
	if n := testing.AllocsPerRun(100, func() {
		m.Ceremony(t.Context(), "login", "finish", "refused", "not_accepted", time.Millisecond)
		m.KratosCall(t.Context(), "session", "answered", time.Millisecond)
	}); n != 0 {
		t.Errorf("%v allocations to count a ceremony and a call of Kratos", n)
	}
	watched := metrics.New(metrics.Options{}).Watch(quiet{})
	if n := testing.AllocsPerRun(100, func() { _, _ = watched.Now(t.Context()) }); n != 0 {
		t.Errorf("%v allocations to measure a call of the store", n)
	}
}

// quiet is a store whose calls do nothing.
type quiet struct{ store.Store }

func (quiet) Pools() []store.Pool { return nil }

func (quiet) Now(context.Context) (time.Time, error) { return time.Time{}, nil }

package api_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/transport"
)

// recordMany writes events directly into the store.
func (h *harness) recordMany(n int, change func(i int, e *store.AuditEvent)) {
	h.t.Helper()
	for i := range n {
		e := store.AuditEvent{ID: uuid.Must(uuid.NewV7()), At: h.clock.Now(), Type: "login.succeeded", ActorKind: "system"}
		change(i, &e)
		if err := h.store.RecordEvent(h.t.Context(), e); err != nil {
			h.t.Fatal(err)
		}
	}
}

// Pages require `read`, streams require `export`, whatever other scopes a key has.
func TestAuditScopesByMediaType(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	reader, exporter, other := h.adminWith("read"), h.adminWith("export"), h.adminWith("revoke", "reset", "keys")
	const path = "/admin/v1/audit-events"
	for accept, media := range map[string]string{
		"":                                 "application/json",
		"*/*":                              "application/json",
		"application/json":                 "application/json",
		"text/html":                        "application/json",
		"text/csv;q=0, */*;q=0.1":          "application/json",
		"text/*;q=0.2, application/json":   "application/json",
		"nonsense;;, /":                    "application/json",
		"text/csv":                         "text/csv",
		"TEXT/CSV; charset=utf-8":          "text/csv",
		"application/json;q=0.5, text/csv": "text/csv",
		"application/x-ndjson":             "application/x-ndjson",
		"text/csv;q=0.4, application/x-ndjson;q=0.9": "application/x-ndjson",
	} {
		allowed, refused := reader, exporter
		if media != "application/json" {
			allowed, refused = exporter, reader
		}
		if got := allowed.with("Accept", accept).get(path).want(200).header.Get("Content-Type"); !strings.HasPrefix(got, media) {
			t.Errorf("Accept: %s gives %s", accept, got)
		}
		before := h.dump()
		refused.with("Accept", accept).get(path).wantCode(403, "forbidden")
		other.with("Accept", accept).get(path).wantCode(403, "forbidden")
		if h.dump() != before {
			t.Error("a refused export is on record")
		}
	}
	for query, field := range map[string]string{
		"page_size=10": "query", "page_token=x": "query", "type=x": "query", "event_type=": "event_type", "identity_id=x": "identity_id",
		"since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z": "until",
	} {
		exporter.with("Accept", "text/csv").get(path + "?" + query).wantField(field)
	}
	reader.get(path + "?request_id=x&since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z").wantField("until")
}

// With scope read, pages of the whole log go one day back. Anything further requires what an export requires, unless it
// is about one user, passkey or request.
func TestAuditPagesAreLimitedToADay(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, passkey := uuid.New(), uuid.New()
	old := func(i int, e *store.AuditEvent) { e.IdentityID, e.PasskeyID, e.RequestID = ada, passkey, "request-old" }
	h.recordMany(3, old)
	written := h.clock.Now()
	h.clock.advance(25 * time.Hour)
	h.recordMany(2, func(i int, e *store.AuditEvent) { e.RequestID = "request-new" })
	reader, auditor := h.adminWith("read"), h.adminWith("read", "export")
	list := func(by *caller, query string) int {
		t.Helper()
		n := 0
		for path := "/admin/v1/audit-events?event_type=login.succeeded&page_size=1" + query; path != ""; {
			page := by.get(path).want(200)
			n += len(page.object()["events"].([]any))
			link := page.header.Get("Link")
			path, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
		}
		return n
	}
	at := func(time time.Time) string { return time.Format("2006-01-02T15:04:05Z07:00") }
	for _, by := range []*caller{reader, auditor} {
		for query, want := range map[string]int{
			"": 2, "&since=" + at(h.clock.Now().Add(-23*time.Hour)): 2,
			"&identity_id=" + ada.String(): 3, "&passkey_id=" + passkey.String(): 3, "&request_id=request-old": 3,
			"&identity_id=" + ada.String() + "&since=" + at(written.Add(-time.Hour)): 3,
		} {
			if got := list(by, query); got != want {
				t.Errorf("%q: %d events, want %d", query, got, want)
			}
		}
	}
	for _, query := range []string{
		"&since=" + at(written.Add(-time.Hour)), "&since=" + at(h.clock.Now().Add(-24*time.Hour-time.Second)), "&until=" + at(h.clock.Now()),
		"&actor_id=system&since=" + at(written.Add(-time.Hour)),
	} {
		reader.get("/admin/v1/audit-events?event_type=login.succeeded"+query).wantCode(403, "forbidden")
		h.adminWith("export").get("/admin/v1/audit-events?event_type=login.succeeded"+query).wantCode(403, "forbidden")
		auditor.get("/admin/v1/audit-events?event_type=login.succeeded" + query).want(200)
	}
	if got := list(auditor, "&since="+at(written.Add(-time.Hour))); got != 5 {
		t.Errorf("with export: %d events", got)
	}
}

// A stream contains everything that matches, more than a page or a piece, newest first, and is recorded itself.
func TestAuditExport(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := uuid.New()
	evil := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "'=1", "a=1", `"quoted", and
on two lines`, "＝1"}
	h.recordMany(1203, func(i int, e *store.AuditEvent) {
		e.RequestID, e.UserAgent, e.Metadata = fmt.Sprintf("request-%04d", i), evil[i%len(evil)], json.RawMessage(`{"name": "x"}`)
		if i%2 == 0 {
			e.IdentityID = ada
		}
	})
	exporter := h.adminWith("export", "read")
	answer := exporter.with("Accept", "application/x-ndjson").get("/admin/v1/audit-events?identity_id=" + ada.String()).want(200)
	if got := answer.header.Get("Content-Disposition"); got != `attachment; filename="audit-events.ndjson"` {
		t.Errorf("Content-Disposition: %s", got)
	}
	lines := strings.Split(strings.TrimSuffix(string(answer.body), "\n"), "\n")
	if len(lines) != 602+1 { // and the export itself, which is about this user
		t.Fatalf("%d lines", len(lines))
	}
	own := decode[object](t, []byte(lines[0]))
	if own["type"] != "audit.exported" || own["actor"].(object)["kind"] != "admin_key" || own["metadata"].(object)["format"] != "ndjson" || own["ip"] == "" {
		t.Errorf("the export's own record: %v", own)
	}
	for i, line := range lines[1:] {
		if want := fmt.Sprintf("request-%04d", 1202-2*i); decode[object](t, []byte(line))["request_id"] != want {
			t.Fatalf("line %d is %s, want %s", i, line, want)
		}
	}

	rows, err := csv.NewReader(strings.NewReader(string(exporter.with("Accept", "text/csv").get("/admin/v1/audit-events?event_type=login.succeeded").want(200).body))).ReadAll()
	if err != nil || len(rows) != 1204 || strings.Join(rows[0], ",") != "id,at,type,identity_id,actor_kind,actor_id,passkey_id,request_id,ip,user_agent,reason,metadata" {
		t.Fatalf("%d rows, %v, %q", len(rows), err, rows[0])
	}
	for i, row := range rows[1:] {
		want := evil[(1202-i)%len(evil)]
		if !strings.HasPrefix(want, "a") && !strings.HasPrefix(want, `"`) {
			want = "'" + want
		}
		if row[9] != want || row[11] != `{"name": "x"}` && row[11] != `{"name":"x"}` {
			t.Fatalf("row %d: %q, want %q", i, row, want)
		}
		if slices.ContainsFunc(row, func(cell string) bool { return cell != "" && strings.ContainsAny(cell[:1], "=+-@\t") }) {
			t.Fatalf("a formula: %q", row)
		}
	}
	found := exporter.get("/admin/v1/audit-events?request_id=request-0007").want(200).object()["events"].([]any)
	if len(found) != 1 || found[0].(object)["request_id"] != "request-0007" {
		t.Errorf("by request: %v", found)
	}
}

// brittleLog is a store whose log fails at a chosen statement.
type brittleLog struct {
	store.Store
	fail func() error
}

func (b *brittleLog) AuditEvents(ctx context.Context, filter store.AuditFilter, page store.Page) ([]store.AuditEvent, error) {
	if err := b.fail(); err != nil {
		return nil, err
	}
	return b.Store.AuditEvents(ctx, filter, page)
}

// A failure in the middle does not look complete, and one before the first piece is a problem document.
func TestAuditExportCutOff(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.recordMany(1200, func(i int, e *store.AuditEvent) { e.UserAgent = strings.Repeat("x", 1000) })
	key, _ := h.adminKey(nil, "export")
	brittle := &brittleLog{Store: h.store.Store}
	h.store.Store = brittle
	server := httptest.NewUnstartedServer(h.admin)
	server.Start()
	defer server.Close()
	export := func(broken func(statement int) error) (*http.Response, error) {
		statements := 0
		brittle.fail = func() error { statements++; return broken(statements) }
		r, _ := http.NewRequest("GET", server.URL+"/admin/v1/audit-events", nil)
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Accept", "application/x-ndjson")
		answer, err := server.Client().Do(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		answer.Body = io.NopCloser(strings.NewReader(string(body)))
		return answer, err
	}
	whole, err := export(func(int) error { return nil })
	if err != nil || whole.StatusCode != 200 {
		t.Fatal(whole, err)
	}
	if _, err := export(func(n int) error { return map[bool]error{true: errors.New("down")}[n == 3] }); err == nil {
		t.Error("an export that broke down ends like a whole one")
	}
	if !strings.Contains(h.log.String(), `"code":"cut_off"`) {
		t.Error("it is not in the log")
	}
	early, err := export(func(n int) error { return errors.New("down") })
	if err != nil || early.StatusCode != 503 || early.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %v, %v, want a 503 problem", early, err)
	}
}

// A client that does not read is disconnected, and holds no database connection until then.
func TestAuditExportToASlowClient(t *testing.T) {
	t.Parallel()
	h := newPostgresHarness(t, quiet)
	h.recordMany(4000, func(i int, e *store.AuditEvent) { e.UserAgent = strings.Repeat("x", 1000) })
	key, _ := h.adminKey(nil, "export", "read")
	server := httptest.NewUnstartedServer(nil)
	server.Config = transport.NewServer(h.admin, h.config.Log)
	server.Start()
	defer server.Close()
	for range 40 { // more than there are connections to the database
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /admin/v1/audit-events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nAccept: application/x-ndjson\r\n\r\n", key)
		if line, err := bufio.NewReaderSize(conn, 64).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
			t.Fatalf("%s, %v", line, err)
		}
	}
	// Once all their buffers are full, no transaction holds a lock on their tables.
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for deadline, quiet := time.Now().Add(time.Minute), 0; quiet < 10; <-ticker.C {
		var held int
		if err := h.raw.QueryRow(t.Context(), `
			SELECT count(*) FROM pg_locks JOIN pg_class c ON c.oid = relation
			WHERE c.relnamespace = current_schema()::regnamespace AND pid <> pg_backend_pid()`).Scan(&held); err != nil {
			t.Fatal(err)
		}
		if quiet++; held > 0 {
			quiet = 0
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d locks are held", held)
		}
	}
	start := time.Now()
	h.adminBy(key).get("/admin/v1/audit-events").want(200)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("others wait %v", took)
	}
}

// The address from which Kratos calls is not the user's.
func TestHookEventsOmitTheAddress(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated)
	ada := h.person("ada@example.com")
	h.kratosHook().with("User-Agent", "Kratos").post("/hooks/kratos/registration", attempt(ada)).want(204)
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=identity.registered").want(200).object()["events"].([]any)
	if e := events[0].(object); e["ip"] != "" || e["user_agent"] != "" || e["identity_id"] != ada.id.String() {
		t.Errorf("got %v, want identity_id %s, no ip, no user_agent", e, ada.id)
	}
}

package kept_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"database/sql"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/kept"
	"latchkey/metadata/metadatatest"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// site is a publisher and a server for its lists, with a clock that all share.
type site struct {
	t       *testing.T
	records kept.Store
	raw     *sql.DB
	maker   *metadatatest.Publisher
	url     string
	log     bytes.Buffer
	path    string // of the file that was made last

	mu     sync.Mutex
	now    time.Time
	answer http.HandlerFunc
	asked  []string // the validators of each request
}

// clocked is a database whose clock is the test's.
type clocked struct {
	kept.Store
	now func() time.Time
}

func (c clocked) Now(context.Context) (time.Time, error) { return c.now(), nil }

// databases runs a test with both databases.
func databases(t *testing.T, test func(*testing.T, *site)) {
	t.Run("postgres", func(t *testing.T) {
		dsn := migrated.Postgres(t)
		records, err := postgres.Open(t.Context(), dsn, postgres.Options{})
		s := newSite(t, records, err)
		s.raw = open(t, "pgx", dsn)
		test(t, s)
	})
	t.Run("sqlite", func(t *testing.T) {
		path := migrated.SQLite(t)
		records, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		s := newSite(t, records, err)
		s.raw = open(t, "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
		test(t, s)
	})
}

// open opens a database without the driver. Package migrated has registered both names.
func open(t *testing.T, driver, name string) *sql.DB {
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// exec changes the database without the store.
func (s *site) exec(statement string) {
	s.t.Helper()
	if _, err := s.raw.ExecContext(s.t.Context(), statement); err != nil {
		s.t.Fatal(err)
	}
}

// newSite takes what opening a database has returned.
func newSite(t *testing.T, records store.Store, err error) *site {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	s := &site{t: t, maker: metadatatest.New("mds.example"), now: time.Now().UTC().Truncate(time.Microsecond)}
	s.records = clocked{records, s.clock}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since"))
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL + "/list?key=magpie"
	return s
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) later(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(by)
}

// serves answers with something from now on.
func (s *site) serves(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// requests returns the validators of the requests since the last call.
func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// replica returns a keeper as after a start, and has it look into the database.
func (s *site) replica(edit ...func(*kept.Config)) *kept.Keeper {
	s.t.Helper()
	cfg := kept.Config{Trust: s.trust(), URL: s.url, Log: slog.New(slog.NewTextHandler(&s.log, nil)), Now: s.clock}
	for _, e := range edit {
		e(&cfg)
	}
	return kept.New(cfg)
}

// file makes a file with a list, for a replica that takes lists from there. Trust must be set before.
func (s *site) file(blob []byte) func(*kept.Config) {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "blob.jwt")
	if err := os.WriteFile(path, blob, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.path = path
	return func(c *kept.Config) { c.File, c.URL = metadata.Open(path, c.Trust, c.Log, c.Now), "" }
}

// loaded returns a replica that has started.
func (s *site) loaded() *kept.Keeper {
	s.t.Helper()
	k := s.replica()
	if err := k.Load(s.t.Context(), s.records); err != nil {
		s.t.Error(err)
	}
	return k
}

func (s *site) trust() metadata.Trust {
	return metadata.Trust{Roots: []*x509.Certificate{s.maker.Root}}
}

// look has a replica look, and checks what the log then has, which is nothing if it is to be "".
func (s *site) look(k *kept.Keeper, logged string) {
	s.t.Helper()
	s.log.Reset()
	k.Look(s.t.Context(), s.records)
	text := s.log.String()
	if logged == "" && strings.Contains(text, "level=ERROR") || !strings.Contains(text, logged) {
		s.t.Errorf("logged %s, want %q", text, logged)
	}
	if strings.Contains(text, "magpie") {
		s.t.Errorf("the query is in the log: %s", text)
	}
}

// number returns the number of the list that a replica uses, 0: none.
func number(k *kept.Keeper) int { return k.State().Number }

var model = authenticator.Model{AAGUID: uuid.MustParse("f1d00000-0000-4000-8000-000000000001")}

// list is one with one model, and another one is due on a date.
func (s *site) list(number int, nextUpdate time.Time, edit ...func(map[string]any)) []byte {
	list := map[string]any{"no": number, "nextUpdate": nextUpdate.Format(time.DateOnly), "entries": []any{map[string]any{
		"aaguid": model.AAGUID, "metadataStatement": map[string]any{"description": "Key", "attestationTypes": []string{"basic_full"}}}}}
	for _, e := range edit {
		e(list)
	}
	return s.maker.Blob(list)
}

// tagged serves a list with its ETag, and says when it has not changed.
func tagged(blob []byte, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if etag != "" && r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(blob)
	}
}

// sends serves something.
func sends(status int, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"modernc.org/sqlite"

	"latchkey/api"
	"latchkey/kratos"
	"latchkey/rules"
	"latchkey/webauthnsvc/webauthntest"
)

// row is one line of the table. run performs n of its operations: everything of the service goes through measure, and
// the client's part (signing, building requests) does not.
type row struct {
	name, database string
	overHTTP       bool // compared with the floor over HTTP
	counters       counters
	run            func(n int, measure func(work func()))
	taken          []usage // for each round, of one operation
}

// ask is one request, built before it is measured, and its response.
type ask struct {
	handler http.Handler
	request *http.Request
	status  int // expected
	answer  *httptest.ResponseRecorder
}

func newAsk(handler http.Handler, method, path, contentType string, body []byte, status int) *ask {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.RemoteAddr = "192.0.2.7:40000"
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	answer := httptest.NewRecorder()
	answer.Body.Grow(8 << 10)
	return &ask{handler, r, status, answer}
}

// serve serves all requests, within measure.
func serve(b *testing.B, measure func(func()), asks []*ask) {
	b.Helper()
	if client, ok := asks[0].handler.(*clientOf); ok {
		client.serve(b, measure, asks)
	} else {
		measure(func() {
			for _, a := range asks {
				a.handler.ServeHTTP(a.answer, a.request)
			}
		})
	}
	for _, a := range asks {
		if a.answer.Code != a.status {
			b.Fatalf("%s: %d %s", a.request.URL.Path, a.answer.Code, a.answer.Body)
		}
	}
}

// service is a harness as in production: with log, metrics, and Kratos in another process.
type service struct {
	*harness
	name     string
	counters counters
	handler  http.Handler // without a session cache
	cached   http.Handler // with one
	twoWays  http.Handler // and users who have a passkey need a second way in
}

func newService(b *testing.B, h *harness, name, kratosURL string, c counters) *service {
	b.Helper()
	handler := func(cache time.Duration, secondFactor string) http.Handler {
		client, err := kratos.New(kratos.Config{PublicURL: kratosURL, AdminURL: kratosURL, LoginTraits: []string{"email"}, SessionCache: cache, CodeSecondFactor: kratos.CodeNo})
		if err != nil {
			b.Fatal(err)
		}
		cfg := h.rules
		cfg.SecondFactor, cfg.HeldFor = secondFactor, cache
		decisions, err := rules.New(cfg, h.store, kratos.Directory{Client: client}, client)
		if err != nil {
			b.Fatal(err)
		}
		return api.New(h.config, decisions, client).Public()
	}
	return &service{h, name, c, handler(0, ""), handler(10*time.Second, ""), handler(10*time.Second, "required")}
}

// asInProduction enables everything that costs something: the log (which is discarded), the metrics and the provider. Passkeys of
// these users may have any algorithm.
func asInProduction(h *harness) {
	h.rules.MLDSA = true
	withMetrics(h)
	minting(h)
	h.config.Log = slog.New(slog.NewJSONHandler(io.Discard, nil))
}

func postgresService(b *testing.B, kratosURL string) (*service, *postgresHarness) {
	h := newPostgresHarness(b, asInProduction)
	return newService(b, h.harness, "Postgres", kratosURL, counters{
		trips: h.trips.all, commits: func() int64 { return h.writes(b) },
		cpu: func() map[string]time.Duration { return h.serverCPU(b) },
	}), h
}

// commitsOfSQLite counts those of every connection that is opened after the first call.
var commitsOfSQLite atomic.Int64

func sqliteService(b *testing.B, kratosURL string) *service {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		if hooked, ok := conn.(sqlite.HookRegisterer); ok {
			hooked.RegisterCommitHook(func() int32 { commitsOfSQLite.Add(1); return 0 })
		}
		return nil
	})
	h := newHarness(b, asInProduction)
	return newService(b, h, "SQLite", kratosURL, counters{trips: h.storeCalls, commits: commitsOfSQLite.Load})
}

// enrolled is a passkey with its record and user handle.
type enrolled struct {
	*webauthntest.Authenticator
	webauthn.Credential
	handle []byte
}

// enrol registers a passkey of a new user for each worker.
func (s *service) enrol(b *testing.B, algorithm webauthntest.Algorithm) (phones [workers]enrolled) {
	b.Helper()
	for i := range phones {
		phone := device(func(a *webauthntest.Authenticator) { a.Algorithm = algorithm })
		made := s.person(uuid.NewString() + "@example.com").register(phone).want(http.StatusCreated)
		row, err := s.store.Passkey(b.Context(), made.id())
		if err != nil {
			b.Fatal(err)
		}
		phones[i] = enrolled{phone, decode[webauthn.Credential](b, row.Record), row.UserHandle}
	}
	return phones
}

// hasTwoWays returns a user with a passkey and recovery codes.
func (s *service) hasTwoWays() uuid.UUID {
	user, _ := s.fresh(uuid.NewString() + "@example.com")
	user.post("/v1/recovery-codes", object{}).want(http.StatusCreated)
	return user.id
}

func begunOf(b *testing.B, a *ask) begun {
	b.Helper()
	return decode[begun](b, a.answer.Body.Bytes())
}

const jsonType = "application/json"

// ceremonies are n begins and n finishes. Each may use another passkey.
func ceremonies(b *testing.B, handler http.Handler, kind string, status int, header func(i int) http.Header, sign func(i int, publicKey []byte) ([]byte, error)) func(int, func(func())) {
	count := 0
	return func(n int, measure func(func())) {
		begins, finishes := make([]*ask, n), make([]*ask, n)
		headers := make([]http.Header, n)
		for i := range n {
			begins[i] = newAsk(handler, "POST", "/v1/"+kind+"/begin", jsonType, []byte(`{}`), http.StatusOK)
			if header != nil {
				headers[i] = header(count)
				count++
			}
			for name, values := range headers[i] {
				begins[i].request.Header[name] = values
			}
		}
		serve(b, measure, begins)
		for i, a := range begins {
			x := begunOf(b, a)
			credential, err := sign(i, x.PublicKey)
			if err != nil {
				b.Fatal(err)
			}
			body := encode(b, object{"ceremony": x.Ceremony, "credential": json.RawMessage(credential)})
			finishes[i] = newAsk(handler, "POST", "/v1/"+kind+"/finish", jsonType, body, status)
			for name, values := range headers[i] {
				finishes[i].request.Header[name] = values
			}
		}
		serve(b, measure, finishes)
	}
}

// loginRow measures logins at a handler, which may be a *clientOf. Each worker has its own passkey, whose counter grows.
func loginRow(b *testing.B, name, database string, c counters, handler http.Handler, phones [workers]enrolled) *row {
	_, overHTTP := handler.(*clientOf)
	sign := func(i int, publicKey []byte) ([]byte, error) { return phones[i%workers].Get(publicKey) }
	return &row{name: name, database: database, overHTTP: overHTTP, counters: c,
		run: ceremonies(b, handler, "login", http.StatusOK, nil, sign)}
}

// requests are n of one kind.
func requests(b *testing.B, one func() *ask) func(int, func(func())) {
	return func(n int, measure func(func())) {
		asks := make([]*ask, n)
		for i := range asks {
			asks[i] = one()
		}
		serve(b, measure, asks)
	}
}

func sessionHeader(id string) http.Header { return http.Header{"X-Session-Token": {"ory_st_" + id}} }

// rows are the lines of one service.
func (s *service) rows(b *testing.B) []*row {
	phones := s.enrol(b, webauthntest.ES256)
	authz := func(handler http.Handler, path string, user uuid.UUID) func(int, func(func())) {
		header := sessionHeader(user.String())
		return requests(b, func() *ask {
			a := newAsk(handler, "GET", path, "", nil, http.StatusOK)
			a.request.Header["X-Session-Token"] = header["X-Session-Token"]
			return a
		})
	}
	redeem := func(n int, measure func(func())) {
		asks := make([]*ask, n)
		for i := range asks {
			form := tokenForm(s.code(phones[0].Authenticator)).Encode()
			asks[i] = newAsk(s.public, "POST", "/oauth2/token", "application/x-www-form-urlencoded", []byte(form), http.StatusOK)
			asks[i].request.Header.Set("Authorization", basic("kratos client", kratosSecret))
		}
		serve(b, measure, asks)
	}
	line := func(name string, run func(int, func(func()))) *row {
		return &row{name: name, database: s.name, counters: s.counters, run: run}
	}
	login := func(name string, handler http.Handler) *row {
		return loginRow(b, name, s.name, s.counters, handler, phones)
	}
	postQuantum := func(name string, algorithm webauthntest.Algorithm) *row {
		return loginRow(b, name, s.name, s.counters, s.handler, s.enrol(b, algorithm))
	}
	holder := s.hasTwoWays()
	return []*row{
		login("login", s.handler),
		login("login, over HTTP", overHTTP(b, s.handler)),
		postQuantum("login, ML-DSA-44", webauthntest.MLDSA44),
		postQuantum("login, ML-DSA-65", webauthntest.MLDSA65),
		login("login, traced", s.traced(b, 1)),
		login("login, 1 in 100 traced", s.traced(b, 100)),
		line("login begin", requests(b, func() *ask {
			return newAsk(s.handler, "POST", "/v1/login/begin", jsonType, []byte(`{}`), http.StatusOK)
		})),
		line("registration", ceremonies(b, s.handler, "registration", http.StatusCreated,
			func(int) http.Header { return sessionHeader(uuid.NewString()) },
			func(_ int, publicKey []byte) ([]byte, error) { return device().Create(publicKey) })),
		line("authz", authz(s.handler, "/v1/authz", uuid.New())),
		line("authz, cached", authz(s.cached, "/v1/authz", uuid.New())),
		line("authz, cached, no level", authz(s.cached, "/v1/authz?level=omit", uuid.New())),
		line("authz, cached, passkey", authz(s.cached, "/v1/authz", holder)),
		line("authz, cached, two ways", authz(s.twoWays, "/v1/authz", holder)),
		line("redeem", redeem),
	}
}

// storeCalls returns how often the store was called, by its metrics.
func (h *harness) storeCalls() int64 {
	var total int64
	for _, line := range bytes.Split([]byte(h.scrape()), []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("latchkey_store_call_duration_seconds_count")) {
			continue
		}
		var n int64
		if _, err := fmt.Sscan(string(line[bytes.LastIndexByte(line, ' ')+1:]), &n); err == nil {
			total += n
		}
	}
	return total
}

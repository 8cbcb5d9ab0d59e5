package api_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"latchkey/store/migrated"
	"latchkey/store/postgres"
)

// roundTrips counts the statements sent to Postgres, each of which waits for its result; batches of statements, which
// wait once, are counted separately.
type roundTrips struct {
	postgres.Spans // of traced requests
	n, batches     atomic.Int64
}

// all returns how often a result was waited for.
func (r *roundTrips) all() int64 { return r.n.Load() + r.batches.Load() }

func (r *roundTrips) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	r.n.Add(1)
	return r.Spans.TraceQueryStart(ctx, conn, data)
}

func (r *roundTrips) TraceBatchStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	r.batches.Add(1)
	return r.Spans.TraceBatchStart(ctx, conn, data)
}

// postgresHarness is a harness on its own Postgres schema.
type postgresHarness struct {
	*harness
	trips *roundTrips
	raw   *pgx.Conn
}

func newPostgresHarness(t testing.TB, edits ...func(*harness)) *postgresHarness {
	t.Helper()
	dsn, trips := migrated.Postgres(t), &roundTrips{}
	opened, err := postgres.Open(t.Context(), dsn, postgres.Options{Tracer: trips})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	raw, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close(context.Background()) })
	return &postgresHarness{harnessOn(t, opened, edits...), trips, raw}
}

// writes returns the number of writing transactions of this whole server: each is one commit to disk.
func (h *postgresHarness) writes(t testing.TB) int64 {
	t.Helper()
	var n int64
	if err := h.raw.QueryRow(t.Context(), `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// cost runs something and returns its round trips and commits. The server's own housekeeping may write at the same
// time, so it takes the minimum of three runs.
func (h *postgresHarness) cost(t testing.TB, run func()) (trips, commits int64) {
	t.Helper()
	trips, commits = 1<<62, 1<<62
	for range 3 {
		tripsBefore, writesBefore := h.trips.n.Load(), h.writes(t)
		run()
		trips = min(trips, h.trips.n.Load()-tripsBefore)
		commits = min(commits, h.writes(t)-writesBefore)
	}
	return trips, commits
}

// The budget: begin uses no database, a login two round trips and one commit, and one that ends in a Kratos session two
// more of each: the redemption of its code, and the record of its session.
func TestCostOfCeremonies(t *testing.T) {
	h := newPostgresHarness(t, withMetrics, minting)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	mint := func() {
		app := h.app()
		b := app.begin("login", object{"session": "token"})
		app.finish("login", b, app.getWith(phone, b)).want(200)
	}
	warm := func() { h.app().login(phone).want(200); ada.stepUp(phone).want(200); mint() }
	for range 10 { // statements are prepared on every connection, and keys are read once
		warm()
	}
	if trips, commits := h.cost(t, func() { h.app().begin("login", object{}) }); trips != 0 || commits != 0 {
		t.Errorf("login/begin: %d round trips, %d commits, want none", trips, commits)
	}
	var b begun
	finish := func(kind string, status int) func() {
		return func() { ada.finish(kind, b, ada.getWith(phone, b)).want(status) }
	}
	for _, kind := range []string{"login", "step-up"} {
		trips, commits := int64(1<<62), int64(1<<62)
		for range 3 {
			b = ada.begin(kind, object{})
			tripsBefore, writesBefore := h.trips.n.Load(), h.writes(t)
			finish(kind, 200)()
			trips = min(trips, h.trips.n.Load()-tripsBefore)
			commits = min(commits, h.writes(t)-writesBefore)
		}
		if trips > 2 || commits != 1 {
			t.Errorf("%s/finish: %d round trips, %d commits, want at most 2, and 1", kind, trips, commits)
		}
	}
	// The first login with an imported passkey, which tells its user handle.
	if _, err := h.raw.Exec(t.Context(), `INSERT INTO user_handle_aliases SELECT identity_id, user_handle FROM passkeys`); err != nil {
		t.Fatal(err)
	}
	b = ada.begin("login", object{})
	if trips, commits := h.cost(t, func() {
		if _, err := h.raw.Exec(t.Context(), `UPDATE passkeys SET handle_unknown = true`); err != nil {
			t.Fatal(err)
		}
		b = ada.begin("login", object{})
		finish("login", 200)()
	}); trips > 2 || commits != 2 { // one of them is that of the line above
		t.Errorf("a login that tells the user handle: %d round trips, %d commits, want at most 2, and 1", trips, commits-1)
	}
	if trips, commits := h.cost(t, mint); trips > 4 || commits != 3 {
		t.Errorf("a login that ends in a Kratos session: %d round trips, %d commits, want at most 4, and 3", trips, commits)
	}
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	for name, c := range map[string]struct {
		wish  object
		trips int64
	}{
		"refused":               {object{"identifier": ada.email}, 2},
		"refused, discoverable": {object{}, 3}, // its tombstone is looked up whether or not the passkey exists
	} {
		b := []begun{}
		for range 3 {
			b = append(b, h.app().begin("login", c.wish))
		}
		trips, commits := h.cost(t, func() {
			credential, err := phone.Answer(phone.Passkeys()[0], b[0].PublicKey)
			if err != nil {
				t.Fatal(err)
			}
			h.app().finish("login", b[0], credential).wantReason("not_accepted")
			b = b[1:]
		})
		if trips > c.trips || commits != 1 {
			t.Errorf("a login, %s: %d round trips, %d commits, want at most %d, and 1", name, trips, commits, c.trips)
		}
	}
	phone.Tamper.Signature = nil
	if trips, commits := h.cost(t, func() { h.person("x@example.com").register(device()).want(201) }); commits != 1 {
		t.Errorf("a registration: %d round trips, %d commits, want 1 commit", trips, commits)
	}
	forged, none := h.cost(t, func() {
		h.app().finish("login", begun{Ceremony: strings.Repeat("A", 900)}, ada.getWith(phone, ada.begin("login", object{}))).wantCode(400, "ceremony_invalid")
	})
	if forged != 0 || none != 0 {
		t.Errorf("a forged ceremony: %d round trips, %d commits, want none", forged, none)
	}
}

// Text that Postgres would refuse is refused by the API, or recorded legibly: hostile text does not cause a 503.
func TestHostileTextOnPostgres(t *testing.T) {
	h := newPostgresHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	made := ada.register(phone).want(201)
	for _, text := range []string{"https://app.example.com\x00", "\x00", "\ufffd", "\U0010ffff", "\x1b]0;x\a", strings.Repeat("ü", 400)} {
		phone.Tamper.ClientData = func(m map[string]any) { m["origin"] = text }
		b := ada.begin("login", object{})
		credential := ada.getWith(phone, b)
		ada.finish("login", b, credential).wantReason("origin_mismatch")
		ada.finish("login", b, credential).wantCode(409, "ceremony_spent")
	}
	phone.Tamper.ClientData = func(m map[string]any) { m["vendor\x00"] = "\x00" } // kept in the record, unchanged
	h.person("nul@example.com").register(phone.Copy()).want(201)
	phone.Tamper.ClientData = nil
	admin := h.adminWith("read", "revoke", "keys")
	for _, value := range []string{"\x00", "a\x00b"} {
		ada.patch("/v1/passkeys/"+made.id().String(), object{"name": value}).wantField("name")
		admin.post("/admin/v1/passkeys/"+made.id().String()+"/suspend", object{"reason": value}).wantField("reason")
		admin.post("/admin/v1/keys", object{"name": value, "scopes": []string{"read"}}).wantField("name")
		h.app().post("/v1/login/begin", object{"identifier": value}).wantField("identifier")
	}
	for _, agent := range []string{"\x00", "\xff\xfe", strings.Repeat("ü", 600)} {
		c := *ada.caller
		c.header = ada.header.Clone()
		c.header["User-Agent"] = []string{agent}
		c.login(phone).want(200)
	}
	admin.get("/admin/v1/audit-events?page_size=200").want(200)
}

package postgres_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
)

// statements records the statements that are sent.
type statements struct {
	sync.Mutex
	sent []string
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.Lock()
	defer s.Unlock()
	s.sent = append(s.sent, strings.Join(strings.Fields(q.SQL), " "))
	return ctx
}

func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// take returns the statements since the last call.
func (s *statements) take() []string {
	s.Lock()
	defer s.Unlock()
	sent := s.sent
	s.sent = nil
	return sent
}

// A login is two statements and one commit: a statement outside of BEGIN commits by itself.
func TestLoginIsTwoStatements(t *testing.T) {
	traced := &statements{}
	dsn := migrated.Postgres(t)
	s := open(t, dsn, postgres.Options{Tracer: traced})
	n := registration()
	traced.take()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if sent := traced.take(); len(sent) != 1 {
		t.Errorf("a registration sends %d statements: %q", len(sent), sent)
	}

	before := written(t, dsn)
	p, err := s.PasskeyByCredentialID(t.Context(), n.Passkey.CredentialID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.UsePasskey(t.Context(), login(p)); err != nil {
		t.Fatal(err)
	}
	if sent := traced.take(); len(sent) != 2 || slices.ContainsFunc(sent, isTransaction) {
		t.Errorf("a login sends %q", sent)
	}
	if got := written(t, dsn) - before; got != 1 {
		t.Errorf("a login is %d transactions that write", got)
	}
}

// A login with an authorization code takes as many statements, and redeeming the code takes one.
func TestCodeIsOneStatementMore(t *testing.T) {
	traced := &statements{}
	dsn := migrated.Postgres(t)
	s := open(t, dsn, postgres.Options{Tracer: traced})
	n := registration()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	a := login(n.Passkey)
	a.Code = &store.AuthorizationCode{
		Hash: challenge().Hash, IdentityID: n.Passkey.IdentityID, PasskeyID: n.Passkey.ID, ClientID: "kratos", RedirectURI: "https://example.org/",
		At: a.At, ExpiresAt: a.At.Add(time.Minute),
	}
	r := store.CodeRedemption{
		Hash: a.Code.Hash, ClientID: "kratos", RedirectURI: "https://example.org/", SessionRowID: uuid.Must(uuid.NewV7()), Now: a.At,
	}
	before := written(t, dsn)
	traced.take()
	if err := s.UsePasskey(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RedeemCode(t.Context(), r, event("oidc.code_redeemed", uuid.Nil)); err != nil {
		t.Fatal(err)
	}
	if sent := traced.take(); len(sent) != 2 || slices.ContainsFunc(sent, isTransaction) {
		t.Errorf("a login with its redemption sends %q", sent)
	}
	if got := written(t, dsn) - before; got != 2 {
		t.Errorf("it is %d transactions that write", got)
	}
}

// The facts of a session are read in one batch, which is one round trip once its statements are prepared. A session that no
// login by passkey can have created needs one statement less, and a second way to sign in one more.
func TestSessionFactsIsOneBatch(t *testing.T) {
	traced := &batches{}
	s := open(t, migrated.Postgres(t), postgres.Options{Tracer: traced})
	now := time.Now()
	redeemed := store.Span{From: now, To: now}
	for _, query := range []store.FactsQuery{{Redeemed: redeemed}, {Redeemed: redeemed}, {}, {}, {SecondWay: true}, {Redeemed: redeemed, SecondWay: true}} {
		size := 9
		if query.Redeemed != (store.Span{}) {
			size++
		}
		if query.SecondWay {
			size++
		}
		traced.take()
		traced.sizes = nil
		if _, err := s.SessionFacts(t.Context(), uuid.New(), uuid.New(), query); err != nil {
			t.Fatal(err)
		}
		if sent := traced.take(); len(sent) != 0 || !slices.Equal(traced.sizes, []int{size}) {
			t.Errorf("beside batches of %v it sends %q", traced.sizes, sent)
		}
	}
}

// batches also records the number of statements in each batch.
type batches struct {
	statements
	sizes []int
}

func (b *batches) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	b.sizes = append(b.sizes, data.Batch.Len())
	return ctx
}

func (*batches) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (*batches) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func isTransaction(sql string) bool {
	return strings.EqualFold(sql, "begin") || strings.EqualFold(sql, "commit")
}

// written is the number of transactions that have an ID, which the server assigns at the first write.
func written(t *testing.T, dsn string) (n int64) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func registration() store.NewPasskey {
	identity := uuid.New()
	id := uuid.Must(uuid.NewV7())
	return store.NewPasskey{
		Passkey: store.Passkey{
			ID:           id,
			IdentityID:   identity,
			CredentialID: id[:],
			UserHandle:   identity[:],
			RPID:         "example.org",
			Name:         "Phone",
			Record:       []byte(`{}`),
			CreatedAt:    time.Now(),
		},
		Challenge: challenge(),
		Limit:     20,
		Event:     event("passkey.registered", identity),
	}
}

func login(p store.Passkey) store.Assertion {
	return store.Assertion{
		PasskeyID:     p.ID,
		Challenge:     challenge(),
		SeenSignCount: p.SignCount,
		SignCount:     p.SignCount,
		At:            time.Now(),
		Event:         event("login.succeeded", p.IdentityID),
	}
}

func challenge() store.Challenge {
	var c store.Challenge
	a, b := uuid.New(), uuid.New()
	copy(c.Hash[:], slices.Concat(a[:], b[:]))
	c.ExpiresAt = time.Now().Add(time.Minute)
	return c
}

func event(kind string, identity uuid.UUID) store.AuditEvent {
	return store.AuditEvent{
		ID:         uuid.Must(uuid.NewV7()),
		At:         time.Now(),
		Type:       kind,
		IdentityID: identity,
		ActorKind:  "identity",
		ActorID:    identity.String(),
		IP:         "192.0.2.1",
		UserAgent:  "Mozilla/5.0",
		Metadata:   json.RawMessage(`{"rp_id":"example.org"}`),
	}
}

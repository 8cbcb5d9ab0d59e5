package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5/pgxpool"

	"latchkey/seal"
)

// floor is a minimal server for passkey logins: it seals its ceremonies, verifies with the same library, reads the key
// in one statement and writes the count and the spent challenge in another. It has no audit log, no policy, no Kratos,
// no limits and no request log. The table compares Latchkey with it.
type floor struct {
	lib  *webauthn.WebAuthn
	seal *seal.Sealer
	pool *pgxpool.Pool
	// statements counts them, as the tracer does for the service.
	statements roundTrips
}

func newFloor(b *testing.B, dsn string) *floor {
	b.Helper()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	lib, err := webauthn.New(&webauthn.Config{RPID: rpID, RPDisplayName: "Floor", RPOrigins: []string{origin}})
	must(err)
	sealer, err := seal.New([][]byte{[]byte("the floor's own secret of 32 bytes")})
	must(err)
	f := &floor{lib: lib, seal: sealer}
	config, err := pgxpool.ParseConfig(dsn)
	must(err)
	config.ConnConfig.Tracer = &f.statements
	f.pool, err = pgxpool.NewWithConfig(b.Context(), config)
	must(err)
	b.Cleanup(f.pool.Close)
	_, err = f.pool.Exec(b.Context(), `
		CREATE TABLE floor_passkeys (
			credential_id   bytea PRIMARY KEY,
			public_key      bytea NOT NULL,
			user_handle     bytea NOT NULL,
			backup_eligible boolean NOT NULL,
			sign_count      bigint NOT NULL,
			last_used_at    timestamptz
		);
		CREATE TABLE floor_spent (hash bytea PRIMARY KEY, expires_at timestamptz NOT NULL)`)
	must(err)
	return f
}

// enrol copies a passkey from one of Latchkey's records.
func (f *floor) enrol(ctx context.Context, c webauthn.Credential, handle []byte) error {
	_, err := f.pool.Exec(ctx, `INSERT INTO floor_passkeys VALUES ($1, $2, $3, $4, $5)`,
		c.ID, c.PublicKey, handle, c.Flags.BackupEligible, int64(c.Authenticator.SignCount))
	return err
}

func (f *floor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var (
		answer any
		err    error
	)
	switch r.URL.Path {
	case "/v1/login/begin":
		answer, err = f.begin()
	case "/v1/login/finish":
		answer, err = f.finish(r)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func (f *floor) begin() (any, error) {
	assertion, session, err := f.lib.BeginDiscoverableLogin()
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(session)
	if err != nil {
		return nil, err
	}
	return struct {
		Ceremony  string `json:"ceremony"`
		PublicKey any    `json:"publicKey"`
	}{f.seal.SealToken("login", plain), assertion.Response}, nil
}

func (f *floor) finish(r *http.Request) (any, error) {
	var body struct {
		Ceremony   string          `json:"ceremony"`
		Credential json.RawMessage `json:"credential"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	plain, err := f.seal.OpenToken("login", body.Ceremony)
	if err != nil {
		return nil, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(plain, &session); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(body.Credential)
	if err != nil {
		return nil, err
	}
	return f.login(r.Context(), session, parsed)
}

func (f *floor) login(ctx context.Context, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (any, error) {
	user := floorUser{credential: webauthn.Credential{ID: parsed.RawID}}
	c := &user.credential
	err := f.pool.QueryRow(ctx, `
		SELECT public_key, user_handle, backup_eligible, sign_count FROM floor_passkeys WHERE credential_id = $1`, parsed.RawID).
		Scan(&c.PublicKey, &user.handle, &c.Flags.BackupEligible, &c.Authenticator.SignCount)
	if err != nil {
		return nil, err
	}
	seen := c.Authenticator.SignCount
	session.UserID = user.handle
	used, err := f.lib.ValidateLogin(user, session, parsed)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256([]byte(session.Challenge))
	_, err = f.pool.Exec(ctx, `
		WITH used AS (
			UPDATE floor_passkeys SET sign_count = $2, last_used_at = now()
			WHERE credential_id = $1 AND sign_count = $3
			RETURNING 1
		) INSERT INTO floor_spent SELECT $4, $5 FROM used`,
		parsed.RawID, int64(used.Authenticator.SignCount), int64(seen), hash[:], time.Now().Add(5*time.Minute))
	return object{"user": user.handle}, err
}

type floorUser struct {
	handle     []byte
	credential webauthn.Credential
}

func (u floorUser) WebAuthnID() []byte          { return u.handle }
func (u floorUser) WebAuthnName() string        { return "ada" }
func (u floorUser) WebAuthnDisplayName() string { return "Ada" }
func (u floorUser) WebAuthnCredentials() []webauthn.Credential {
	return []webauthn.Credential{u.credential}
}

// verification measures go-webauthn's ValidateLogin alone, with one assertion repeatedly.
func (f *floor) verification(b *testing.B, phone enrolled) func(n int, measure func(func())) {
	b.Helper()
	assertion, session, err := f.lib.BeginDiscoverableLogin()
	if err != nil {
		b.Fatal(err)
	}
	answered, err := phone.Get(encode(b, assertion.Response))
	if err != nil {
		b.Fatal(err)
	}
	session.UserID = phone.handle
	user := floorUser{phone.handle, phone.Credential}
	return func(n int, measure func(func())) {
		parsed, err := protocol.ParseCredentialRequestResponseBytes(answered)
		if err != nil {
			b.Fatal(err)
		}
		measure(func() {
			for range n {
				if _, err := f.lib.ValidateLogin(user, *session, parsed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

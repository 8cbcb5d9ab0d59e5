package migrations_test

import (
	"database/sql"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/migrations"
	"latchkey/store"
)

// filled is a database as the binary before the trust migrations left it: four passkeys of one identity, with and without
// UV and BE, a step-up and a login by the first, and codes.
type filled struct {
	t      *testing.T
	db     *sql.DB
	sqlite bool
	now    time.Time

	identity                           uuid.UUID
	verified, synced, neither, unknown uuid.UUID // the passkeys
	stepUp, login, recovered           uuid.UUID // the sessions
}

func fill(t *testing.T, d database) *filled {
	f := &filled{
		t: t, db: rawDB(t, d), sqlite: d.dialect == migrations.SQLite, now: time.Now().UTC().Truncate(time.Microsecond),
		identity: uuid.New(),
		verified: uuid.New(), synced: uuid.New(), neither: uuid.New(), unknown: uuid.New(),
		stepUp: uuid.New(), login: uuid.New(), recovered: uuid.New(),
	}
	if err := migrations.UpTo(t.Context(), d.dialect, f.db, 12); err != nil {
		t.Fatal(err)
	}
	for slot, p := range []struct {
		id     uuid.UUID
		record string
		be     any
	}{
		{f.verified, `{"flags":{"userVerified":true,"backupEligible":false}}`, false},
		{f.synced, `{"flags":{"userVerified":false,"backupEligible":true}}`, true},
		{f.neither, `{"flags":{"userVerified":false}}`, false},
		{f.unknown, `{}`, nil},
	} {
		f.exec(`INSERT INTO passkeys (id, identity_id, slot, credential_id, user_handle, rp_id, name, record, aaguid,
				backup_eligible, backed_up, sign_count, created_at)
			VALUES ($1, $2, $3, $4, $5, 'example.org', 'n', $6, $7, $8, $9, 0, $10)`,
			f.id(p.id), f.id(f.identity), slot, p.id[:], []byte("a"), p.record, f.id(uuid.New()), p.be, false, f.at(f.now))
	}
	f.stepped(f.stepUp, "passkey")
	f.stepped(f.login, "login")
	f.exec(`INSERT INTO recovery_codes (identity_id, hash, created_at, expires_at) VALUES ($1, $2, $3, NULL)`, f.id(f.identity), make([]byte, 32), f.at(f.now))
	f.supported(1)
	f.exec(`INSERT INTO recoveries (session_id, identity_id, at, enrol_until, expires_at) VALUES ($1, $2, $3, $3, $4)`,
		f.id(f.recovered), f.id(f.identity), f.at(f.now), f.at(f.now.Add(time.Hour)))
	return f
}

func (f *filled) exec(query string, args ...any) {
	f.t.Helper()
	if _, err := f.db.ExecContext(f.t.Context(), query, args...); err != nil {
		f.t.Fatal(err)
	}
}

// stepped is what the binary before writes of a session.
func (f *filled) stepped(session uuid.UUID, method string) {
	f.t.Helper()
	f.exec(`INSERT INTO step_ups (session_id, identity_id, method, passkey_id, user_verified, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		f.id(session), f.id(f.identity), method, f.id(f.verified), true, f.at(f.now), f.at(f.now.Add(time.Hour)))
}

// supported is what the binary before writes of a code of support.
func (f *filled) supported(n byte) {
	f.t.Helper()
	f.exec(`INSERT INTO recovery_codes (identity_id, hash, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
		f.id(f.identity), append(make([]byte, 31), n), f.at(f.now), f.at(f.now.Add(time.Hour)))
}

func (f *filled) id(id uuid.UUID) any {
	if f.sqlite {
		return id[:]
	}
	return id
}

func (f *filled) at(t time.Time) any {
	if f.sqlite {
		return t.UnixMicro()
	}
	return t
}

// anyTime contains all logins whose session is unknown.
var anyTime = store.Span{From: time.Unix(0, 0), To: time.Unix(1<<33, 0)}

// Migrations do not change what the rows of an existing database are worth.
func TestTrustOfAFilledDatabase(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, d database) {
		f := fill(t, d)
		s, err := d.open(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()

		passkeys, err := s.PasskeysOf(t.Context(), f.identity)
		if err != nil || len(passkeys) != 4 {
			t.Fatalf("%d passkeys, %v", len(passkeys), err)
		}
		for _, p := range passkeys {
			if want := p.ID == f.verified || p.ID == f.synced; p.UVInitialized != want || p.ConfirmedAt != nil {
				t.Errorf("%s: UV initialised is %v, want %v; confirmed at %v", p.Record, p.UVInitialized, want, p.ConfirmedAt)
			}
		}

		facts, err := s.SessionFacts(t.Context(), f.login, f.identity, store.FactsQuery{Redeemed: anyTime})
		if err != nil || facts.StepUp != nil || len(facts.Logins) != 1 {
			t.Fatalf("the login's session: %+v, %v", facts, err)
		}
		login := facts.Logins[0]
		if login.ID == uuid.Nil || login.SessionID != f.login || login.PasskeyID != f.verified || !login.UserVerified ||
			!login.At.Equal(f.now) || !login.ExpiresAt.Equal(f.now.Add(time.Hour)) {
			t.Errorf("the login is %+v", login)
		}
		facts, err = s.SessionFacts(t.Context(), f.stepUp, f.identity, store.FactsQuery{Redeemed: anyTime})
		if err != nil || len(facts.Logins) != 0 || facts.StepUp == nil || facts.StepUp.PasskeyID != f.verified || facts.StepUp.Origin != "" {
			t.Errorf("the session stepped up: %+v, %v", facts, err)
		}
		facts, err = s.SessionFacts(t.Context(), f.recovered, f.identity, store.FactsQuery{Redeemed: anyTime})
		if err != nil || facts.Recovery == nil || facts.Recovery.Kind != store.RecoveryByCode {
			t.Errorf("the recovered session: %+v, %v", facts, err)
		}

		// The binary before this one goes on writing meanwhile. Its logins prove nothing here, and its codes of support
		// are still told from the person's own.
		late := uuid.New()
		f.stepped(late, "login")
		f.supported(2)
		facts, err = s.SessionFacts(t.Context(), late, f.identity, store.FactsQuery{Redeemed: anyTime})
		if err != nil || facts.StepUp != nil || len(facts.Logins) != 0 {
			t.Errorf("a login of the binary before: %+v, %v", facts, err)
		}
		codes, err := s.RecoveryCodesOf(t.Context(), f.identity)
		if err != nil || len(codes) != 3 {
			t.Fatalf("%d codes, %v", len(codes), err)
		}
		for _, c := range codes {
			if want := map[bool]string{true: store.CodeOwn, false: store.CodeSupport}[c.ExpiresAt == nil]; c.Kind != want {
				t.Errorf("code %+v is %s", c, want)
			}
		}

		// And what was moved ends with its passkey.
		e := store.AuditEvent{ID: uuid.Must(uuid.NewV7()), At: f.now, Type: "passkey.removed", ActorKind: "system"}
		ended, err := s.DeletePasskey(t.Context(), store.Removal{IdentityID: f.identity, PasskeyID: f.verified, Ending: store.Ending{At: e.At, DueAt: e.At}, Event: e})
		if err != nil || len(ended) != 1 || ended[0].SessionID != f.login {
			t.Errorf("ended %+v, %v", ended, err)
		}
	})
}

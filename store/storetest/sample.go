package storetest

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// at is a time in microseconds, the precision of the databases.
var at = time.Date(2026, 3, 1, 12, 0, 0, 123456000, time.UTC)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func to[T any](v T) *T { return &v }

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}

func passkey(identityID uuid.UUID) store.Passkey {
	return store.Passkey{
		ID:             newID(),
		IdentityID:     identityID,
		CredentialID:   random(32),
		UserHandle:     random(64),
		RPID:           "example.org",
		Name:           "Telefon 📱",
		Record:         []byte(`{ "publicKey":"pQECAyYg", "flags":{"userPresent":true} }`),
		AAGUID:         uuid.UUID(random(16)),
		BackupEligible: to(true),
		CreatedAt:      at,
	}
}

func challenge() store.Challenge {
	return store.Challenge{Hash: [32]byte(random(32)), ExpiresAt: time.Now().Add(5 * time.Minute)}
}

func event(kind string, identityID uuid.UUID) store.AuditEvent {
	return store.AuditEvent{
		ID:         newID(),
		At:         at,
		Type:       kind,
		IdentityID: identityID,
		ActorKind:  "identity",
		ActorID:    identityID.String(),
		RequestID:  "req-1",
		IP:         "2001:db8::1",
		UserAgent:  "Mozilla/5.0",
		Metadata:   json.RawMessage(`{"n": 1}`),
	}
}

func registration(identityID uuid.UUID) store.NewPasskey {
	n := store.NewPasskey{
		Passkey:    passkey(identityID),
		Challenge:  challenge(),
		Limit:      20,
		Unverified: []store.UnverifiedAddress{address()},
		Event:      event("passkey.registered", identityID),
	}
	n.Event.PasskeyID = n.Passkey.ID
	return n
}

func assertion(p store.Passkey) store.Assertion {
	return store.Assertion{
		PasskeyID:      p.ID,
		Challenge:      challenge(),
		SeenSignCount:  p.SignCount,
		SignCount:      p.SignCount,
		BackupEligible: true,
		At:             at.Add(time.Hour),
		Event:          event("login.succeeded", p.IdentityID),
	}
}

// steppingUp returns an assertion that steps a session up.
func steppingUp(p store.Passkey, sessionID uuid.UUID) store.Assertion {
	a := assertion(p)
	a.StepUp = &store.StepUp{
		SessionID:    sessionID,
		IdentityID:   p.IdentityID,
		Method:       "passkey",
		PasskeyID:    p.ID,
		UserVerified: true,
		At:           a.At,
		ExpiresAt:    a.At.Add(24 * time.Hour),
		Origin:       "https://example.org",
	}
	return a
}

func suspicion(p store.Passkey, suspend bool) store.Suspicion {
	return store.Suspicion{
		PasskeyID: p.ID,
		Challenge: challenge(),
		Suspend:   suspend,
		Ending:    ending(at.Add(time.Hour)),
		At:        at.Add(time.Hour),
		Event:     event("passkey.clone_suspected", p.IdentityID),
	}
}

func adminKey(name string) store.AdminKey {
	return store.AdminKey{
		ID:        newID(),
		Name:      name,
		Hash:      [32]byte(random(32)),
		Scopes:    []string{"read", "keys"},
		CreatedAt: at,
	}
}

// registered stores a new passkey and returns it.
func (l *ledger) registered(identityID uuid.UUID, change ...func(*store.Passkey)) store.Passkey {
	l.t.Helper()
	n := registration(identityID)
	for _, c := range change {
		c(&n.Passkey)
	}
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	return n.Passkey
}

// registeredAgain stores a passkey whose credential ID its user had removed before.
func (l *ledger) registeredAgain(identityID uuid.UUID) store.Passkey {
	l.t.Helper()
	before, e := l.registered(identityID), event("passkey.removed", identityID)
	l.accepts(l.remove(identityID, before.ID, false, e), e)
	return l.registered(identityID, func(p *store.Passkey) { p.CredentialID = before.CredentialID })
}

// ending is the Ending of a change at this time, without a session to keep.
func ending(at time.Time) store.Ending {
	return store.Ending{At: at, DueAt: at.Add(time.Minute)}
}

func removal(identityID, id uuid.UUID, by []uuid.UUID, keepLast bool, e store.AuditEvent) store.Removal {
	return store.Removal{IdentityID: identityID, PasskeyID: id, By: only(identityID, by...), KeepLast: keepLast, Ending: ending(at), Event: e}
}

// remove deletes a passkey without evidence, and discards the endings.
func (l *ledger) remove(identityID, id uuid.UUID, keepLast bool, e store.AuditEvent) error {
	_, err := l.DeletePasskey(l.ctx, removal(identityID, id, nil, keepLast, e))
	return err
}

// disownFactor ends no session.
func (l *ledger) disownFactor(identityID, id uuid.UUID, by store.Evidence, at time.Time, e store.AuditEvent) error {
	_, err := l.DisownFactor(l.ctx, store.FactorDisowning{IdentityID: identityID, FactorID: id, By: by, Ending: ending(at), Event: e})
	return err
}

// suspend discards the endings.
func (l *ledger) suspend(id uuid.UUID, at time.Time, e store.AuditEvent) error {
	_, err := l.SuspendPasskey(l.ctx, id, ending(at), false, e)
	return err
}

// suspect discards the sessions that ended.
func (l *ledger) suspect(s store.Suspicion) error {
	_, err := l.SuspectPasskey(l.ctx, s)
	return err
}

// revokeKey revokes a key without descendants.
func (l *ledger) revokeKey(id uuid.UUID, at time.Time, e store.AuditEvent) error {
	_, err := l.RevokeAdminKey(l.ctx, id, at, func(store.AdminKey) store.AuditEvent { return e })
	return err
}

// clear discards the sessions that ended.
func (l *ledger) clear(r store.Reset, claim uuid.UUID, until time.Time, note func(store.Cleared) json.RawMessage) error {
	_, err := l.ClearFactors(l.ctx, r.ID, r.IdentityID, claim, at, until, note)
	return err
}

// replaceCodes replaces the codes without evidence.
func (l *ledger) replaceCodes(identityID uuid.UUID, codes []store.RecoveryCode, e store.AuditEvent) error {
	return l.ReplaceRecoveryCodes(l.ctx, identityID, store.Evidence{}, codes, e)
}

// session returns a new session ID, which the ledger checks.
func (l *ledger) session() uuid.UUID {
	id := newID()
	l.sessions = append(l.sessions, id)
	return id
}

// passkey reads a passkey that must exist.
func (l *ledger) passkey(id uuid.UUID) store.Passkey {
	l.t.Helper()
	p, err := l.Passkey(l.ctx, id)
	if err != nil {
		l.t.Fatal(fmt.Errorf("passkey %s: %w", id, err))
	}
	return p
}

// address is an unverified one.
func address() store.UnverifiedAddress { return store.UnverifiedAddress{Fingerprint: random(32)} }

func registrationIn(r store.Recovery) store.NewPasskey {
	n := registration(r.IdentityID)
	n.Recovery = r.SessionID
	return n
}

// struck checks whether an identity's passkey with that credential ID counts as removed.
func (l *ledger) struck(identity uuid.UUID, credentialID []byte, want bool) {
	l.t.Helper()
	if got, err := l.CredentialRemoved(l.ctx, identity, credentialID); err != nil || got != want {
		l.t.Errorf("a credential ID is removed: %t, %v, want %t", got, err, want)
	}
}

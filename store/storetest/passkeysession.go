package storetest

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// SessionFacts returns everything stored about the session and its identity, and nothing about others.
func testSessionFacts(t *testing.T, l *ledger) {
	identity, session := newID(), l.session()
	p, second := l.registered(identity), l.registered(identity)
	suspended := event("passkey.suspended", identity)
	up := steppingUp(p, session)
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	p.LastUsedAt = &up.At
	l.accepts(l.suspend(second.ID, at, suspended), suspended)
	second.SuspendedAt, second.SuspendedBy = to(at), store.SuspendedByStaff
	login := loginBy(p, session)
	l.accepts(l.PutPasskeySession(l.ctx, login))
	elsewhere := l.loggedIn(p)
	factor := l.saw(identity, "totp")
	r := l.recovered(identity)

	stranger := l.registered(newID())
	foreign := loginBy(stranger, session) // with a session of another identity
	l.accepts(l.PutPasskeySession(l.ctx, foreign))
	l.saw(stranger.IdentityID, "totp")

	first := l.firstPasskey(identity)
	want := store.SessionFacts{
		First:    &first,
		StepUp:   up.StepUp,
		Logins:   []store.PasskeySession{login},
		Passkeys: []store.Passkey{p, second},
		Factors:  []store.Factor{factor},
	}
	if got := l.facts(session, identity); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	want.StepUp, want.Logins = nil, []store.PasskeySession{elsewhere}
	if got := l.facts(elsewhere.SessionID, identity); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	want.Logins, want.Recovery = nil, &r
	if got := l.facts(r.SessionID, identity); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := l.facts(session, newID()); !reflect.DeepEqual(got, store.SessionFacts{}) {
		t.Errorf("of an unknown identity: %+v", got)
	}
	if got := l.facts(r.SessionID, stranger.IdentityID); got.Recovery != nil || got.StepUp != nil || len(got.Logins) != 0 {
		t.Errorf("another identity's: %+v", got)
	}
}

// A row for a login that an earlier build wrote is no step-up.
func testStepUpOfLogin(t *testing.T, l *ledger) {
	p := l.registered(newID())
	a := steppingUp(p, l.session())
	a.StepUp.Method = "login"
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	if got := l.facts(a.StepUp.SessionID, p.IdentityID); got.StepUp != nil {
		t.Errorf("got %+v, want no step-up", got.StepUp)
	}
}

// The session of a login is stored last, and only if the passkey is still usable.
func testPasskeySessionPut(t *testing.T, l *ledger) {
	identity := newID()
	p := l.registered(identity)
	login := l.loggedIn(p)

	// Another login that refreshes the session adds a row.
	again := loginBy(p, login.SessionID)
	again.At = login.At.Add(time.Minute)
	again.UserVerified = false
	l.accepts(l.PutPasskeySession(l.ctx, again))
	if got, want := l.facts(login.SessionID, identity).Logins, []store.PasskeySession{login, again}; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}

	foreign, gone := loginBy(p, l.session()), loginBy(p, l.session())
	foreign.IdentityID, gone.PasskeyID = newID(), newID()
	e := event("passkey.suspended", identity)
	l.accepts(l.suspend(p.ID, at, e), e)
	for name, login := range map[string]store.PasskeySession{"foreign": foreign, "suspended": loginBy(p, l.session()), "gone": gone} {
		t.Log(name)
		l.refuses(l.PutPasskeySession(l.ctx, login), store.ErrNotFound)
	}
}

// redeemed is a login whose code was redeemed, and the row that the redemption wrote.
func (l *ledger) redeemed(p store.Passkey, change ...func(*store.AuthorizationCode)) (rowID uuid.UUID) {
	l.t.Helper()
	c := codeBy(p)
	for _, ch := range change {
		ch(&c)
	}
	a := assertion(p)
	a.Code = &c
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	r, e := redemption(c), event("oidc.code_redeemed", p.IdentityID)
	_, err := l.RedeemCode(l.ctx, r, e)
	l.accepts(err, e)
	return r.SessionRowID
}

// A login whose session was minted takes over the row that the redemption of its code wrote, and no other login's.
func testPasskeySessionPutClaims(t *testing.T, l *ledger) {
	identity := newID()
	p, other := l.registered(identity), l.registered(identity)
	mine := l.redeemed(p)
	for _, elses := range []uuid.UUID{
		l.redeemed(p, func(c *store.AuthorizationCode) { c.At = c.At.Add(time.Microsecond) }),
		l.redeemed(other),
		l.redeemed(l.registered(newID())),
	} {
		if elses == mine {
			t.Fatal("the same row")
		}
	}
	if pending := l.facts(newID(), identity).Logins; len(pending) != 3 || pending[0].SessionID != uuid.Nil {
		t.Errorf("pending: %+v", pending)
	}
	login := l.loggedIn(p)
	login.ID, login.RedeemedAt = mine, redemption(codeBy(p)).Now
	got := l.facts(login.SessionID, identity).Logins
	if len(got) != 3 || !reflect.DeepEqual(got[0], login) && !reflect.DeepEqual(got[1], login) {
		t.Errorf("got  %+v\nwant %+v among three", got, login)
	}
	// Another login at the same time finds no row without a session, and adds one.
	next := l.loggedIn(p)
	if got := l.facts(next.SessionID, identity).Logins; len(got) != 3 {
		t.Errorf("got %+v, want 3 logins", got)
	}
}

func testPasskeySessionClaim(t *testing.T, l *ledger) {
	p := l.registered(newID())
	row := l.redeemed(p)
	ends := at.Add(48 * time.Hour)
	l.refuses(l.ClaimPasskeySession(l.ctx, newID(), newID(), ends), store.ErrNotFound)
	sessions := make([]uuid.UUID, 8)
	var steps []func() error
	for i := range sessions {
		sessions[i] = newID()
		steps = append(steps, func() error { return l.ClaimPasskeySession(l.ctx, row, sessions[i], ends) })
	}
	winner := l.oneWins(atOnce(steps...), store.ErrNotFound)
	l.check()
	for i, session := range sessions {
		got := l.facts(session, p.IdentityID).Logins
		if i != winner && len(got) != 0 || i == winner && (len(got) != 1 || got[0].ID != row || !got[0].ExpiresAt.Equal(ends)) {
			t.Errorf("session %d of winner %d: %+v", i, winner, got)
		}
	}
	l.refuses(l.ClaimPasskeySession(l.ctx, row, sessions[winner], ends), store.ErrNotFound)
}

func testPasskeySessionPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := l.registered(newID())
	logged := func(ends time.Time) {
		login := loginBy(p, newID())
		login.ExpiresAt = ends
		l.accepts(l.PutPasskeySession(l.ctx, login))
	}
	redeemed := func(ago time.Duration) {
		l.redeemed(p, func(c *store.AuthorizationCode) { c.At, c.ExpiresAt = now.Add(-ago), now.Add(time.Minute) })
	}
	logged(now.Add(-store.SessionKept - time.Second))
	redeemed(store.PendingSessionLife + store.SessionKept + time.Minute)
	logged(now.Add(time.Minute - store.SessionKept))
	redeemed(store.PendingSessionLife + store.SessionKept - time.Minute)
	for _, want := range []int64{2, 0} {
		if got, err := l.PurgePasskeySessions(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	if sessions, _, _ := l.left(p.IdentityID); sessions != 2 {
		t.Errorf("%d are left", sessions)
	}
}

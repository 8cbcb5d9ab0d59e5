package storetest

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const challengeS256 = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // RFC 7636, appendix B

// codeBy returns an authorization code for a login by this passkey.
func codeBy(p store.Passkey) store.AuthorizationCode {
	return store.AuthorizationCode{
		Hash:          [32]byte(random(32)),
		IdentityID:    p.IdentityID,
		PasskeyID:     p.ID,
		UserVerified:  true,
		ClientID:      "kratos",
		RedirectURI:   "https://id.example.org/callback",
		CodeChallenge: challengeS256,
		Nonce:         "n",
		At:            at.Add(time.Hour),
		ExpiresAt:     at.Add(time.Hour + 30*time.Second),
	}
}

// coded stores a login with an authorization code.
func (l *ledger) coded(p store.Passkey) store.AuthorizationCode {
	l.t.Helper()
	c := codeBy(p)
	a := assertion(p)
	a.Code = &c
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	return c
}

func redemption(c store.AuthorizationCode) store.CodeRedemption {
	return store.CodeRedemption{
		Hash:          c.Hash,
		ClientID:      c.ClientID,
		RedirectURI:   c.RedirectURI,
		CodeChallenge: c.CodeChallenge,
		SessionRowID:  newID(),
		Now:           c.ExpiresAt.Add(-time.Microsecond),
	}
}

// loginBy returns a session that a login by this passkey created.
func loginBy(p store.Passkey, session uuid.UUID) store.PasskeySession {
	return store.PasskeySession{
		ID: newID(), SessionID: session, IdentityID: p.IdentityID, PasskeyID: p.ID, UserVerified: true,
		At: at.Add(time.Hour), ExpiresAt: at.Add(25 * time.Hour),
	}
}

// loggedIn stores such a session.
func (l *ledger) loggedIn(p store.Passkey) store.PasskeySession {
	l.t.Helper()
	login := loginBy(p, l.session())
	l.accepts(l.PutPasskeySession(l.ctx, login))
	return login
}

// anyTime contains all logins whose session is unknown.
var anyTime = store.Span{From: at.Add(-100 * 24 * time.Hour), To: at.Add(100 * 365 * 24 * time.Hour)}

func (l *ledger) facts(session, identity uuid.UUID) store.SessionFacts {
	l.t.Helper()
	facts, err := l.SessionFacts(l.ctx, session, identity, store.FactsQuery{Redeemed: anyTime})
	if err != nil {
		l.t.Fatal(err)
	}
	return facts
}

// grants are the rows of everything that a passkey can grant.
type grants struct {
	passkey store.Passkey
	pass    store.GatePass
	code    store.AuthorizationCode
	logins  []store.PasskeySession // with and without a session
}

func (l *ledger) granted(p store.Passkey) grants {
	l.t.Helper()
	up := steppingUp(p, l.session())
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	g := grants{passkey: p, logins: []store.PasskeySession{l.loggedIn(p)}}
	r, e := redemption(l.coded(p)), event("oidc.code_redeemed", p.IdentityID)
	c, err := l.RedeemCode(l.ctx, r, e)
	l.accepts(err, e)
	g.logins = append(g.logins, store.PasskeySession{
		ID: r.SessionRowID, IdentityID: p.IdentityID, PasskeyID: p.ID, UserVerified: true, At: c.At, RedeemedAt: r.Now,
		ExpiresAt: c.At.Add(store.PendingSessionLife),
	})
	g.code, g.pass = l.coded(p), l.passBy(p, at.Add(time.Hour))
	return g
}

// left counts what remains of an identity's grants.
func (l *ledger) left(identity uuid.UUID) (sessions, passes, codes int) {
	l.t.Helper()
	held, err := l.Holdings(l.ctx, identity)
	if err != nil {
		l.t.Fatal(err)
	}
	return len(held.Sessions), held.GatePasses, held.Codes
}

func byID(logins []store.PasskeySession) []store.PasskeySession {
	logins = slices.Clone(logins)
	slices.SortFunc(logins, func(a, b store.PasskeySession) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return logins
}

// Deletion and suspension of a passkey delete everything it granted in the same transaction, and return the sessions. What
// another passkey of the identity granted remains.
func testGrantsEndWithPasskey(t *testing.T, l *ledger) {
	for name, end := range map[string]func(p store.Passkey, e store.AuditEvent) ([]store.SessionEnding, error){
		"deleted": func(p store.Passkey, e store.AuditEvent) ([]store.SessionEnding, error) {
			return l.DeletePasskey(l.ctx, removal(p.IdentityID, p.ID, nil, true, e))
		},
		"suspended": func(p store.Passkey, e store.AuditEvent) ([]store.SessionEnding, error) {
			return l.SuspendPasskey(l.ctx, p.ID, ending(at), false, e)
		},
		"suspected": func(p store.Passkey, e store.AuditEvent) ([]store.SessionEnding, error) {
			s := suspicion(p, true)
			s.Event = e
			return l.SuspectPasskey(l.ctx, s)
		},
	} {
		identity := newID()
		g, other := l.granted(l.registered(identity)), l.granted(l.registered(identity))
		e := event("passkey."+name, identity)
		ended, err := end(g.passkey, e)
		l.accepts(err, e)
		caused := at
		if name == "suspected" {
			caused = at.Add(time.Hour)
		}
		if got, want := endingsByID(ended), endingsOf(g.logins, ending(caused)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: ended %+v\nwant %+v", name, got, want)
		}
		l.names(e.ID, ended)
		l.mustEnd(identity, endingsByID(ended)...)
		if sessions, passes, codes := l.left(identity); sessions != 3 || passes != 1 || codes != 1 {
			t.Errorf("%s: left are %d sessions, %d passes, %d codes", name, sessions, passes, codes)
		}
		l.refuses(l.SpendGatePass(l.ctx, g.pass.Hash, at, at, event("x", identity)), store.ErrNotFound)
		_, err = l.RedeemCode(l.ctx, redemption(g.code), event("x", identity))
		l.refuses(err, store.ErrNotFound)

		// Resuming the passkey does not restore them.
		if name != "deleted" {
			resumed := event("passkey.resumed", identity)
			l.accepts(l.ResumePasskey(l.ctx, g.passkey.ID, resumed), resumed)
			if sessions, _, _ := l.left(identity); sessions != 3 {
				t.Errorf("%s: %d sessions after it was resumed", name, sessions)
			}
		}
		passed := event("login_gate.passed", identity)
		l.accepts(l.SpendGatePass(l.ctx, other.pass.Hash, at, at, passed), passed)
	}
}

// A clone warning alone ends nothing.
func testGrantsOutliveSuspicion(t *testing.T, l *ledger) {
	g := l.granted(l.registered(newID()))
	s := suspicion(g.passkey, false)
	ended, err := l.SuspectPasskey(l.ctx, s)
	l.accepts(err, s.Event)
	if sessions, passes, codes := l.left(g.passkey.IdentityID); sessions != 3 || passes != 1 || codes != 1 || len(ended) != 0 {
		t.Errorf("left are %d sessions, %d passes, %d codes; ended %v", sessions, passes, codes, ended)
	}
}

// A reset deletes what all passkeys granted, writes their tombstones, and deletes the factors that are not disowned.
func testGrantsEndWithReset(t *testing.T, l *ledger) {
	identity := newID()
	first, second := l.granted(l.registered(identity)), l.granted(l.registered(identity))
	_, disowned := l.saw(identity, "totp"), l.saw(identity, "webauthn")
	no := event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, disowned.ID, store.Evidence{}, at, no), no)
	claim := newID()
	r := l.openReset(identity, claim)
	ended, err := l.ClearFactors(l.ctx, r.ID, identity, claim, at.Add(time.Minute), at.Add(time.Hour), func(c store.Cleared) json.RawMessage {
		if len(c.Passkeys) != 2 || c.Sessions != 6 {
			t.Errorf("cleared %+v", c)
		}
		return json.RawMessage(`[]`)
	})
	l.accepts(err)
	if got, want := byID(ended), byID(append(first.logins, second.logins...)); !reflect.DeepEqual(got, want) {
		t.Errorf("ended %+v\nwant %+v", got, want)
	}
	if sessions, passes, codes := l.left(identity); sessions+passes+codes != 0 {
		t.Errorf("left are %d sessions, %d passes, %d codes", sessions, passes, codes)
	}
	for _, p := range []store.Passkey{first.passkey, second.passkey} {
		if got, err := l.TombstoneOf(l.ctx, p.CredentialID, nil); err != nil || !got.RemovedAt.Equal(at.Add(time.Minute)) {
			t.Errorf("tombstone %+v, %v", got, err)
		}
		l.struck(identity, p.CredentialID, true)
	}
	done := event("mfa.admin_reset", identity)
	end := store.ResetEnd{ID: r.ID, IdentityID: identity, Claim: claim, Steps: json.RawMessage(`[]`), At: at, Event: done}
	l.accepts(l.EndReset(l.ctx, end), done)
	if left, err := l.FactorsOf(l.ctx, identity); err != nil || len(left) != 1 || left[0].ID != disowned.ID {
		t.Errorf("left are %+v, %v", left, err)
	}
}

func (l *ledger) openReset(identity, claim uuid.UUID) store.Reset {
	l.t.Helper()
	e := event("mfa.reset_requested", identity)
	r, _, err := l.CreateReset(l.ctx, store.Reset{
		ID: newID(), IdentityID: identity, State: store.ResetOpen, Reason: "lost", RequestedBy: store.ResetActor{Kind: "system"},
		RequestedAt: at, NextTryAt: to(at),
	}, e)
	l.accepts(err, e)
	r, err = l.ClaimReset(l.ctx, r.ID, claim, at, at.Add(time.Hour))
	l.accepts(err)
	return r
}

// What a passkey grants while it is removed does not survive it; if it was granted first, it is among what is returned.
func testGrantRaces(t *testing.T, l *ledger) {
	for round := range 24 {
		identity := newID()
		p := l.registered(identity)
		code := l.coded(p)
		login, r, redeemed := loginBy(p, l.session()), redemption(code), event("oidc.code_redeemed", identity)
		pass := store.GatePass{Hash: [32]byte(random(32)), IdentityID: identity, PasskeyID: p.ID, ExpiresAt: at.Add(time.Hour)}
		late := assertion(p)
		late.Code = to(codeBy(p))
		gone := event("passkey.gone", identity)
		var ended []store.SessionEnding
		ends := []func() (err error){
			func() (err error) { ended, err = l.SuspendPasskey(l.ctx, p.ID, ending(at), false, gone); return err },
			func() (err error) {
				ended, err = l.DeletePasskey(l.ctx, removal(identity, p.ID, nil, false, gone))
				return err
			},
			func() (err error) {
				s := suspicion(p, true)
				s.Event = gone
				ended, err = l.SuspectPasskey(l.ctx, s)
				return err
			},
		}
		errs := atOnce(
			func() error { return l.PutPasskeySession(l.ctx, login) },
			func() error { _, err := l.RedeemCode(l.ctx, r, redeemed); return err },
			func() error { return l.PutGatePass(l.ctx, pass) },
			func() error { return l.UsePasskey(l.ctx, late) },
			ends[round%len(ends)],
		)
		events := []store.AuditEvent{gone}
		want := map[uuid.UUID]bool{}
		for i, lost := range []error{store.ErrNotFound, store.ErrNotFound, store.ErrNotFound, store.PasskeyChanged} {
			if errs[i] != nil && !errors.Is(errs[i], lost) {
				t.Fatalf("step %d: %v", i, errs[i])
			}
		}
		if errs[0] == nil {
			want[login.ID] = true
		}
		if errs[1] == nil {
			want[r.SessionRowID] = true
			events = append(events, redeemed)
		}
		if errs[3] == nil {
			events = append(events, late.Event)
		}
		l.accepts(errs[4], events...)
		// The login may have claimed the row that the redemption wrote.
		if claimed := len(want) == 2 && len(ended) == 1 && ended[0].ID == r.SessionRowID && ended[0].SessionID == login.SessionID; claimed {
			delete(want, login.ID)
		}
		for _, e := range ended {
			if !want[e.ID] {
				t.Fatalf("ended %+v, which was not granted", e)
			}
			delete(want, e.ID)
		}
		if len(want) > 0 {
			t.Fatalf("granted %v, ended %+v", want, ended)
		}
		if sessions, passes, codes := l.left(identity); sessions+passes+codes != 0 {
			t.Fatalf("left are %d sessions, %d passes, %d codes", sessions, passes, codes)
		}
	}
}

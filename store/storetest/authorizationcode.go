package storetest

import (
	"reflect"
	"testing"
	"time"

	"latchkey/store"
)

// A code can be redeemed once, and the event has its identity.
func testCodeRedeemed(t *testing.T, l *ledger) {
	p := l.registered(newID())
	c := l.coded(p)
	r := redemption(c)
	e := event("oidc.code_redeemed", newID())
	got, err := l.RedeemCode(l.ctx, r, e)
	l.accepts(err, e)
	if !reflect.DeepEqual(got, c) {
		t.Errorf("got  %+v\nwant %+v", got, c)
	}
	recorded := l.allEvents(store.AuditFilter{Type: to("oidc.code_redeemed")}, 5)
	if len(recorded) != 1 || recorded[0].IdentityID != p.IdentityID || recorded[0].PasskeyID != p.ID || recorded[0].ActorID != p.IdentityID.String() {
		t.Errorf("recorded %+v", recorded)
	}
	want := []store.PasskeySession{{
		ID: r.SessionRowID, IdentityID: p.IdentityID, PasskeyID: p.ID, UserVerified: c.UserVerified, At: c.At, RedeemedAt: r.Now,
		ExpiresAt: c.At.Add(store.PendingSessionLife),
	}}
	if logins := l.facts(newID(), p.IdentityID).Logins; !reflect.DeepEqual(logins, want) {
		t.Errorf("got  %+v\nwant %+v", logins, want)
	}
	r.SessionRowID = newID()
	_, err = l.RedeemCode(l.ctx, r, event("again", p.IdentityID))
	l.refuses(err, store.ErrNotFound)

	// Other kinds of actors are not replaced.
	system := event("oidc.code_redeemed", newID())
	system.ActorKind, system.ActorID = "system", ""
	_, err = l.RedeemCode(l.ctx, redemption(l.coded(p)), system)
	l.accepts(err, system)
	if latest := l.allEvents(store.AuditFilter{Type: to("oidc.code_redeemed")}, 5)[0]; latest.ActorID != "" || latest.IdentityID != p.IdentityID {
		t.Errorf("recorded %+v", latest)
	}
}

// A redemption that does not match deletes the code and fails.
func testCodeRefused(t *testing.T, l *ledger) {
	p := l.registered(newID())
	for name, change := range map[string]func(*store.CodeRedemption){
		"client":       func(r *store.CodeRedemption) { r.ClientID = "other" },
		"redirect URI": func(r *store.CodeRedemption) { r.RedirectURI += "/" },
		"challenge":    func(r *store.CodeRedemption) { r.CodeChallenge = "" },
		"expired":      func(r *store.CodeRedemption) { r.Now = r.Now.Add(time.Microsecond) },
	} {
		t.Log(name)
		c := l.coded(p)
		r := redemption(c)
		change(&r)
		for _, r := range []store.CodeRedemption{r, redemption(c)} {
			_, err := l.RedeemCode(l.ctx, r, event("x", p.IdentityID))
			l.refuses(err, store.ErrNotFound)
		}
	}
	none := redemption(codeBy(p))
	_, err := l.RedeemCode(l.ctx, none, event("x", p.IdentityID))
	l.refuses(err, store.ErrNotFound)
	if sessions, _, codes := l.left(p.IdentityID); sessions+codes != 0 {
		t.Errorf("left are %d sessions, %d codes", sessions, codes)
	}

	// A refused login stores no code.
	stale := assertion(p)
	stale.SeenSignCount, stale.SignCount, stale.Code = 9, 9, to(codeBy(p))
	l.refuses(l.UsePasskey(l.ctx, stale), store.PasskeyChanged)
	foreign := assertion(p)
	foreign.Code = to(codeBy(l.registered(newID())))
	foreign.Code.IdentityID = p.IdentityID
	l.fails(l.UsePasskey(l.ctx, foreign))

	// An identity that is being reset cannot sign in.
	c := l.coded(p)
	l.openReset(p.IdentityID, newID())
	_, err = l.RedeemCode(l.ctx, redemption(c), event("x", p.IdentityID))
	l.refuses(err, store.ErrNotFound)
}

// A login can have another code, unless its passkey grants nothing.
func testCodeAdded(t *testing.T, l *ledger) {
	p := l.registered(newID())
	first, second := l.coded(p), codeBy(p)
	l.accepts(l.AddCode(l.ctx, second))
	for _, c := range []store.AuthorizationCode{first, second} {
		e := event("oidc.code_redeemed", p.IdentityID)
		got, err := l.RedeemCode(l.ctx, redemption(c), e)
		l.accepts(err, e)
		if !reflect.DeepEqual(got, c) {
			t.Errorf("got  %+v\nwant %+v", got, c)
		}
	}
	foreign := codeBy(p)
	foreign.IdentityID = newID()
	l.refuses(l.AddCode(l.ctx, foreign), store.ErrNotFound)
	e := event("passkey.suspended", p.IdentityID)
	l.accepts(l.suspend(p.ID, at, e), e)
	l.refuses(l.AddCode(l.ctx, codeBy(p)), store.ErrNotFound)
	if _, _, codes := l.left(p.IdentityID); codes != 0 {
		t.Errorf("%d codes are left", codes)
	}
}

func testCodeRedeemedOnce(t *testing.T, l *ledger) {
	p := l.registered(newID())
	for range 3 {
		c := l.coded(p)
		events := make([]store.AuditEvent, 50)
		var steps []func() error
		for i := range events {
			events[i] = event("oidc.code_redeemed", p.IdentityID)
			r := redemption(c)
			steps = append(steps, func() error {
				_, err := l.RedeemCode(l.ctx, r, events[i])
				return err
			})
		}
		winner := l.oneWins(atOnce(steps...), store.ErrNotFound)
		l.accepts(nil, events[winner])
	}
	if sessions, _, codes := l.left(p.IdentityID); sessions != 3 || codes != 0 {
		t.Errorf("left are %d sessions, %d codes", sessions, codes)
	}
}

func testCodePurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := l.registered(newID())
	for _, ends := range []time.Duration{-2 * time.Second, -time.Second, time.Minute} {
		a := assertion(p)
		a.Code = to(codeBy(p))
		a.Code.ExpiresAt = now.Add(ends)
		l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	}
	for _, want := range []int64{2, 0} {
		if got, err := l.PurgeCodes(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	if _, _, codes := l.left(p.IdentityID); codes != 1 {
		t.Errorf("%d are left", codes)
	}
}

package assurance

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// pending is a login whose code was redeemed that long ago, and whose session is not known yet.
func pending(passkey uuid.UUID, userVerified bool, redeemed time.Duration) store.PasskeySession {
	return store.PasskeySession{
		ID: uuid.New(), IdentityID: identity, PasskeyID: passkey, UserVerified: userVerified,
		At: ago(redeemed + 20*time.Second), RedeemedAt: ago(redeemed),
	}
}

// TestPendingLogin: a login at Kratos' own page is recorded before its session is known. Only a session that Kratos
// created from a login at our provider when it redeemed the code can claim it; and none can if the login could be
// another's.
func TestPendingLogin(t *testing.T) {
	const made = time.Minute // how long ago, by Kratos' clock, all the sessions here began
	key := uuid.New()
	google := Session{Level: AAL1, Methods: []Method{{Name: "oidc", Provider: "google", AAL: AAL1, CompletedAt: ago(made)}}}
	byAnOlderBinary := pending(phone, true, made)
	byAnOlderBinary.At, byAnOlderBinary.RedeemedAt = ago(made), time.Time{}
	loginThen := pending(phone, true, made-12*time.Second) // held back: the login was at that moment, the redemption later
	loginThen.At = ago(made)
	for _, c := range []struct {
		name    string
		session Session
		rows    []store.PasskeySession
		want    string
	}{
		{"at once", byPasskey(), []store.PasskeySession{pending(phone, true, made)}, AAL2},
		{"Kratos' clock is behind", byPasskey(), []store.PasskeySession{pending(phone, true, made-ClaimWindow)}, AAL2},
		{"Kratos' clock is ahead", byPasskey(), []store.PasskeySession{pending(phone, true, made+ClaimWindow)}, AAL2},
		{"another moment", byPasskey(), []store.PasskeySession{pending(phone, true, made+ClaimWindow+time.Millisecond)}, AAL1},
		{"a login in that moment, redeemed later", byPasskey(), []store.PasskeySession{loginThen}, AAL1},
		{"redeemed by an older binary", byPasskey(), []store.PasskeySession{byAnOlderBinary}, AAL1},
		{"a session by password", began("password"), []store.PasskeySession{pending(phone, true, made)}, AAL1},
		{"another provider", google, []store.PasskeySession{pending(phone, true, made)}, AAL1},
		{"two of the same worth", byPasskey(), []store.PasskeySession{pending(phone, true, made), pending(phone, true, made+time.Second)}, AAL2},
		{"one was not verified", byPasskey(), []store.PasskeySession{pending(phone, true, made), pending(phone, false, made+time.Second)}, AAL1},
		{"by two passkeys", byPasskey(), []store.PasskeySession{pending(key, true, made+time.Second), pending(phone, true, made)}, AAL1},
		{"the other passkey's is not near", byPasskey(), []store.PasskeySession{pending(key, true, made+6*time.Second), pending(phone, true, made)}, AAL2},
	} {
		second := passkeyRow()
		second.ID = key
		rows := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(), second}, Logins: c.rows}
		if got := Decide(read(t, c.session, Person{}, rows, nil), testPolicy()); got.Level != c.want {
			t.Errorf("%s: got %s, want %s", c.name, describe(got), c.want)
		}
		rows.LoginsUnclear = true
		if got := Decide(read(t, c.session, Person{}, rows, nil), testPolicy()); got.Level != AAL1 {
			t.Errorf("%s, if there may be others: got %s, want aal1", c.name, describe(got))
		}
	}
}

// TestLoginSpan: of the logins whose session is unknown, only those are read that the session can come from.
func TestLoginSpan(t *testing.T) {
	login := func(since time.Duration) Method {
		return Method{Name: "oidc", Provider: "passkey", AAL: AAL1, CompletedAt: ago(since)}
	}
	password := Method{Name: "password", AAL: AAL1, CompletedAt: ago(time.Hour)}
	around := func(from, to time.Duration) store.Span {
		return store.Span{From: ago(from).Add(-ClaimWindow), To: ago(to).Add(ClaimWindow)}
	}
	for _, c := range []struct {
		name    string
		methods []Method
		want    store.Span
	}{
		{"no login by passkey", []Method{password}, store.Span{}},
		{"one", []Method{login(time.Minute)}, around(time.Minute, time.Minute)},
		{"beside a password", []Method{password, login(time.Minute)}, around(time.Minute, time.Minute)},
		{"two", []Method{login(time.Hour), login(time.Minute)}, around(time.Hour, time.Minute)},
		{"one whose row may be gone", []Method{login(store.PendingSessionLife - time.Minute)}, store.Span{}},
	} {
		if got := testPolicy().claimSpan(Session{Methods: c.methods}, now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		apart := testPolicy()
		apart.ClocksApart = func() bool { return true }
		if got := apart.claimSpan(Session{Methods: c.methods}, now); got != (store.Span{}) {
			t.Errorf("%s, clocks apart: %v", c.name, got)
		}
	}
}

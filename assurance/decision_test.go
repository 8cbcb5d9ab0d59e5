package assurance

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func began(name string, methods ...Method) Session {
	return Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: append([]Method{{Name: name, AAL: AAL1, CompletedAt: ago(time.Minute)}}, methods...)}
}

func byPasskey() Session {
	return Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: []Method{{Name: "oidc", Provider: "passkey", AAL: AAL1, CompletedAt: ago(time.Minute)}}}
}

func login(userVerified bool) []store.PasskeySession {
	return []store.PasskeySession{{ID: uuid.New(), SessionID: here, IdentityID: identity, PasskeyID: phone, UserVerified: userVerified, At: ago(time.Minute)}}
}

func stepUp(userVerified bool, since time.Duration) *store.StepUp {
	return &store.StepUp{SessionID: here, IdentityID: identity, Method: "passkey", PasskeyID: phone, UserVerified: userVerified, At: ago(since)}
}

// TestLevels checks the levels that passkeys and codes add up to.
func TestLevels(t *testing.T) {
	passkey := []store.Passkey{passkeyRow()}
	totp := Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(time.Minute)}
	vouchedOwn := seen(KindPasskey, "own", 48*time.Hour)
	vouchedOwn.VouchedAt, vouchedOwn.How = at(24*time.Hour), store.VouchedConfirmed
	acr := Session{Level: AAL2, AuthenticatedAt: ago(time.Minute), Methods: []Method{{
		Name: "oidc", Provider: "passkey", AAL: AAL2, CompletedAt: ago(time.Minute), ACR: "urn:latchkey:acr:passkey:uv"}}}
	oldFirst := Held{first(KindPassword, 40*24*time.Hour), first(KindAddress, 40*24*time.Hour)}
	newFirst := Held{first(KindPassword, time.Hour), first(KindAddress, time.Hour)}
	for _, c := range []struct {
		name    string
		session Session
		who     Person
		rows    store.SessionFacts
		held    Held
		edit    func(*Policy)
		want    string
	}{
		{name: "login with UV", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(true)}, want: "aal2 fresh [login]"},
		{name: "login without UV", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(false)}, want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "login with UV, which policy takes for one factor", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(true)},
			edit: func(p *Policy) { p.UVPasskeyIsAAL2 = false }, want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "login without UV, then the password", held: oldFirst, session: Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: append(byPasskey().Methods, Method{Name: "password", AAL: AAL1, CompletedAt: ago(time.Minute)})},
			rows: store.SessionFacts{Passkeys: passkey, Logins: login(false)}, want: "aal2 fresh [passkey_and_first_factor]"},
		{name: "login without UV, then an authenticator app set up in that session", session: Session{Level: AAL2, AuthenticatedAt: ago(time.Minute), Methods: append(byPasskey().Methods, totp)},
			rows: store.SessionFacts{Passkeys: passkey, Logins: login(false)}, want: "aal1 stale [unvouched_factor user_not_verified below_aal2]"},
		{name: "the same, stepped up by that key", session: Session{Level: AAL2, AuthenticatedAt: ago(time.Minute), Methods: append(byPasskey().Methods, totp)},
			rows: store.SessionFacts{Passkeys: passkey, Logins: login(false), StepUp: stepUp(false, 0)}, want: "aal1 stale [unvouched_factor user_not_verified below_aal2]"},
		{name: "login without UV, then a passkey of Kratos' own that its gate refused", session: Session{Level: AAL1, AuthenticatedAt: ago(time.Minute),
			Methods: append(byPasskey().Methods, Method{Name: KindPasskey, AAL: AAL1, CompletedAt: ago(time.Minute)})},
			rows: store.SessionFacts{Passkeys: passkey, Logins: login(false), Factors: []store.Factor{vouchedOwn}}, held: Held{{Kind: KindPasskey, Material: NewMaterial("own")}},
			want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "UV of an untrusted model", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(true)},
			edit: func(p *Policy) { p.UVNotTrusted = []uuid.UUID{{}} }, want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "UV that is not initialised", session: byPasskey(), rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })}, Logins: login(true)},
			want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "step-up without UV beside a password that was set since", held: newFirst, session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)},
			want: "aal1 stale [user_not_verified unvouched_first_factor below_aal2]"},
		{name: "step-up without UV beside a password that Kratos does not tell of", held: Held{}, session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)},
			want: "aal1 stale [user_not_verified unvouched_first_factor below_aal2]"},
		{name: "step-up without UV beside a password", held: oldFirst, session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)}, want: "aal2 fresh [step_up]"},
		{name: "step-up without UV beside a recovery at an address that came since", held: newFirst, session: began("link_recovery"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)},
			want: "aal1 stale [user_not_verified unvouched_first_factor below_aal2]"},
		{name: "step-up without UV beside a recovery by mail", held: oldFirst, session: began("code_recovery"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)}, want: "aal2 fresh [step_up]"},
		{name: "step-up without UV beside a method that we do not know", session: began("telepathy"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0)}, want: "aal1 stale [user_not_verified below_aal2]"},
		{name: "step-up of an hour ago", session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, time.Hour)}, want: "aal2 stale [step_up stale]"},
		{name: "a suspended passkey proves nothing", session: byPasskey(), rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) { p.SuspendedAt = at(0) })}, Logins: login(true), StepUp: stepUp(true, 0)},
			want: "aal1 stale [stale]"},
		{name: "nor does one that is gone", session: byPasskey(), rows: store.SessionFacts{Logins: login(true), StepUp: stepUp(true, 0)}, want: "aal1 stale [stale]"},
		{name: "Kratos' record of our login without our row", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey}, want: "aal1 stale [stale]"},
		{name: "Kratos' main: aal2 by our acr, without our row", session: acr, rows: store.SessionFacts{Passkeys: passkey}, want: "aal1 stale [stale]"},
		{name: "the same after the last passkey is gone", session: acr, want: "aal1 stale [stale]"},
		{name: "Kratos' main: aal2 by our acr, with our row", session: acr, rows: store.SessionFacts{Passkeys: passkey, Logins: login(true)}, want: "aal2 fresh [login]"},
		{name: "recovery code", session: began("password"), rows: store.SessionFacts{Passkeys: passkey, Recovery: grant("code")}, want: "aal2 stale [recovery_code stale]"},
		{name: "recovery code beside a login without UV", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(false), Recovery: grant("code")}, want: "aal2 stale [recovery_code below_aal2]"},
		{name: "recovery code beside a step-up without UV in a session begun by that key", session: byPasskey(),
			rows: store.SessionFacts{Passkeys: passkey, Logins: login(false), StepUp: stepUp(false, 0), Recovery: grant("code")}, want: "aal2 stale [recovery_code below_aal2]"},
		{name: "recovery code beside a passkey of Kratos' own, vouched", session: began(KindPasskey),
			rows: store.SessionFacts{Passkeys: passkey, Factors: []store.Factor{vouchedOwn}, Recovery: grant("code")}, held: Held{{Kind: KindPasskey, Material: NewMaterial("own")}},
			want: "aal2 stale [recovery_code below_aal2]"},
		{name: "recovery code beside a passkey of Kratos' own, without one here", session: began(KindPasskey),
			rows: store.SessionFacts{Recovery: grant("code")}, want: "aal2 stale [recovery_code below_aal2]"},
		{name: "recovery code beside a login with UV", session: byPasskey(), rows: store.SessionFacts{Passkeys: passkey, Logins: login(true), Recovery: grant("code")}, want: "aal2 fresh [login recovery_code]"},
		{name: "recovery code beside a password and a step-up", held: oldFirst, session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(false, 0), Recovery: grant("code")}, want: "aal2 fresh [step_up recovery_code]"},
		{name: "recovery code of a user with a role", session: began("password"), who: Person{Role: true}, rows: store.SessionFacts{Passkeys: passkey, Recovery: grant("code")}, want: "aal1 stale [stale]"},
		{name: "enrolment code", session: began("password"), rows: store.SessionFacts{Passkeys: passkey, Recovery: grant("enrolment")}, want: "aal1 stale [stale]"},
		{name: "recovery code that only enrols", session: began("password"), rows: store.SessionFacts{Passkeys: passkey, Recovery: grant("code")}, edit: func(p *Policy) { p.RecoveryCodeIsAAL2 = false }, want: "aal1 stale [stale]"},
		{name: "a time from the future", session: began("password"), rows: store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, -time.Hour)}, want: "aal1 stale [stale]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := testPolicy()
			if c.edit != nil {
				c.edit(&p)
			}
			r := &Reader{Records: records{c.rows}, Policy: p, Now: func() time.Time { return now },
				Key: func(context.Context) ([]byte, error) { return key, nil }}
			session := c.session
			session.ID, session.IdentityID = here, identity
			known, err := r.Read(t.Context(), session, c.who)
			if err == nil && c.held != nil {
				known, err = r.Hold(t.Context(), known, c.held)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(Decide(known.Facts, p)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestProviderRenamed: a session that a key without its PIN created does not count as two factors by the same key when
// kratos.login is disabled, or its provider renamed.
func TestProviderRenamed(t *testing.T) {
	for _, provider := range []string{"passkey", "", "renamed"} {
		p := testPolicy()
		p.Provider = provider
		f := read(t, byPasskey(), Person{}, store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, StepUp: stepUp(false, 0), Logins: login(false)}, nil)
		if d := Decide(f, p); d.Level == AAL2 {
			t.Errorf("provider %q: %s", provider, describe(d))
		}
	}
}

// TestBy: a change names every passkey that it rests on, so that its commit can check them, and none that a vouched
// factor or another passkey makes unnecessary.
func TestBy(t *testing.T) {
	laptop := uuid.MustParse("00000000-0000-4000-8000-000000000004")
	passkeys := []store.Passkey{passkeyRow(), passkeyRow(func(p *store.Passkey) { p.ID = laptop })}
	loginAgo := func(since time.Duration, userVerified bool) []store.PasskeySession {
		rows := login(userVerified)
		rows[0].At = ago(since)
		return rows
	}
	byLaptop := func(userVerified bool) *store.StepUp {
		s := stepUp(userVerified, 0)
		s.PasskeyID = laptop
		return s
	}
	vouched := seen(KindTOTP, "old", 48*time.Hour)
	vouched.VouchedAt, vouched.How = at(24*time.Hour), store.VouchedConfirmed
	withFactor := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(time.Minute)})
	withFactor.Level = AAL2
	for _, c := range []struct {
		name    string
		session Session
		rows    store.SessionFacts
		held    Held
		want    []uuid.UUID
	}{
		{name: "a step-up", session: began("password"), rows: store.SessionFacts{StepUp: stepUp(true, 0)}, want: []uuid.UUID{phone}},
		{name: "beside a vouched factor", session: withFactor, rows: store.SessionFacts{StepUp: stepUp(true, 0), Factors: []store.Factor{vouched}},
			held: Held{{Kind: KindTOTP, Material: NewMaterial("old")}}},
		{name: "an old login for the level, a step-up without UV for the time", session: byPasskey(),
			rows: store.SessionFacts{Logins: loginAgo(time.Hour, true), StepUp: byLaptop(false)}, want: []uuid.UUID{phone, laptop}},
		{name: "a login without UV, a step-up with it", session: byPasskey(),
			rows: store.SessionFacts{Logins: loginAgo(time.Minute, false), StepUp: byLaptop(true)}, want: []uuid.UUID{laptop}},
		{name: "either of two would do: the newer", session: byPasskey(),
			rows: store.SessionFacts{Logins: loginAgo(time.Minute, true), StepUp: byLaptop(true)}, want: []uuid.UUID{laptop}},
		{name: "only the login counts", session: byPasskey(),
			rows: store.SessionFacts{Logins: loginAgo(time.Minute, true), StepUp: byLaptop(false)}, want: []uuid.UUID{phone}},
		{name: "one passkey twice", session: byPasskey(),
			rows: store.SessionFacts{Logins: loginAgo(time.Hour, true), StepUp: stepUp(false, 0)}, want: []uuid.UUID{phone}},
	} {
		c.rows.Passkeys = passkeys
		f := read(t, c.session, Person{}, c.rows, c.held)
		got := Decide(f, testPolicy())
		if !got.Fresh() || !got.FreshByPasskey || !slices.Equal(got.By.Passkeys, c.want) || (len(got.By.Factors) > 0) != (len(c.want) == 0) {
			t.Errorf("%s: %s by %v, want %v", c.name, describe(got), got.By, c.want)
		}
		if by, fresh := FreshByPasskey(f, testPolicy()); !fresh || (len(c.want) > 0 && !slices.Equal(by.Passkeys, c.want)) {
			t.Errorf("%s: an answer about a factor rests on %v", c.name, by)
		}
		if may := MayAddPasskey(f, testPolicy()); !slices.Equal(may.By.Passkeys, c.want) || !slices.Equal(may.By.Factors, got.By.Factors) {
			t.Errorf("%s: a further passkey rests on %v, want %v", c.name, may.By, c.want)
		}
	}
}

// TestSightings: what vouches for a factor when it is first seen.
func TestSightings(t *testing.T) {
	withFactor := func(since time.Duration) Session {
		s := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(since)})
		s.Level = AAL2
		return s
	}
	changed := func(since time.Duration) Held {
		return Held{{Kind: KindTOTP, Material: NewMaterial("a"), ChangedAt: ago(since)}, {Kind: KindLookupSecret, Material: NewMaterial("b"), ChangedAt: ago(since)}}
	}
	held := changed(time.Minute)
	key2 := HeldFactor{Kind: KindWebAuthn, Material: NewMaterial("key 2"), Ref: "Ag", ChangedAt: ago(time.Minute)}
	passkey := []store.Passkey{passkeyRow()}
	for _, c := range []struct {
		name    string
		session Session
		rows    store.SessionFacts
		held    Held
		first   bool
		want    []string
	}{
		{"used at the first passkey", withFactor(time.Minute), store.SessionFacts{}, held, true, []string{store.VouchedFirstPasskey, ""}},
		{"not used at the first passkey", began("password"), store.SessionFacts{}, held, true, []string{"", ""}},
		{"enrolled after a step-up", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)}, held, false, []string{store.VouchedFreshSession, ""}},
		{"enrolled before the step-up", withFactor(5 * time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, time.Minute)}, changed(5 * time.Minute), false, []string{"", ""}},
		{"used after a step-up, and then replaced in another session", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)}, changed(30 * time.Second), false, []string{"", ""}},
		{"used after a step-up, enrolled in another session before", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)}, changed(2 * time.Minute), false, []string{"", ""}},
		{"Kratos does not say when", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)},
			Held{{Kind: KindTOTP, Material: NewMaterial("a")}, {Kind: KindLookupSecret, Material: NewMaterial("b")}}, false, []string{"", ""}},
		{"a code, which is only ever used", func() Session {
			s := began("password", Method{Name: KindCode, AAL: AAL2, CompletedAt: ago(time.Minute)})
			s.Level = AAL2
			return s
		}(), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)}, Held{{Kind: KindCode, Material: NewMaterial("the attacker's"), ChangedAt: ago(time.Minute)}}, false, []string{""}},
		{"enrolled long after the step-up", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 20*time.Minute)}, held, false, []string{"", ""}},
		{"enrolled fresh, seen too late", withFactor(20 * time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 25*time.Minute)}, changed(20 * time.Minute), false, []string{"", ""}},
		{"seen before it was used in the fresh session", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute), Factors: []store.Factor{seen(KindTOTP, "a", time.Hour)}}, held, false, []string{"", ""}},
		{"enrolled with the password", withFactor(time.Minute), store.SessionFacts{Passkeys: passkey}, held, false, []string{"", ""}},
		{"one of two new keys", func() Session {
			s := began("password", Method{Name: KindWebAuthn, AAL: AAL2, CompletedAt: ago(time.Minute)})
			s.Level = AAL2
			return s
		}(), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*time.Minute)}, Held{{Kind: KindWebAuthn, Material: NewMaterial("key 1"), Ref: "AQ", ChangedAt: ago(time.Minute)}, key2}, false, []string{"", ""}},
		{"of an unknown kind", func() Session {
			s := began("password", Method{Name: "future", AAL: AAL2, CompletedAt: ago(time.Minute)})
			s.Level = AAL2
			return s
		}(), store.SessionFacts{}, Held{{Kind: "future", Material: NewMaterial("x")}}, true, []string{""}},
	} {
		var got []string
		for _, s := range read(t, c.session, Person{}, c.rows, c.held).Sightings(testPolicy(), c.first, uuid.New) {
			if s.ID == uuid.Nil {
				t.Errorf("%s: a sighting without an ID", c.name)
			}
			got = append(got, s.Vouch)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestHeldMatters: forward-auth asks Kratos for factors only if the answer could change the decision.
func TestHeldMatters(t *testing.T) {
	p := testPolicy()
	factor := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(time.Minute)})
	factor.Level = AAL2
	passkey := []store.Passkey{passkeyRow()}
	for _, c := range []struct {
		name    string
		session Session
		rows    store.SessionFacts
		want    bool
	}{
		{"password, passkey held", began("password"), store.SessionFacts{Passkeys: passkey}, false},
		{"factor, no passkey", factor, store.SessionFacts{}, false},
		{"factor, passkey held", factor, store.SessionFacts{Passkeys: passkey}, true},
		{"factor, fresh by passkey", factor, store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 0)}, false},
		{"signed in by passkey", byPasskey(), store.SessionFacts{Passkeys: passkey, Logins: login(true)}, false},
	} {
		r := &Reader{Records: records{c.rows}, Policy: p, Now: func() time.Time { return now }}
		c.session.ID, c.session.IdentityID = here, identity
		known, err := r.Read(t.Context(), c.session, Person{})
		if err != nil {
			t.Fatal(err)
		}
		if got := known.HeldMatters(p); got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
}

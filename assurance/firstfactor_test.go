package assurance

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// first returns a first factor that Kratos last changed that long ago.
func first(kind string, since time.Duration) HeldFactor {
	return HeldFactor{Kind: kind, Material: NewMaterial("the owner's"), Provider: providerOf(kind), ChangedAt: ago(since)}
}

func providerOf(kind string) string {
	if kind == KindOIDC {
		return "github"
	}
	return ""
}

// A key without a PIN and a first factor: what was set up in a session that the key alone created adds nothing to the
// key.
func TestFirstFactorTable(t *testing.T) {
	methods := map[string]string{"password": KindPassword, "oidc": KindOIDC, "code": KindAddress, "code_recovery": KindAddress, "link_recovery": KindAddress, "saml": KindSAML}
	vouched := map[string]bool{
		"there at the first passkey": true, "older than the first passkey": true, "set since": false, "seen since": false, "confirmed": true,
		"changed fresh": true, "disowned": false, "replaced": false, "one of two": false, "used before the change": false, "used before it was seen": true, "withheld": false,
		"there and back": false, "another there for a while": false, "another there for a while, unseen": false, "linked right after the passkey": true,
		"put back right before": true, "created with the identity": true,
	}
	for method, kind := range methods {
		for provenance, counts := range vouched {
			if kind == KindSAML && provenance == "older than the first passkey" {
				counts = false // no known version says when it was changed
			}
			if method == "code" && provenance == "put back right before" {
				counts = false // Kratos may have sent it to another address
			}
			if kind == KindPassword {
				// A hash never returns, and Kratos renews the time with every change of the identity.
				counts = counts || slices.Contains([]string{"there and back", "another there for a while", "another there for a while, unseen"}, provenance)
			}
			for _, use := range []string{"step-up", "step-up, not initialised", "login", "step-up with UV", "none"} {
				rows, held := firstProvenance(kind, provenance)
				session := Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: []Method{{Name: method, AAL: AAL1, Provider: providerOf(kind), CompletedAt: ago(time.Minute)}}}
				rows.Passkeys = []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = use == "step-up with UV" })}
				switch use {
				case "step-up":
					rows.StepUp = stepUp(false, 0)
				case "step-up, not initialised", "step-up with UV":
					rows.StepUp = stepUp(true, 0)
				case "login":
					rows.Logins = login(false)
					rows.Logins[0].At = ago(5 * time.Minute) // not close enough to be mistaken for the other one
					session.Methods = append([]Method{{Name: "oidc", Provider: "passkey", AAL: AAL1, CompletedAt: ago(5 * time.Minute)}}, session.Methods...)
				}
				f := read(t, session, Person{}, rows, held)
				want := use == "step-up with UV" || (use != "none" && counts)
				if d := Decide(f, testPolicy()); d.Fresh() != want || (d.Level == AAL2) != want {
					t.Errorf("%s, %s, %s: %s, want it to count: %t", method, provenance, use, describe(d), want)
				}
				if may := MayAddPasskey(f, testPolicy()).Need == NeedNothing; may != want {
					t.Errorf("%s, %s, %s: may add a passkey: %t", method, provenance, use, may)
				}
				known := Known{Facts: f}
				if _, initializes := known.InitializesUV(testPolicy(), phone); initializes != counts {
					t.Errorf("%s, %s, %s: initialises UV: %t", method, provenance, use, initializes)
				}
				if lifts := f.StepUpLifts(testPolicy()); lifts != (counts || use == "step-up with UV") {
					t.Errorf("%s, %s, %s: a step-up lifts: %t", method, provenance, use, lifts)
				}
			}
		}
	}
}

func firstProvenance(kind, provenance string) (store.SessionFacts, Held) {
	current := first(kind, 2*time.Hour)
	row := seen(kind, "the owner's", 31*24*time.Hour)
	vouch := func(how string, since time.Duration) {
		row.VouchedAt, row.How, row.FirstSeenAt = at(since), how, ago(since)
	}
	vouch(store.VouchedFirstPasskey, 31*24*time.Hour)
	switch provenance {
	case "older than the first passkey":
		current.ChangedAt = ago(31 * 24 * time.Hour)
		return store.SessionFacts{}, Held{current}
	case "set since":
		return store.SessionFacts{}, Held{current}
	case "withheld":
		current.ChangedAt = time.Time{}
		return store.SessionFacts{}, Held{current}
	case "seen since":
		return store.SessionFacts{Factors: []store.Factor{seen(kind, "the owner's", time.Hour)}}, Held{current}
	case "confirmed":
		vouch(store.VouchedConfirmed, time.Hour)
	case "changed fresh":
		vouch(store.VouchedFreshSession, time.Hour)
	case "used before the change": // the session is older than the last change of the factor
		vouch(store.VouchedFreshSession, time.Second)
		current.ChangedAt = ago(30 * time.Second)
	case "used before it was seen": // only a request after the login has seen it
		vouch(store.VouchedFreshSession, time.Second)
	case "there and back", "another there for a while, unseen": // Kratos creates an address anew, and renews the time of a link
		current.ChangedAt = ago(30 * time.Second)
	case "put back right before":
		vouch(store.VouchedFreshSession, time.Hour)
		current.ChangedAt = ago(10 * time.Minute)
	case "created with the identity":
		vouch(store.VouchedConfirmed, time.Hour)
		current.ChangedAt, current.Original = ago(10*time.Minute), true
	case "linked right after the passkey": // our provider, which renews that time
		current.ChangedAt = passkeyRow().CreatedAt.Add(2 * time.Second)
	case "another there for a while":
		other := seen(kind, "the attacker's", 2*time.Minute)
		other.GoneAt = at(30 * time.Second)
		return store.SessionFacts{Factors: []store.Factor{row, other}}, Held{current}
	case "disowned":
		row.VouchedAt, row.How, row.DisownedAt = nil, "", at(time.Hour)
	case "replaced":
		current.Material = NewMaterial("the attacker's")
	case "one of two":
		other := current
		other.Material = NewMaterial("the attacker's")
		return store.SessionFacts{Factors: []store.Factor{row}}, Held{current, other}
	}
	return store.SessionFacts{Factors: []store.Factor{row}}, Held{current}
}

// A link to another provider does not vouch for the one that was used.
func TestFirstFactorOfAnotherProvider(t *testing.T) {
	rows, held := firstProvenance(KindOIDC, "there at the first passkey")
	rows.Passkeys, rows.StepUp = []store.Passkey{passkeyRow()}, stepUp(false, 0)
	attackers := Method{Name: "oidc", Provider: "gitlab", AAL: AAL1, CompletedAt: ago(time.Minute)}
	held = append(held, HeldFactor{Kind: KindOIDC, Provider: "gitlab", Material: NewMaterial("the attacker's"), ChangedAt: ago(time.Hour)})
	for provider, want := range map[string]bool{"github": true, "gitlab": false, "": false} {
		attackers.Provider = provider
		f := read(t, Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: []Method{attackers}}, Person{}, rows, held)
		if d := Decide(f, testPolicy()); d.Fresh() != want {
			t.Errorf("signed in by %q: %s, want fresh: %t", provider, describe(d), want)
		}
	}
}

// Without a passkey at Latchkey, Kratos' level counts, and one of its own passkeys if it began the session. Otherwise the
// password may have enrolled it.
func TestFirstFactorsWithoutPasskey(t *testing.T) {
	then := func(name string) Method { return Method{Name: name, AAL: AAL1, CompletedAt: ago(time.Minute)} }
	for level, session := range map[string]Session{AAL2: began(KindPasskey, then("password")), AAL1: began("password", then(KindPasskey))} {
		d := Decide(read(t, session, Person{}, store.SessionFacts{}, Held{first(KindPassword, time.Hour)}), testPolicy())
		if d.Level != level {
			t.Errorf("begun by %s: got %s, want %s", session.Methods[0].Name, describe(d), level)
		}
	}
}

// Kratos is asked only if a passkey that has not verified its user is used next to a first factor, and only until that
// is settled.
func TestKratosIsAskedForFirstFactorsOnlyIfNeeded(t *testing.T) {
	for _, c := range []struct {
		name    string
		session Session
		rows    store.SessionFacts
		want    bool
	}{
		{"a password alone", began("password"), store.SessionFacts{}, false},
		{"a password, and a passkey that is not used", began("password"), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}}, false},
		{"a login with UV", byPasskey(), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Logins: login(true)}, false},
		{"a login without UV", byPasskey(), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Logins: login(false)}, false},
		{"a step-up with UV", began("password"), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, StepUp: stepUp(true, 0)}, false},
		{"a step-up without UV", began("password"), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, StepUp: stepUp(false, 0)}, true},
		{"the same, settled", began("password"), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()},
			StepUp: besides(ownPassword, time.Hour), Factors: []store.Factor{ownPassword}}, false},
		{"the same, and disowned since", began("password"), store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()},
			StepUp: besides(ownPassword, time.Hour), Factors: []store.Factor{notOwn(ownPassword)}}, true},
	} {
		r := &Reader{Records: records{c.rows}, Policy: testPolicy(), Now: func() time.Time { return now }}
		c.session.ID, c.session.IdentityID = here, identity
		known, err := r.Read(context.Background(), c.session, Person{})
		if err != nil {
			t.Fatal(err)
		}
		if got := known.HeldMatters(testPolicy()); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}

// A password counts half a minute after its change: a login with the previous one may have begun before.
func TestPasswordCountsAfterItsChange(t *testing.T) {
	for since, want := range map[time.Duration]string{settled - time.Millisecond: AAL1, settled: AAL2} {
		row := vouchedRow(KindPassword, "new", store.VouchedFreshSession, func(row *store.Factor) {
			row.FirstSeenAt, row.SeenAt, row.SetUpAt = ago(time.Minute), ago(time.Minute), at(time.Minute+since)
		})
		f := read(t, began("password"), Person{}, store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })}, Factors: []store.Factor{row},
			StepUp: &store.StepUp{SessionID: here, IdentityID: identity, Method: "passkey", PasskeyID: phone, At: ago(time.Second)},
		}, Held{{Kind: KindPassword, Material: NewMaterial("new")}})
		if d := Decide(f, testPolicy()); d.Level != want {
			t.Errorf("%v after the change: %s, want %s", since, describe(d), want)
		}
	}
}

// A user whose keys do not verify them, and whose first factors do not count, is not sent to sign in again. Nor is one whose
// passkeys are suspended, and with them the vouch of the app.
func TestDeadEnd(t *testing.T) {
	for _, c := range []struct {
		name       string
		verifies   bool
		provenance string
		want       bool
	}{
		{"the password was set since", false, "set since", true},
		{"the password was there", false, "there at the first passkey", false},
		{"another passkey verifies them", true, "set since", false},
	} {
		rows, held := firstProvenance(KindPassword, c.provenance)
		rows.Passkeys = []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })}
		if c.verifies {
			rows.Passkeys = append(rows.Passkeys, passkeyRow(func(p *store.Passkey) { p.ID = uuid.New() }))
		}
		f := read(t, began("password"), Person{}, rows, held)
		if got := f.DeadEnd(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
		if asked := len(f.Questioned()) > 0; asked != (c.provenance == "set since") {
			t.Errorf("%s: asked about it: %t", c.name, asked)
		}
	}
	for how, want := range map[string]bool{store.VouchedFirstPasskey: false, store.VouchedFreshSession: true} {
		app := vouchedRow(KindTOTP, "app", how)
		if how == store.VouchedFreshSession {
			app.VouchedBy = []uuid.UUID{phone}
		}
		f := read(t, began("password"), Person{}, store.SessionFacts{Factors: []store.Factor{app}, Passkeys: []store.Passkey{
			passkeyRow(func(p *store.Passkey) { p.SuspendedAt = at(time.Minute) }),
		}}, Held{{Kind: KindTOTP, Material: NewMaterial("app")}})
		if got := f.DeadEnd(); got != want {
			t.Errorf("suspended, and an app by %s: %t", how, got)
		}
	}
}

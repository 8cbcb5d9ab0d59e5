package assurance

import (
	"fmt"
	"testing"
	"time"

	"latchkey/store"
)

// TestDemands is the decision table of what applications demand.
func TestDemands(t *testing.T) {
	passkey := []store.Passkey{passkeyRow()}
	totp := Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(2 * time.Minute)}
	raised := began("password", totp)
	raised.Level = AAL2
	vouched := vouchedRow(KindTOTP, "app", store.VouchedFirstPasskey)
	heldApp := Held{changedHeld(KindTOTP, "app", 30*24*time.Hour), first(KindPassword, 40*24*time.Hour)}
	suspended := []store.Passkey{passkeyRow(func(p *store.Passkey) { p.SuspendedAt = at(0) })}
	old := Session{Level: AAL1, Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: ago(time.Hour)}, {Name: "password", AAL: AAL1, CompletedAt: ago(3 * time.Minute)}}}
	const minute, anyAge = time.Minute, time.Duration(0)
	for _, c := range []struct {
		name    string
		session Session
		rows    store.SessionFacts
		held    Held
		demand  Demand
		want    string
	}{
		{"nothing", began("password"), store.SessionFacts{}, nil, Demand{}, "[]"},
		{"aal1", began("password"), store.SessionFacts{}, nil, Demand{AAL1, anyAge}, "[]"},
		{"aal2 of a password", began("password"), store.SessionFacts{}, nil, Demand{AAL2, anyAge}, "[below_level]"},
		{"aal2 of a step-up", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, time.Hour)}, nil, Demand{AAL2, anyAge}, "[]"},
		{"aal2 of a recovery code", began("password"), store.SessionFacts{Passkeys: passkey, Recovery: grant("code")}, nil, Demand{AAL2, anyAge}, "[]"},

		{"a step-up in time", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 4*minute)}, nil, Demand{AAL2, 5 * minute}, "[]"},
		{"a step-up of exactly that age", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 5*minute)}, nil, Demand{AAL2, 5 * minute}, "[too_old]"},
		{"a step-up that is fresh by the policy, but not for this", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, 10*minute)}, nil, Demand{"", 5 * minute}, "[too_old]"},
		{"a step-up that is stale by the policy, but not for this", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, time.Hour)}, nil, Demand{"", 2 * time.Hour}, "[]"},
		{"a step-up a little ahead of our clock", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, -30*time.Second)}, nil, Demand{"", time.Second}, "[]"},
		{"a step-up from the future", began("password"), store.SessionFacts{Passkeys: passkey, StepUp: stepUp(true, -time.Hour)}, nil, Demand{"", time.Hour}, "[too_old]"},
		{"a key without its PIN", byPasskey(), store.SessionFacts{Passkeys: passkey, Logins: login(false)}, nil, Demand{AAL2, 2 * minute}, "[below_level]"},
		{"the same, without a level", byPasskey(), store.SessionFacts{Passkeys: passkey, Logins: login(false)}, nil, Demand{"", 2 * minute}, "[]"},
		{"the newer of two proofs", byPasskey(), store.SessionFacts{Passkeys: passkey, Logins: login(true), StepUp: stepUp(true, time.Hour)}, nil, Demand{"", 2 * minute}, "[]"},
		{"a login whose passkey is suspended", byPasskey(), store.SessionFacts{Passkeys: suspended, Logins: login(true)}, nil, Demand{"", time.Hour}, "[too_old]"},
		{"a login whose passkey is gone", byPasskey(), store.SessionFacts{Logins: login(true)}, nil, Demand{"", time.Hour}, "[too_old]"},

		{"a password beside a passkey", began("password"), store.SessionFacts{Passkeys: passkey}, nil, Demand{"", time.Hour}, "[too_old]"},
		{"a password beside a suspended passkey", began("password"), store.SessionFacts{Passkeys: suspended}, nil, Demand{"", time.Hour}, "[too_old]"},
		{"a vouched app beside a passkey", raised, store.SessionFacts{Passkeys: passkey, Factors: []store.Factor{vouched}}, heldApp, Demand{AAL2, 3 * minute}, "[]"},
		{"the same, too old", raised, store.SessionFacts{Passkeys: passkey, Factors: []store.Factor{vouched}}, heldApp, Demand{AAL2, minute}, "[too_old]"},
		{"an app beside a passkey that is not vouched", raised, store.SessionFacts{Passkeys: passkey, Factors: []store.Factor{seen(KindTOTP, "app", 48*time.Hour)}}, heldApp, Demand{AAL2, time.Hour}, "[below_level too_old]"},
		{"a recovery code", began("password"), store.SessionFacts{Passkeys: passkey, Recovery: grant("code")}, nil, Demand{"", time.Hour}, "[too_old]"},

		{"a password, the only factor", began("password"), store.SessionFacts{}, nil, Demand{"", 2 * minute}, "[]"},
		{"the same, too old", began("password"), store.SessionFacts{}, nil, Demand{"", minute}, "[too_old]"},
		{"a password used again", old, store.SessionFacts{}, nil, Demand{"", 5 * minute}, "[]"},
		{"an app without a passkey", raised, store.SessionFacts{}, Held{changedHeld(KindTOTP, "app", 30*24*time.Hour)}, Demand{AAL2, 3 * minute}, "[]"},
		{"Kratos' time from the future", Session{Level: AAL1, Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: ago(-time.Hour)}}}, store.SessionFacts{}, nil, Demand{"", time.Hour}, "[too_old]"},
		{"no method at all", Session{Level: AAL1}, store.SessionFacts{}, nil, Demand{"", time.Hour}, "[too_old]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.session, Person{}, c.rows, c.held)
			p := testPolicy()
			if got := fmt.Sprint(Unmet(f, c.demand, Decide(f, p).Level, p)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// In an account that was taken back, the other person's password is no proof, and the session of the recovery has one.
func TestDemandInContestedAccount(t *testing.T) {
	disregarded := []store.Passkey{passkeyRow(func(p *store.Passkey) {
		p.SuspendedAt, p.SuspendedFor = at(time.Minute), store.SuspendedForVerification
	})}
	f := read(t, began("password"), Person{}, store.SessionFacts{Passkeys: disregarded}, nil)
	p, demand := testPolicy(), Demand{MaxAge: time.Hour}
	if !f.Contested() {
		t.Fatal("the account is not contested")
	}
	if got := Unmet(f, demand, AAL1, p); len(got) != 1 {
		t.Errorf("the other person lacks %v", got)
	}
	f.OwnersRecovery = true
	if got := Unmet(f, demand, AAL1, p); len(got) != 0 {
		t.Errorf("the owner lacks %v", got)
	}
}

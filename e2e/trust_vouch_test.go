package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// ends are the ways in which a passkey that is not its owner's ends.
var ends = map[string]func(*testing.T, *stack, caller, uuid.UUID){
	"Disowned": func(t *testing.T, _ *stack, owner caller, theirs uuid.UUID) {
		owner.do(t, http.MethodPost, "/v1/passkeys/"+theirs.String()+"/disown", struct{}{}).want(t, http.StatusOK, nil)
	},
	"Removed": func(t *testing.T, _ *stack, owner caller, theirs uuid.UUID) {
		owner.do(t, http.MethodDelete, "/v1/passkeys/"+theirs.String(), nil).want(t, http.StatusOK, nil)
	},
	"Revoked": func(t *testing.T, s *stack, _ caller, theirs uuid.UUID) { s.change(t, theirs, "revoke") },
}

// testVouchEndsWithItsPasskey: the attacker had a passkey on the account for minutes, which vouched for an app of
// theirs at Kratos. After that passkey has ended, the password and the app are what the password alone is.
func testVouchEndsWithItsPasskey(t *testing.T, s *stack) {
	for how, vouch := range map[string]func(*attacker){
		"fresh_session": (*attacker).enrolsFresh,
		"confirmed":     (*attacker).enrolsAndConfirms,
	} {
		for name, end := range ends {
			t.Run(how+"/"+name, func(t *testing.T) {
				victim, person := s.browser(t)
				phone := webauthntest.New(s.latchkey.PublicURL)
				own := person.register(t, phone).ID
				person.stepUp(t, phone)
				stolen := s.withStolenCookie(t, victim)
				var theirs passkey
				stolen.register().want(t, http.StatusCreated, &theirs)

				a := s.withPassword(t, victim, "browser")
				a.device = stolen.device
				vouch(a)
				if f := a.latchkey.oneFactor(t, "totp"); !*f.Vouched || f.How != how {
					t.Fatalf("got %+v, want vouched as %s: the attack needs that", f, how)
				}
				s.backdate(t, "factors", "set_up_at", victim.IdentityID) // right after its setup, the app does not count
				secret := a.totpSecret
				a = s.withPassword(t, victim, "browser")
				a.totpSecret = secret
				a.usesTOTP()
				pending := a.latchkey.begin(t, "registration") // the app suffices so far

				page := s.kratos.Browser()
				must(t, page.Login(t.Context(), victim.Email, password))
				owner := s.withCookie(page)
				owner.stepUp(t, phone)
				end(t, s, owner, theirs.ID)

				a.try(a.latchkey, http.MethodPost, "/v1/registration/finish", pending.created(t, a.device)).shut(t, "the registration that began before")
				a = s.withPassword(t, victim, "browser")
				a.totpSecret = secret
				a.usesTOTP()
				if level := a.whoami(); level != "aal2" {
					t.Fatalf("Kratos says %q of the session, and the attack needs aal2", level)
				}
				a.gainsNothing(own)
				a.notFreshByFactor()
			})
		}
	}
}

// enrolsFresh sets up an app at Kratos after the use of the attacker's passkey.
func (a *attacker) enrolsFresh() {
	a.t.Helper()
	a.latchkey.stepUp(a.t, a.device)
	a.enrolTOTP()
}

// enrolsAndConfirms sets up an app at Kratos by the password, and says afterwards that it is the victim's.
func (a *attacker) enrolsAndConfirms() {
	a.t.Helper()
	a.enrolTOTP()
	f := a.latchkey.oneFactor(a.t, "totp")
	a.latchkey.stepUp(a.t, a.device)
	a.latchkey.answers(a.t, f, "confirm").want(a.t, http.StatusOK, nil)
}

// notFreshByFactor requires that the session is not fresh, and that the user is asked about the app that was used in it.
func (a *attacker) notFreshByFactor() {
	a.t.Helper()
	var standing struct {
		FreshUntil json.RawMessage `json:"fresh_until"`
	}
	a.latchkey.do(a.t, http.MethodGet, "/v1/session", nil).want(a.t, http.StatusOK, &standing)
	if string(standing.FreshUntil) != "null" {
		a.t.Errorf("the session is fresh until %s", standing.FreshUntil)
	}
	f := a.latchkey.oneFactor(a.t, "totp")
	if *f.Vouched {
		a.t.Errorf("the app is still vouched for: %+v", f)
	}
	a.latchkey.answers(a.t, f, "confirm").refused(a.t, http.StatusForbidden, "step_up_required")
}

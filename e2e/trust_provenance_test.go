package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// factor is one that GET /v1/session names.
type factor struct {
	ID       uuid.UUID `json:"id"`
	Kind     string    `json:"kind"`
	HeldBy   string    `json:"held_by"`
	Vouched  *bool     `json:"vouched"`
	How      string    `json:"how"`
	Disowned bool      `json:"disowned"`
}

// atKratos are the factors that Kratos holds, of these kinds or, without any, of all.
func (c caller) atKratos(t testing.TB, kinds ...string) (held []factor) {
	t.Helper()
	var standing struct {
		Factors []factor `json:"factors"`
	}
	c.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
	for _, f := range standing.Factors {
		if f.HeldBy == "kratos" && (len(kinds) == 0 || slices.Contains(kinds, f.Kind)) {
			held = append(held, f)
		}
	}
	return held
}

// oneFactor is the only one of that kind at Kratos.
func (c caller) oneFactor(t testing.TB, kind string) factor {
	t.Helper()
	held := c.atKratos(t, kind)
	if len(held) != 1 || held[0].Vouched == nil {
		t.Fatalf("GET /v1/session names %+v, want one %s at Kratos, and whether it is vouched", held, kind)
	}
	return held[0]
}

// withApp adds an authenticator app at Kratos, uses it, and then sets up a passkey here: the app is vouched.
func (s *stack) withApp(t *testing.T) (owner *demo.KratosUser, device *webauthntest.Authenticator, secret string) {
	t.Helper()
	owner, _ = s.app(t)
	secret, err := owner.EnrolTOTP(t.Context())
	must(t, err)
	remember("totp secret", secret)
	device = webauthntest.New(s.latchkey.PublicURL)
	s.steppedUp(t, owner, secret).register(t, device)
	return owner, device, secret
}

// steppedUp is a new session by password and authenticator app.
func (s *stack) steppedUp(t *testing.T, owner *demo.KratosUser, secret string) caller {
	t.Helper()
	user := s.kratos.App()
	must(t, user.Login(t.Context(), owner.Email, password))
	must(t, user.StepUp(t.Context(), secret))
	return s.withToken(user)
}

// A factor at Kratos is worth what it was worth when it was enrolled, and it is that one factor, not its kind.
func testProvenance(t *testing.T, s *stack) {
	t.Run("BeforeThePasskey", func(t *testing.T) {
		owner, _, secret := s.withApp(t)
		person := s.steppedUp(t, owner, secret)
		if f := person.oneFactor(t, "totp"); !*f.Vouched || f.How != "first_passkey" {
			t.Errorf("got %+v, want vouched by first_passkey", f)
		}
		if level := person.level(t); level != "aal2" {
			t.Errorf("authz says %q, want aal2", level)
		}
		person.register(t, webauthntest.New(s.latchkey.PublicURL))
	})
	t.Run("Replaced", func(t *testing.T) { testReplacedFactor(t, s) })
	t.Run("SeenFromFreshSession", func(t *testing.T) { testSeenFromFreshSession(t, s) })
	for kind, enrol := range enrolments {
		t.Run("EnrolledFresh/"+kind, func(t *testing.T) { testEnrolledFresh(t, s, kind, enrol) })
	}
	t.Run("EnrolledFresh/passkey", func(t *testing.T) {
		testEnrolledFresh(t, s, "passkey", func(a *attacker) { a.enrolOwnPasskey(webauthntest.New(kratosOrigin)) })
	})
	t.Run("EnrolledByCookie", func(t *testing.T) { testEnrolledByCookie(t, s) })
	t.Run("Disowned", func(t *testing.T) { testDisowned(t, s) })
	t.Run("Confirmed", func(t *testing.T) { testConfirmed(t, s) })
}

// testReplacedFactor: the attacker's app takes the place of the owner's, as with settings that ask for aal1 only, or by an
// admin's hand at Kratos.
func testReplacedFactor(t *testing.T, s *stack) {
	owner, _, _ := s.withApp(t)
	caller{s.kratos.AdminURL, nil}.do(t, http.MethodDelete, "/admin/identities/"+owner.IdentityID.String()+"/credentials/totp", nil).
		want(t, http.StatusNoContent, nil)
	a := s.withPassword(t, owner, "browser")
	a.raise((*attacker).enrolTOTP)
	a.gainsNothing(find(t, s, owner.Email).Passkeys[0].ID)
	if f := a.latchkey.oneFactor(t, "totp"); *f.Vouched {
		t.Error("another app of the same kind is vouched")
	}
}

// testEnrolledFresh: the owner uses the passkey and then sets up a factor at Kratos, without the settings gate. Kratos changes
// it at the moment at which it adds it to the session.
func testEnrolledFresh(t *testing.T, s *stack, kind string, enrol func(*attacker)) {
	owner, page := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	page.register(t, device)
	page.stepUp(t, device)
	a := s.withStolenCookie(t, owner) // their own
	enrol(a)
	if f := page.oneFactor(t, kind); !*f.Vouched || f.How != "fresh_session" {
		t.Errorf("got %+v, want vouched by fresh_session", f)
	}
}

// testSeenFromFreshSession: a request by the owner's fresh session does not vouch for what an attacker has enrolled
// meanwhile.
func testSeenFromFreshSession(t *testing.T, s *stack) {
	victim, person, device := s.customer(t)
	person.stepUp(t, device)
	a := s.withPassword(t, victim, "browser")
	a.raise((*attacker).enrolTOTP)
	if f := person.oneFactor(t, "totp"); *f.Vouched {
		t.Error("the owner's look has vouched for the attacker's app")
	}
	a.gainsNothing(person.passkeys(t)[0].ID)
}

// testEnrolledByCookie: the attacker has the victim's cookie and enrols an app in the victim's own session. The
// victim's later step-up there does not vouch for it.
func testEnrolledByCookie(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	a := s.withStolenCookie(t, victim)
	a.raise((*attacker).enrolTOTP)
	person.stepUp(t, device)
	person.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, nil)
	if f := person.oneFactor(t, "totp"); *f.Vouched {
		t.Errorf("got %+v, want not vouched: enrolled before the passkey was used", f)
	}
}

// answers confirms or disowns a factor.
func (c caller) answers(t testing.TB, f factor, verb string) answer {
	t.Helper()
	return c.do(t, http.MethodPost, "/v1/factors/"+f.ID.String()+"/"+verb, struct{}{})
}

// testDisowned: "it is not mine" takes the attacker's app and sessions away; the attacker cannot answer.
func testDisowned(t *testing.T, s *stack) {
	victim, person, device := s.customer(t)
	a := s.withPassword(t, victim, "browser")
	a.raise((*attacker).enrolTOTP)
	f := person.oneFactor(t, "totp")
	a.latchkey.answers(t, f, "confirm").refused(t, http.StatusForbidden, "step_up_required")
	person.answers(t, f, "disown").refused(t, http.StatusForbidden, "step_up_required")
	person.stepUp(t, device)
	person.answers(t, f, "disown").want(t, http.StatusOK, nil)
	if held := person.atKratos(t, "totp"); len(held) != 0 {
		t.Errorf("Kratos still holds %+v", held)
	}
	if got := a.try(a.kratos, http.MethodGet, "/sessions/whoami", nil); got.status != http.StatusUnauthorized {
		t.Errorf("the attacker's session: %d, want 401", got.status)
	}
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
}

// testConfirmed: "it is mine" makes the app count from then on, also in other sessions.
func testConfirmed(t *testing.T, s *stack) {
	owner, person, device := s.customer(t)
	secret, err := owner.EnrolTOTP(t.Context())
	must(t, err)
	remember("totp secret", secret)
	f := person.oneFactor(t, "totp")
	if *f.Vouched {
		t.Fatal("enrolled with the password, and vouched")
	}
	s.steppedUp(t, owner, secret).do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	person.stepUp(t, device)
	person.answers(t, f, "confirm").want(t, http.StatusOK, nil)
	s.backdate(t, "factors", "set_up_at", owner.IdentityID) // right after its setup, the app does not count
	later := s.steppedUp(t, owner, secret)
	if f := later.oneFactor(t, "totp"); !*f.Vouched || f.How != "confirmed" {
		t.Errorf("got %+v, want vouched as confirmed", f)
	}
	later.register(t, webauthntest.New(s.latchkey.PublicURL))
}

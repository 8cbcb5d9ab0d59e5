package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// testOwnerDisownsPassword: the owner disowns a password that an attacker with a stolen key has set. Kratos keeps it, since it
// is a first factor. All sessions but the owner's end, and the password is not a second factor next to the key until
// the owner sets another.
func testOwnerDisownsPassword(t *testing.T, s *stack) {
	victim, before := s.app(t)
	key, phone := s.securityKey(), webauthntest.New(s.latchkey.PublicURL)
	before.register(t, key)
	before.stepUp(t, key)
	before.register(t, phone)
	attacker := s.withCookie(s.setsPassword(t, victim, key))
	byKey, _ := s.signIn(t, key)

	owner, session := s.signIn(t, phone)
	asked := owner.atKratos(t, "password")
	if len(asked) != 1 || *asked[0].Vouched || asked[0].Disowned {
		t.Fatalf("the owner is asked about %+v", asked)
	}
	path := "/v1/factors/" + asked[0].ID.String()
	byKey.do(t, http.MethodPost, path+"/disown", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	for range 2 { // the second time changes nothing
		var answer struct {
			Kept     bool
			Sessions string
			Factors  []factor
		}
		owner.do(t, http.MethodPost, path+"/disown", struct{}{}).want(t, http.StatusOK, &answer)
		if i := slices.IndexFunc(answer.Factors, func(f factor) bool { return f.ID == asked[0].ID }); !answer.Kept || answer.Sessions != "ended" || i < 0 || !answer.Factors[i].Disowned {
			t.Errorf("the answer: %+v", answer)
		}
	}
	for name, ended := range map[string]caller{"the attacker's, by the password": attacker, "the attacker's, by the key": byKey, "the owner's of before": before} {
		if got := ended.do(t, http.MethodGet, "/v1/session", nil); got.status != http.StatusUnauthorized {
			t.Errorf("a session goes on (%s): %d", name, got.status)
		}
	}
	var left struct {
		Sessions []struct{ ID string } `json:"kratos_sessions"`
	}
	s.support().do(t, http.MethodGet, "/admin/v1/identities/"+victim.IdentityID.String(), nil).want(t, http.StatusOK, &left)
	if len(left.Sessions) != 1 || left.Sessions[0].ID != session.String() {
		t.Errorf("sessions that are left: %+v, want %s", left.Sessions, session)
	}
	owner.do(t, http.MethodPost, path+"/confirm", struct{}{}).refused(t, http.StatusNotFound, "not_found")

	// Kratos still accepts it, but next to the key it counts for nothing.
	again := s.kratos.Browser()
	must(t, again.Login(t.Context(), victim.Email, attackersPassword))
	back := s.withCookie(again)
	back.stepUp(t, key)
	if level := back.level(t); level != "aal1" {
		t.Errorf("by the disowned password and the key: %s, want aal1", level)
	}
	back.notFresh(t)
	for kind, want := range map[string]int{"factor.appeared": 1, "factor.disowned": 1, "factor.kept": 1} {
		var page struct {
			Events []struct{ Metadata struct{ Kind string } }
		}
		s.support().do(t, http.MethodGet, "/admin/v1/audit-events?event_type="+kind+"&identity_id="+victim.IdentityID.String(), nil).want(t, http.StatusOK, &page)
		if len(page.Events) != want || page.Events[0].Metadata.Kind != "password" {
			t.Errorf("%s: %+v, want %d", kind, page.Events, want)
		}
	}

	// The owner sets a password of their own, which takes the place of the disowned one, and confirms it.
	a := s.attacker(t, "api") // no attack: the same client
	a.hold("X-Session-Token", owner.header.Get("X-Session-Token"))
	changed := a.flow("settings", "", func(kratosFlow) map[string]any { return map[string]any{"method": "password", "password": newPassword} })
	if changed.status != http.StatusOK {
		t.Fatalf("Kratos does not take the owner's password: %d %s", changed.status, changed.body)
	}
	// The phone made the session fresh, not the old password and the key, so the owner is asked about this one, too.
	mine := owner.oneFactor(t, "password")
	if *mine.Vouched || mine.Disowned || mine.ID == asked[0].ID {
		t.Fatalf("the owner is asked about %+v", mine)
	}
	owner.do(t, http.MethodPost, "/v1/factors/"+mine.ID.String()+"/confirm", struct{}{}).want(t, http.StatusOK, nil)
	s.backdate(t, "factors", "set_up_at", victim.IdentityID) // right after its change, the password does not count
	next := s.kratos.Browser()
	must(t, next.Login(t.Context(), victim.Email, newPassword))
	own := s.withCookie(next)
	own.stepUp(t, key)
	if level := own.level(t); level != "aal2" {
		t.Errorf("by the owner's new password and the key: %s, want aal2", level)
	}
}

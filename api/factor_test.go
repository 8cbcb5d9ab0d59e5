package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/rules"
	"latchkey/standing"
)

// enrolsTOTP does what Kratos does when a session sets up an authenticator app: it raises that session to aal2.
func (p *person) enrolsTOTP(h *harness) {
	h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP, i.factorsAt = true, h.clock.Now() })
	p.usesTOTP(h)
}

func (p *person) usesTOTP(h *harness) {
	h.kratos.editSession(p.token, func(s *account.Session) {
		s.AAL = account.AAL2
		s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()})
	})
}

// atKratos returns the one factor that Kratos holds.
func (s sessionState) atKratos(t testing.TB) standing.Factor {
	t.Helper()
	i := slices.IndexFunc(s.Factors, func(f standing.Factor) bool { return f.HeldBy == "kratos" })
	if i < 0 {
		t.Fatalf("nothing at Kratos: %+v", s.Factors)
	}
	return s.Factors[i]
}

// A stolen password enrols a factor at Kratos. Next to a passkey it gains nothing here, it is recorded, and the owner
// is asked.
func TestFactorEnrolledByPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	id := owner.register(phone).want(201).id().String()
	h.clock.advance(time.Hour)

	bob := h.person("bob@example.com") // so that the fingerprint key exists
	bob.enrolsTOTP(h)
	bob.standing()
	attacker := h.signIn(owner.id, owner.email)
	attacker.enrolsTOTP(h)
	attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	if n := h.events("factor.appeared"); n != 1 { // a refusal begins no ceremony, and must be recorded
		t.Errorf("%d events that it appeared", n)
	}
	attacker.delete("/v1/passkeys/"+id).wantCode(403, "step_up_required")
	attacker.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	if got := attacker.get("/v1/authz").want(200).header.Get("X-Latchkey-Level"); got != "aal1" {
		t.Errorf("authz: %s", got)
	}
	got := attacker.standing()
	if got.Assurance.Level != "aal1" || got.FreshUntil != nil || !slices.Contains(got.Assurance.Reasons, "unvouched_factor") {
		t.Errorf("got %+v, want Level aal1, no FreshUntil, Reasons with unvouched_factor", got)
	}
	totp := got.atKratos(t)
	if totp.Vouched == nil || *totp.Vouched || totp.FirstSeenAt == nil || totp.How != "" {
		t.Errorf("got %+v, want Vouched false, FirstSeenAt set, no How", totp)
	}
	if n := h.events("factor.appeared"); n != 1 {
		t.Errorf("%d events that it appeared", n)
	}
	// It cannot confirm itself.
	path := "/v1/factors/" + totp.ID.String()
	attacker.post(path+"/confirm", object{}).wantCode(403, "step_up_required")
	attacker.post(path+"/disown", object{}).wantCode(403, "step_up_required")
	eve, _ := h.fresh("eve@example.com")
	eve.post(path+"/confirm", object{}).wantCode(404, "not_found")

	owner.stepUp(phone).want(200)
	answered := owner.post(path+"/disown", object{}).want(200).object()
	if answered["kept"] != nil || len(answered["factors"].([]any)) != 1 {
		t.Errorf("got %v, want no kept, 1 factors", answered)
	}
	attacker.get("/v1/session").wantCode(401, "unauthenticated")
	owner.get("/v1/session").want(200)
	if h.events("factor.disowned") != 1 || h.kratos.identities[owner.id].factors.TOTP {
		t.Error("not disowned, or still at Kratos")
	}
	owner.post(path+"/confirm", object{}).wantCode(404, "not_found")
}

// The owner confirms it; from then on Kratos' level counts.
func TestFactorConfirmed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	owner.register(phone).want(201)
	h.clock.advance(time.Hour)
	owner.enrolsTOTP(h)
	path := "/v1/factors/" + owner.standing().atKratos(t).ID.String() + "/confirm"
	owner.post(path, object{}).wantCode(403, "step_up_required")
	owner.stepUp(phone).want(200)
	owner.post(path, object{}).want(200)
	owner.post(path, object{}).want(200)
	if n := h.events("factor.confirmed"); n != 1 {
		t.Errorf("%d events", n)
	}
	h.clock.advance(30 * time.Second)
	again := h.signIn(owner.id, owner.email)
	again.enrolsTOTP(h) // uses it
	if got := again.standing(); got.Assurance.Level != "aal2" || got.FreshUntil == nil || got.atKratos(t).How != "confirmed" {
		t.Errorf("got %+v, want Level aal2, FreshUntil set, How confirmed", got)
	}
	again.post("/v1/registration/begin", object{}).want(200)
}

// A factor that is enrolled while a passkey makes the session fresh is vouched for, and raises no question.
func TestFactorEnrolledFresh(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, _ := h.fresh("ada@example.com")
	h.clock.advance(time.Minute)
	owner.enrolsTOTP(h)
	if got := owner.standing().atKratos(t); got.Vouched == nil || !*got.Vouched || got.How != "fresh_session" {
		t.Errorf("got %+v, want Vouched true, How fresh_session", got)
	}
}

// A factor that Kratos does not remove is kept, never counts, and support is notified.
func TestFactorKept(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	owner.register(phone).want(201)
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.passkey = true })
	path := "/v1/factors/" + owner.standing().atKratos(t).ID.String()
	owner.stepUp(phone).want(200)
	if got := owner.post(path+"/disown", object{}).want(200).object(); got["kept"] != true {
		t.Errorf("got %v, want kept true", got)
	}
	if got := owner.post(path+"/disown", object{}).want(200).object(); got["kept"] != true {
		t.Errorf("the second time: %v", got)
	}
	if got := owner.standing().atKratos(t); !got.Disowned || *got.Vouched || h.events("factor.kept") != 1 || h.events("factor.disowned") != 1 {
		t.Errorf("got %+v, want Disowned true, Vouched false, and one event each of factor.kept and factor.disowned", got)
	}
	owner.post(path+"/confirm", object{}).wantCode(404, "not_found")
}

// The password alone sets up no first passkey right after a known factor at Kratos disappeared.
func TestFactorGone(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.person("ada@example.com")
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	owner.standing()
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	owner.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	owner.standing()
	h.clock.advance(23 * time.Hour)
	owner.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	h.clock.advance(time.Hour)
	h.signIn(owner.id, owner.email).register(device()).want(201)
}

// A registration that began while its passkey was active is refused in its commit once that passkey is suspended; so
// are removal and codes.
func TestFreshnessEndsWithItsPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	owner, phone := h.person("ada@example.com"), device()
	id := owner.register(phone).want(201).id().String()
	session := h.minted(phone)
	session.standing()
	b := session.begin("registration", object{})
	credential := session.create(device(), b)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
	session.finish("registration", b, credential).wantCode(401, "unauthenticated") // Kratos' session has ended, too
	owner.post("/v1/step-up/begin", object{}).wantCode(404, "not_found")
	if h.count("step_ups")+h.count("passkey_sessions")+h.count("authorization_codes")+h.count("gate_passes") != 0 {
		t.Error("something that the passkey granted is left")
	}
	owner.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

func TestFirstPasskeyNeedsAVerifiedAddress(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.FirstPasskeyNeeds = rules.NeedsVerifiedAddress })
	ada := h.person("ada@example.com")
	ways := ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required").object()["ways"].([]any)
	if url := ways[0].(object)["url"]; url != "http://kratos.test/self-service/verification/browser?return_to="+baseURL+"/passkeys" {
		t.Errorf("the way is %v", url)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) {
		i.Addresses = []account.Address{h.verified(ownAddress)}
	})
	ada.register(device()).want(201)
}

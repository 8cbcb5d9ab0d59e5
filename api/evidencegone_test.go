package api_test

import (
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// byApp is an account whose owner has a passkey, and whose app is vouched for. attacker is a session that the app has
// made fresh.
type byApp struct {
	h               *harness
	owner, attacker *person
	phone           *webauthntest.Authenticator
	passkey, app    string
}

func newByApp(t *testing.T, confirmed bool) *byApp {
	h := newHarness(t, settingsGated)
	a := &byApp{h: h, owner: h.person(ownAddress), phone: device()}
	h.addresses(a.owner, unverified(ownAddress))
	if confirmed {
		a.passkey = a.owner.register(a.phone).want(201).id().String()
		a.owner.enrolsTOTP(h)
		h.clock.advance(time.Second)
		a.owner.stepUp(a.phone).want(200)
		a.owner.post("/v1/factors/"+a.owner.standing().atKratos(t).ID.String()+"/confirm", object{}).want(200)
	} else {
		a.passkey = a.owner.vouchedTOTP(h, a.phone).String()
	}
	h.clock.advance(time.Hour)
	a.owner, a.attacker = h.signIn(a.owner.id, a.owner.email), h.signIn(a.owner.id, a.owner.email)
	a.owner.stepUp(a.phone).want(200)
	a.attacker.usesTOTP(h)
	a.app = a.attacker.standing().atKratos(t).ID.String()
	return a
}

// disowns also keeps Kratos from changing anything, as if it had not removed the factor yet.
func (a *byApp) disowns() { a.owner.post("/v1/factors/"+a.app+"/disown", object{}).want(200) }

func (a *byApp) loses() {
	a.h.clock.advance(time.Second)
	a.h.kratos.change(a.owner.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	a.h.signIn(a.owner.id, a.owner.email).standing()
}

func (a *byApp) recovers() {
	a.h.clock.advance(time.Second)
	a.h.addresses(a.owner, a.h.verified(ownAddress))
	a.h.recovers(a.owner)
}

func (a *byApp) removes() { a.owner.delete("/v1/passkeys/" + a.passkey).want(200) }

// A change that rests on an authenticator app is refused if the app no longer counts when the change is stored.
func TestFactorGoneBeforeCommit(t *testing.T) {
	t.Parallel()
	for end, meanwhile := range map[string]func(*byApp){
		"disowned": (*byApp).disowns, "gone": (*byApp).loses, "taken back": (*byApp).recovers, "voucher removed": (*byApp).removes,
	} {
		for kind, change := range map[string]func(*byApp) *answer{
			"registration":     func(a *byApp) *answer { return a.attacker.register(device()) },
			"removal":          func(a *byApp) *answer { return a.attacker.delete("/v1/passkeys/" + a.passkey) },
			"passkey disowned": func(a *byApp) *answer { return a.attacker.post("/v1/passkeys/"+a.passkey+"/disown", object{}) },
			"codes":            func(a *byApp) *answer { return a.attacker.post("/v1/recovery-codes", object{}) },
		} {
			if end == "voucher removed" && kind != "registration" && kind != "codes" {
				continue // the passkey itself
			}
			t.Run(end+", "+kind, func(t *testing.T) {
				t.Parallel()
				a := newByApp(t, end == "voucher removed")
				a.h.store.beforeCommit = func() { meanwhile(a) }
				refused := change(a)
				if refused.status != 403 && refused.status != 409 {
					t.Errorf("status %d: %s", refused.status, refused.body)
				}
				want := 1
				if end == "voucher removed" {
					want = 0
				}
				if passkeys, codes := a.h.count("passkeys"), a.h.count("recovery_codes"); passkeys != want || codes != 0 {
					t.Errorf("%d passkeys, %d codes", passkeys, codes)
				}
			})
		}
	}
}

// A first passkey of the account's other user, which rests on nothing, is refused once the owner has taken the account back.
func TestTakenBackBeforeFirstPasskey(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	phone := device()
	id := attacker.register(phone).want(201).id().String()
	attacker.stepUp(phone).want(200)
	attacker.delete("/v1/passkeys/" + id).want(200)
	h.store.beforeCommit = func() {
		verify()
		h.recovers(attacker)
	}
	attacker.register(device()).wantCode(409, "conflict")
	if n := h.count("passkeys"); n != 0 {
		t.Errorf("%d passkeys", n)
	}
}

// The settings gate does not let a session through whose evidence has just ended: what Kratos then stored would be vouched for.
func TestSettingsGateChecksEvidence(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated)
	owner, phone := h.person("ada@example.com"), device()
	id := owner.register(phone).want(201).id().String()
	owner.stepUp(phone).want(200)
	owner.register(device()).want(201)
	h.store.beforeCommit = func() {
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
	}
	h.kratosHook().post("/hooks/kratos/settings", change(owner)).want(403)
	if rows := h.query("SELECT count(*) FROM first_passkeys WHERE settings_at IS NOT NULL"); rows[0][0] != int64(0) {
		t.Errorf("%v records", rows[0][0])
	}
}

// An admin key rests on the passkey of its creator, and on the level of the session.
func TestAdminKeyChecksEvidence(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	eve, console := h.staff("eve@example.com", "admin")
	id := eve.passkeyIDs()[0]
	h.store.beforeCommit = func() {
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
	}
	keys := h.count("admin_keys") + 1 // the one that suspends
	console.post("/admin/v1/keys", object{"name": "ci", "scopes": []string{"read"}}).wantCode(403, "step_up_required")
	if n := h.count("admin_keys"); n != keys {
		t.Errorf("%d keys, want %d", n, keys)
	}
}

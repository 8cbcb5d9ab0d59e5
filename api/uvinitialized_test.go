package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/standing"
	"latchkey/webauthnsvc/webauthntest"
)

// foundKey is an account whose owner has a phone and a key without a PIN, and on which an attacker, who has found the
// key, had a passkey for minutes. With it they initialised the user verification of the key, for which they have set a
// PIN.
type foundKey struct {
	h          *harness
	owner      *person
	phone, key *webauthntest.Authenticator
	attackers  string // its ID
}

// signIn begins a new session by the password, which both the owner and the attacker know.
func (f *foundKey) signIn() *person { return f.h.signIn(f.owner.id, f.owner.email) }

func newFoundKey(t *testing.T) *foundKey {
	h := newHarness(t)
	f := &foundKey{h: h, owner: h.person("ada@example.com"), phone: device(), key: device(withoutUV, deviceBound)}
	theirs := device()
	f.owner.register(f.phone).want(201)
	f.owner.stepUp(f.phone).want(200)
	f.owner.register(f.key).want(201)
	f.attackers = f.owner.register(theirs).want(201).id().String() // the cookie was stolen
	h.clock.advance(time.Hour)
	f.key.UserVerified = true
	h.setsPassword(f.owner, "the attacker's") // so that the password in the session does not count
	attacker := f.signIn()
	attacker.stepUp(theirs).want(200)
	h.clock.advance(time.Second)
	attacker.stepUp(f.key).want(200)
	if level := f.signIn().levelBy(f.key); level != "aal2" {
		t.Fatalf("the key's user verification does not count: %s", level)
	}
	h.clock.advance(time.Hour)
	f.owner = f.signIn()
	f.owner.stepUp(f.phone).want(200)
	return f
}

// replacedPhone is a user who has replaced a phone by a key, whose user verification rests on the phone alone.
func (h *harness) replacedPhone(login string) (*person, *webauthntest.Authenticator) {
	h.t.Helper()
	owner, phone, key := h.person(login), device(), device(withoutUV, deviceBound)
	id := owner.register(phone).want(201).id().String()
	h.setsPassword(owner, "new, and not confirmed")
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	owner.register(key).want(201)
	key.UserVerified = true
	h.clock.advance(time.Second)
	owner.stepUp(key).want(200)
	owner.delete("/v1/passkeys/" + id).want(200)
	return owner, key
}

// User verification of a key that an attacker's passkey initialised ends with that passkey. The owner can initialise it again.
func TestUVEndsWithItsPasskey(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*foundKey){
		"disowned": func(f *foundKey) { f.owner.post("/v1/passkeys/"+f.attackers+"/disown", object{}).want(200) },
		"revoked": func(f *foundKey) {
			f.h.adminWith("revoke").post("/admin/v1/passkeys/"+f.attackers+"/revoke", object{"reason": "stolen"}).want(200)
		},
		"suspended": func(f *foundKey) {
			f.h.adminWith("revoke").post("/admin/v1/passkeys/"+f.attackers+"/suspend", object{"reason": "stolen"}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFoundKey(t)
			end(f)
			attacker := f.signIn()
			got := attacker.stepUp(f.key).want(200).object()["assurance"].(object)
			if got["level"] != "aal1" || got["user_verified"] != false {
				t.Errorf("the attacker, by the key and its PIN: %v", got)
			}
			attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

			owner := f.signIn()
			owner.stepUp(f.phone).want(200)
			f.h.clock.advance(time.Second)
			owner.stepUp(f.key).want(200)
			if level := f.h.signIn(owner.id, owner.email).levelBy(f.key); level != "aal2" {
				t.Errorf("initialised again: %s", level)
			}
		})
	}
}

// A user who replaces a passkey by a key that it initialised keeps that key's user verification.
func TestReplacedPasskeyKeepsUV(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.replacedPhone("ada@example.com")
	if level := h.signIn(owner.id, owner.email).levelBy(key); level != "aal2" {
		t.Errorf("by the key: %s", level)
	}
}

// A passkey that is suspended between the decision and the commit initialises nothing. The step-up itself does not rest on it.
func TestUVEvidenceGoneBeforeCommit(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone, key := h.person("ada@example.com"), device(), device(withoutUV, deviceBound)
	id := owner.register(phone).want(201).id().String()
	owner.stepUp(phone).want(200)
	keyID := owner.register(key).want(201).id()
	h.setsPassword(owner, "new, and not confirmed")
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	key.UserVerified = true
	h.clock.advance(time.Second)
	b := owner.begin("step-up", object{})
	credential := owner.getWith(key, b)
	h.store.beforeCommit = func() {
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
	}
	owner.finish("step-up", b, credential).want(200)
	row, err := h.store.Passkey(t.Context(), uuid.UUID(keyID))
	if err != nil || row.UVInitialized {
		t.Errorf("initialised: %+v, %v", row, err)
	}
}

// What the key granted by that user verification ends with the attacker's passkey as well.
func TestGrantsOfInitializedUVEnd(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*foundKey){
		"disowned": func(f *foundKey) { f.owner.post("/v1/passkeys/"+f.attackers+"/disown", object{}).want(200) },
		"revoked": func(f *foundKey) {
			f.h.adminWith("revoke").post("/admin/v1/passkeys/"+f.attackers+"/revoke",
				object{"reason": "stolen", "end_codes": true}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFoundKey(t)
			attacker := f.signIn()
			attacker.stepUp(f.key).want(200)
			f.h.clock.advance(time.Second)
			attacker.enrolsTOTP(f.h)
			if app := attacker.standing().atKratos(t); app.Kind != "totp" || !*app.Vouched {
				t.Fatalf("the app: %+v", app)
			}
			codes := attacker.newCodes()
			f.h.clock.advance(time.Minute)
			end(f)
			f.h.clock.advance(time.Hour)
			attacker = f.signIn()
			attacker.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
			attacker.usesTOTP(f.h)
			attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		})
	}
}

// So does an admin key.
func TestAdminKeyOfInitializedUVEnds(t *testing.T) {
	t.Parallel()
	f := newFoundKey(t)
	f.h.clock.advance(25 * time.Hour)
	attacker := f.signIn()
	f.h.giveRole(attacker, "admin")
	attacker.stepUp(f.key).want(200)
	made := keyOf(f.h, f.h.consoleOf(attacker), "read", "reset", "keys")
	owner, bob := f.signIn(), f.h.person("bob@example.com")
	path := "/admin/v1/identities/" + bob.id.String() + "/recovery-code"
	made.post(path, object{"reason": "lost"}).want(201)
	owner.stepUp(f.phone).want(200)
	owner.post("/v1/passkeys/"+f.attackers+"/disown", object{}).want(200)
	made.post(path, object{"reason": "lost"}).wantCode(401, "unauthenticated")
}

// A passkey that is suspended between the decision and the commit ends what rests on the user verification that it initialised.
func TestInitializerGoneBeforeCommit(t *testing.T) {
	t.Parallel()
	f := newFoundKey(t)
	attacker := f.signIn()
	attacker.stepUp(f.key).want(200)
	f.h.store.beforeCommit = func() {
		f.h.adminWith("revoke").post("/admin/v1/passkeys/"+f.attackers+"/suspend", object{"reason": "stolen"}).want(200)
	}
	attacker.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	if f.h.count("recovery_codes") != 0 {
		t.Error("codes were created")
	}
}

// A factor that initialised it ends with all that the key vouched for, too.
func TestVouchOfUVInitializedByFactorEnds(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone, key := h.person("ada@example.com"), device(), device(withoutUV, deviceBound)
	owner.vouchedTOTP(h, phone)
	owner.stepUp(phone).want(200)
	owner.register(key).want(201)
	h.clock.advance(time.Hour)
	h.setsPassword(owner, "the attacker's")
	key.UserVerified = true
	attacker := h.signIn(owner.id, owner.email)
	attacker.usesTOTP(h) // by a code that was phished
	attacker.stepUp(key).want(200)
	h.clock.advance(time.Hour)
	attacker = h.signIn(owner.id, owner.email)
	attacker.stepUp(key).want(200)
	h.clock.advance(time.Second)
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.WebAuthn, i.factorsAt = true, h.clock.Now() })
	attacker.usesKey(h)
	vouched := func(p *person, kind string) (factor standing.Factor) {
		for _, one := range p.standing().Factors {
			if one.HeldBy == "kratos" && one.Kind == kind {
				factor = one
			}
		}
		if factor.Vouched == nil {
			t.Fatalf("no %s", kind)
		}
		return factor
	}
	if got := vouched(attacker, "webauthn"); !*got.Vouched {
		t.Fatalf("the attacker's own key: %+v", got)
	}
	h.clock.advance(time.Minute)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	owner.post("/v1/factors/"+vouched(owner, "totp").ID.String()+"/disown", object{}).want(200)
	if got := vouched(owner, "webauthn"); *got.Vouched {
		t.Errorf("after the app was disowned, the attacker's key is vouched for: %+v", got)
	}
	h.clock.advance(time.Hour)
	attacker = h.signIn(owner.id, owner.email)
	attacker.usesKey(h)
	attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

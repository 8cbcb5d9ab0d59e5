package api_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

func TestSignCounter(t *testing.T) {
	setUp := func(t *testing.T, clone string) (*house, *person, *webauthntest.Authenticator, string) {
		h := newHouse(t, func(h *house) { h.rules.Clone = clone })
		ada := h.person("ada@example.com")
		key := device(func(a *webauthntest.Authenticator) { a.CounterStep = 1 })
		id := ada.register(key).want(201).id().String()
		return h, ada, key, id
	}
	counter := func(h *house) int64 { return h.query("SELECT sign_count FROM passkeys")[0][0].(int64) }
	warned := func(h *house) bool {
		return h.query("SELECT clone_warning_at IS NOT NULL FROM passkeys")[0][0].(int64) == 1
	}

	t.Run("stays at zero", func(t *testing.T) {
		h := newHouse(t)
		ada := h.person("ada@example.com")
		phone := device()
		ada.register(phone).want(201)
		for range 3 {
			ada.login(phone).want(200)
		}
		if counter(h) != 0 || warned(h) {
			t.Error("a synced passkey is suspected")
		}
	})
	t.Run("advances", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		ada.login(key).want(200)
		key.Passkeys()[0].Counter += 1000
		ada.login(key).want(200)
		if counter(h) != 1003 || warned(h) {
			t.Errorf("counter %d", counter(h))
		}
	})
	t.Run("highest", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		key.Passkeys()[0].Counter = 1<<32 - 2
		ada.login(key).want(200)
		if counter(h) != 1<<32-1 {
			t.Errorf("counter %d", counter(h))
		}
	})
	for _, back := range []struct {
		name string
		to   uint32
	}{{"repeats", 6}, {"goes back", 3}, {"falls to zero", 0}} {
		t.Run("reject: "+back.name, func(t *testing.T) {
			h, ada, key, id := setUp(t, webauthnsvc.CloneReject)
			key.Passkeys()[0].Counter = 5
			ada.login(key).want(200) // at 6
			key.CounterStep, key.Passkeys()[0].Counter = 0, back.to
			ada.login(key).wantReason("clone")
			if counter(h) != 6 || !warned(h) {
				t.Errorf("counter %d, warned %v", counter(h), warned(h))
			}
			shown := h.adminWith("read").get("/admin/v1/passkeys/" + id).want(200).object()
			if shown["clone_warning"] != true || shown["suspended"] != false {
				t.Errorf("got %v", shown)
			}
			key.Passkeys()[0].Counter = 7
			ada.login(key).want(200) // the honest one goes on
		})
	}
	t.Run("suspend", func(t *testing.T) {
		h, ada, key, id := setUp(t, webauthnsvc.CloneSuspend)
		thief := key.Copy()
		ada.login(key).want(200)
		ada.login(key).want(200)
		ada.stepUp(key).want(200)
		ada.login(thief).wantReason("clone")
		key.Passkeys()[0].Counter += 10
		ada.login(key).wantReason("not_accepted")
		if h.count("step_ups") != 0 {
			t.Error("a step-up outlives the suspension of its passkey")
		}
		support := h.adminWith("read", "revoke")
		if shown := support.get("/admin/v1/passkeys/" + id).want(200).object(); shown["suspended"] != true {
			t.Errorf("got %v", shown)
		}
		support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "checked"}).want(200)
		if warned(h) {
			t.Error("the warning stays after the resumption")
		}
		ada.login(key).want(200)
	})
	t.Run("warn", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneWarn)
		key.Passkeys()[0].Counter = 50
		ada.login(key).want(200)
		key.Passkeys()[0].Counter = 7
		ada.login(key).want(200)
		if counter(h) != 51 || !warned(h) {
			t.Errorf("counter %d, warned %v: lowered or not marked", counter(h), warned(h))
		}
	})
	t.Run("step-up", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		ada.login(key).want(200)
		key.Passkeys()[0].Counter = 0
		ada.stepUp(key).wantReason("clone")
		if h.count("step_ups") != 0 {
			t.Error("a suspected clone has stepped up")
		}
	})
}

func TestBackupFlags(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device(func(a *webauthntest.Authenticator) { a.BackedUp = false })
	id := ada.register(phone).want(201)
	if id.object()["synced"] != false || id.object()["sync_eligible"] != true {
		t.Errorf("got %s", id.body)
	}
	phone.BackedUp = true
	if used := ada.login(phone).want(200).object()["passkey"].(object); used["synced"] != true {
		t.Errorf("BS is not updated: %v", used)
	}
	phone.BackupEligible, phone.BackedUp = false, false
	ada.login(phone).wantReason("backup_flags") // BE is for life
	phone.BackedUp = true
	ada.login(phone).wantReason("backup_flags") // BS without BE
	// Neither is named without a valid signature.
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	ada.login(phone).wantReason("not_accepted")
	phone.Tamper.Signature = nil

	// An imported passkey does not know its BE: the first assertion tells, the second must agree.
	h.query("UPDATE passkeys SET backup_eligible = NULL")
	if list := ada.get("/v1/passkeys").want(200); !contains(string(list.body), `"sync_eligible":null`) {
		t.Errorf("got %s", list.body)
	}
	phone.BackedUp = false
	ada.login(phone).want(200)
	phone.BackupEligible = true
	ada.login(phone).wantReason("backup_flags")
	if h.query("SELECT backup_eligible FROM passkeys")[0][0].(int64) != 0 {
		t.Error("BE was not learnt from the first assertion")
	}

	other := h.person("bob@example.com")
	liar := device(func(a *webauthntest.Authenticator) { a.BackupEligible = false })
	other.register(liar).wantReason("backup_flags")
}

// An old U2F key whose client claims the appid extension must not tell more than others do.
func TestAppIDOutputIsNoOracle(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	key := device(func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	ada.register(key).want(201)
	h.query(`UPDATE passkeys SET record = json_set(record, '$.attestationFormat', 'fido-u2f')`)
	key.Tamper.Credential = func(m map[string]any) { m["clientExtensionResults"] = object{"appid": true} }
	ada.login(key).want(200) // unsolicited: ignored
	key.BackedUp = true
	key.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	ada.login(key).wantReason("not_accepted")
}

func TestUserVerificationAndPresence(t *testing.T) {
	t.Run("preferred", func(t *testing.T) {
		h := newHouse(t)
		ada := h.person("ada@example.com")
		key := device(func(a *webauthntest.Authenticator) { a.UserVerified = false })
		ada.register(key).want(201)
		got := ada.login(key).want(200).object()["assurance"].(object)
		if got["level"] != "aal1" || got["user_verified"] != false {
			t.Errorf("got %v", got)
		}
		// UV is that of this assertion, not what is stored.
		key.UserVerified = true
		if got := ada.login(key).want(200).object()["assurance"].(object); got["level"] != "aal2" {
			t.Errorf("got %v", got)
		}
		key.UserVerified = false
		if got := ada.login(key).want(200).object()["assurance"].(object); got["level"] != "aal1" {
			t.Errorf("got %v", got)
		}
		// Beside a password a passkey is a second factor even without UV.
		if got := ada.stepUp(key).want(200).object()["assurance"].(object); got["level"] != "aal2" || got["user_verified"] != false {
			t.Errorf("got %v", got)
		}
	})
	t.Run("required", func(t *testing.T) {
		h := newHouse(t, func(h *house) { h.rules.UserVerification = "required" })
		ada := h.person("ada@example.com")
		key := device()
		ada.register(key).want(201)
		key.UserVerified = false
		ada.login(key).wantReason("user_verification_missing")
		ada.stepUp(key).wantReason("user_verification_missing")
		h.person("bob@example.com").register(device(func(a *webauthntest.Authenticator) { a.UserVerified = false })).
			wantReason("user_verification_missing")
	})
	t.Run("presence", func(t *testing.T) {
		h := newHouse(t)
		ada := h.person("ada@example.com")
		key := device()
		ada.register(key).want(201)
		key.UserPresent = false
		ada.login(key).wantReason("user_presence_missing")
		ada.stepUp(key).wantReason("user_presence_missing")
		b := ada.begin("login", object{"mediation": "conditional"})
		if b.Mediation != "conditional" {
			t.Errorf("got mediation %q", b.Mediation)
		}
		ada.finish("login", b, ada.getWith(key, b)).wantReason("user_presence_missing")
		h.person("bob@example.com").register(device(func(a *webauthntest.Authenticator) { a.UserPresent = false })).
			wantReason("user_presence_missing")
	})
}

// Origins are compared byte by byte.
func TestOriginIsExact(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, wrong := range []string{
		"https://APP.example.com", "HTTPS://app.example.com", "https://app.example.com:443", "https://app.example.com.",
		"https://app.example.com/", "https://app.example.com/login", "https://evil.app.example.com", "https://example.com",
		"http://app.example.com", "https://app.example.com:8443", "https://app.example.com@evil.example", "null", "",
		"https://evil.example", "https://app.example.com\x00", "https://app.example.com\u202e", "android:apk-key-hash:AAAA",
		strings.Repeat("x", 20000), "https://www.example.com", // the last is one of ours, but not the one of this begin
	} {
		phone.Tamper.ClientData = func(m map[string]any) { m["origin"] = wrong }
		refused := ada.login(phone).wantReason("origin_mismatch").object()
		if refused["received"] != wrong || fmt.Sprint(refused["expected"]) != "["+origin+"]" {
			t.Errorf("%q: got %v", wrong, refused)
		}
	}
	phone.Tamper = webauthntest.Tamper{}
	for name, change := range map[string]func(map[string]any){
		"crossOrigin":       func(m map[string]any) { m["crossOrigin"] = true },
		"topOrigin":         func(m map[string]any) { m["topOrigin"] = "https://evil.example" },
		"cross and top":     func(m map[string]any) { m["crossOrigin"], m["topOrigin"] = true, "https://evil.example" },
		"own top, no cross": func(m map[string]any) { m["topOrigin"] = origin },
	} {
		phone.Tamper.ClientData = change
		ada.login(phone).wantReason("origin_mismatch")
		hostile := device()
		hostile.Tamper.ClientData = change
		h.person(name + "@example.com").register(hostile).wantReason("origin_mismatch")
	}
	phone.Tamper.ClientData = func(m map[string]any) { m["type"] = "webauthn.create" }
	ada.login(phone).wantReason("type_mismatch")
	phone.Tamper.ClientData = func(m map[string]any) { m["challenge"] = "AAAA" }
	ada.login(phone).wantReason("challenge_mismatch")
	phone.Tamper = webauthntest.Tamper{RPID: "example.org"}
	refused := ada.login(phone).wantReason("rp_id_mismatch").object()
	if fmt.Sprint(refused["expected"]) != "["+rpID+"]" || !strings.HasPrefix(refused["received"].(string), "sha256:") {
		t.Errorf("got %v", refused)
	}
}

// An app, or a back end that speaks for its page, says no origin at begin: any of the relying party will do.
func TestOriginsOfARelyingParty(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, own := range []string{origin, "https://www.example.com", "https://example.net"} {
		phone.Origin = own
		h.app().login(phone).want(200)
		page := h.browser().with("Origin", own)
		page.login(phone).want(200)
	}
	phone.Origin = "https://evil.example"
	h.app().login(phone).wantReason("origin_mismatch")

	// Our own pages may call the API, but are no origin of this relying party: said at begin, by name.
	refused := h.browser().with("Origin", baseURL).post("/v1/login/begin", object{}).wantReason("origin_mismatch").object()
	if refused["received"] != baseURL || len(refused["expected"].([]any)) != 3 {
		t.Errorf("got %v", refused)
	}
}

func TestTwoRelyingParties(t *testing.T) {
	h := newHouse(t, func(h *house) {
		h.rules.RPs = append(h.rules.RPs, webauthnsvc.RP{ID: "example.org", Name: "Old", Origins: []string{"https://example.org", origin}})
		h.config.Origins = append(h.config.Origins, "https://example.org")
	})
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	if got := ada.begin("login", object{}); !bytes.Contains(got.PublicKey, []byte(`"rpId":"example.com"`)) {
		t.Errorf("the first that lists the origin is not chosen: %s", got.PublicKey)
	}
	b := ada.begin("registration", object{"rp_id": "example.org"})
	second := ada.finish("registration", b, ada.create(phone, b)).want(201).object()
	if second["rp_id"] != "example.org" {
		t.Errorf("got %v", second)
	}
	b = ada.begin("login", object{"rp_id": "example.org"})
	ada.finish("login", b, ada.getWith(phone, b)).want(200)
	// A passkey of one relying party does not sign in at the other.
	b = ada.begin("login", object{"rp_id": "example.org"})
	credential, err := phone.Answer(phone.Passkeys()[0], b.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	ada.finish("login", b, credential).wantReason("rp_id_mismatch")
	phone.Tamper.RPID = "example.org"
	b = ada.begin("login", object{"rp_id": "example.org"})
	credential, _ = phone.Answer(phone.Passkeys()[0], b.PublicKey)
	ada.finish("login", b, credential).wantReason("not_accepted")
	phone.Tamper.RPID = ""

	ada.post("/v1/login/begin", object{"rp_id": "example.info"}).wantField("rp_id")
	h.browser().with("Origin", "https://example.org").post("/v1/login/begin", object{"rp_id": rpID}).wantField("rp_id")
	other := h.browser().with("Origin", "https://example.org").begin("login", object{})
	if !bytes.Contains(other.PublicKey, []byte(`"rpId":"example.org"`)) {
		t.Errorf("got %s", other.PublicKey)
	}
	if app := h.app().begin("login", object{}); !bytes.Contains(app.PublicKey, []byte(`"rpId":"example.com"`)) {
		t.Errorf("without an origin the first is not chosen: %s", app.PublicKey)
	}
	// Only those of the same relying party are excluded, and the handles differ.
	ada.stepUp(phone).want(200)
	at := ada.begin("registration", object{"rp_id": "example.org"})
	if got := len(regexp.MustCompile(`"type":"public-key","id"`).FindAll(at.PublicKey, -1)); got > 1 {
		t.Errorf("%d excluded: %s", got, at.PublicKey)
	}
	if handles := h.query("SELECT count(DISTINCT user_handle) FROM passkeys")[0][0].(int64); handles != 2 {
		t.Errorf("%d user handles", handles)
	}
	if list := ada.get("/v1/passkeys").want(200).object()["signal"].([]any); len(list) != 4 {
		t.Errorf("got %v", list)
	}
}

// All that must not be told apart is one answer, byte for byte.
func TestRefusalsTellNothing(t *testing.T) {
	h := newHouse(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	phone, other, paused, asleep := device(), device(), device(), device()
	ada.register(phone).want(201)
	bob.register(other).want(201)
	cleo, dan := h.person("cleo@example.com"), h.person("dan@example.com")
	id := cleo.register(paused).want(201).id().String()
	dan.register(asleep).want(201)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
	h.kratos.change(dan.id, func(i *kratosIdentity) { i.Active = false })

	app := h.app().with("X-Request-Id", "one-request-id")
	answers := map[string][]byte{}
	listed := func(name, identifier string, answer func(b begun) []byte) {
		b := app.begin("login", object{"identifier": identifier})
		answers[name] = app.finish("login", b, answer(b)).wantReason("not_accepted").body
	}
	bySignature := func(a *webauthntest.Authenticator) func(b begun) []byte {
		return func(b begun) []byte {
			credential, err := a.Answer(a.Passkeys()[0], b.PublicKey)
			if err != nil {
				t.Fatal(err)
			}
			return credential
		}
	}
	broken := func(b begun) []byte {
		phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		defer func() { phone.Tamper.Signature = nil }()
		return bySignature(phone)(b)
	}
	unknown := func(b begun) []byte {
		stranger := device()
		stranger.Tamper.CredentialID = bytes.Repeat([]byte{7}, 32)
		app.create(stranger, h.person("x").begin("registration", object{})) // and never finished
		return bySignature(stranger)(b)
	}
	decoy := func(b begun) []byte {
		other.Tamper.CredentialID = firstAllowed(t, b)
		defer func() { other.Tamper.CredentialID = nil }()
		return bySignature(other)(b)
	}
	listed("bad signature", ada.email, broken)
	listed("unknown ID", ada.email, unknown)
	listed("another's", ada.email, bySignature(other))
	listed("decoy", "nobody@example.com", decoy)
	listed("suspended", cleo.email, bySignature(paused))
	listed("inactive", dan.email, bySignature(asleep))
	discoverable := func(name string, answer func(b begun) []byte) {
		b := app.begin("login", object{})
		answers[name] = app.finish("login", b, answer(b)).wantReason("not_accepted").body
	}
	discoverable("discoverable: bad signature", broken)
	discoverable("discoverable: suspended", bySignature(paused))
	discoverable("discoverable: inactive", bySignature(asleep))
	discoverable("discoverable: wrong handle", func(b begun) []byte {
		phone.Tamper.Credential = func(m map[string]any) { m["response"].(object)["userHandle"] = "AAAA" }
		defer func() { phone.Tamper.Credential = nil }()
		return bySignature(phone)(b)
	})
	discoverable("discoverable: no handle", func(b begun) []byte {
		phone.Discoverable = false
		defer func() { phone.Discoverable = true }()
		return bySignature(phone)(b)
	})
	// A decoy is no clean miss: it must not be forgotten, or it would give itself away.
	discoverable("discoverable: decoy", func(b begun) []byte {
		other.Tamper.CredentialID = firstAllowed(t, app.begin("login", object{"identifier": "nobody@example.com"}))
		defer func() { other.Tamper.CredentialID = nil }()
		return bySignature(other)(b)
	})
	want := answers["bad signature"]
	for name, got := range answers {
		if !bytes.Equal(got, want) {
			t.Errorf("%s is told apart:\n%s%s", name, got, want)
		}
	}

	// The one difference: a clean miss in a discoverable login lets the browser forget the passkey.
	b := app.begin("login", object{})
	missed := app.finish("login", b, unknown(b)).wantReason("not_accepted")
	signal := missed.object()["signal"].([]any)[0].(object)
	if signal["method"] != "signalUnknownCredential" || signal["options"].(object)["rpId"] != rpID {
		t.Errorf("got %s", missed.body)
	}
}

func firstAllowed(t *testing.T, b begun) []byte {
	t.Helper()
	options := decode[struct {
		AllowCredentials []struct{ ID string }
	}](t, b.PublicKey)
	raw, err := base64.RawURLEncoding.DecodeString(options.AllowCredentials[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

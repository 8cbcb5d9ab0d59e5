package api_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/webauthnsvc/webauthntest"
)

func TestRegistrationOptions(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	first := decode[object](t, ada.begin("registration", object{"attachment": "platform", "hints": []string{"hybrid"}, "name": "Phone"}).PublicKey)
	selection := first["authenticatorSelection"].(object)
	if selection["residentKey"] != "preferred" || selection["userVerification"] != "preferred" || selection["authenticatorAttachment"] != "platform" {
		t.Errorf("got %v, want residentKey preferred, userVerification preferred, authenticatorAttachment platform", selection)
	}
	if len(first["excludeCredentials"].([]any)) != 1 || first["timeout"].(float64) != 300000 {
		t.Errorf("got %v, want 1 excludeCredentials, timeout 300000", first)
	}
	user := first["user"].(object)
	if user["name"] != "ada@example.com" || user["displayName"] != "The one called ada@example.com" || len(user["id"].(string)) != 86 {
		t.Errorf("got %v, want name ada@example.com, displayName 'The one called ada@example.com', id of length 86", user)
	}
	// One handle per identity and relying party; another user has another.
	if again := decode[object](t, ada.begin("registration", object{}).PublicKey)["user"].(object); again["id"] != user["id"] {
		t.Error("the handle changes")
	}
	if _, err := phone.Create(ada.begin("registration", object{}).PublicKey); err != webauthntest.ErrInvalidState {
		t.Errorf("the browser does not know its passkey again: %v", err)
	}
	for field, wish := range map[string]object{
		"attachment": {"attachment": "usb"},
		"hints":      {"hints": []string{"phone"}},
		"mediation":  {"mediation": "silent"},
		"rp_id":      {"rp_id": "evil.example"},
		"name":       {"name": strings.Repeat("x", 65)},
	} {
		ada.post("/v1/registration/begin", wish).wantField(field)
	}
	ada.post("/v1/registration/begin", object{"hints": []string{"hybrid", "hybrid", "hybrid", "hybrid"}}).wantField("hints")
	// Policy is configured: no client can weaken it.
	for _, member := range []string{"userVerification", "user_verification", "timeout", "extensions", "pubKeyCredParams", "residentKey", "attestation"} {
		ada.post("/v1/registration/begin", object{member: "x"}).wantCode(400, "invalid_request")
		h.app().post("/v1/login/begin", object{member: "x"}).wantCode(400, "invalid_request")
	}
}

func TestCredentialIDs(t *testing.T) {
	h := newHarness(t)
	for length, status := range map[int]int{0: 400, 1: 201, 16: 201, 1023: 201, 1024: 400} {
		person := h.person(strings.Repeat("i", length%50+1) + "@example.com")
		a := device(func(a *webauthntest.Authenticator) {
			a.Tamper.CredentialID = bytes.Repeat([]byte{byte(length), 1}, length)[:length]
		})
		if got := person.register(a); got.status != status {
			t.Errorf("%d bytes: %d %s", length, got.status, got.body)
		} else if status == 400 {
			got.wantReason("malformed")
		} else {
			a.Tamper.CredentialID = nil
			person.login(a).want(200)
		}
	}
	// The sent ID must be the attested one.
	liar := device(func(a *webauthntest.Authenticator) {
		a.Tamper.Credential = func(m map[string]any) { m["id"], m["rawId"] = "AAAA", "AAAA" }
	})
	if got := h.person("liar@example.com").register(liar); got.status != 400 {
		t.Errorf("another ID than the attested one: %s", got.body)
	}
}

func TestRecordsHaveABound(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	padded := func(size int) *webauthntest.Authenticator {
		return device(func(a *webauthntest.Authenticator) {
			a.Tamper.ClientData = func(m map[string]any) { m["padding"] = strings.Repeat("x", size) }
		})
	}
	ada.register(padded(30 << 10)).wantReason("malformed")
	if h.count("passkeys") != 0 {
		t.Error("stored")
	}
	ada.register(padded(10 << 10)).want(201)
}

func TestTransports(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for name, test := range map[string]struct {
		given any
		want  string
	}{
		"absent":      {nil, `[]`},
		"empty":       {[]string{}, `[]`},
		"known":       {[]string{"usb", "nfc"}, `["nfc","usb"]`},
		"repeated":    {[]string{"usb", "usb"}, `["usb"]`},
		"unknown":     {[]string{"smart-card", "telepathy"}, `["smart-card","telepathy"]`},
		"nonsense":    {[]string{"", "USB", "a b", "<script>", strings.Repeat("x", 33), "ble"}, `["ble"]`},
		"far to many": {strings.Split("a b c d e f g h i j k l", " "), `["a","b","c","d","e","f","g","h"]`},
	} {
		t.Run(name, func(t *testing.T) {
			a := device(func(a *webauthntest.Authenticator) {
				a.Tamper.Credential = func(m map[string]any) {
					m["response"].(object)["transports"] = test.given
					if name == "absent" {
						delete(m["response"].(object), "transports")
					}
				}
			})
			person := h.person(strings.ReplaceAll(name, " ", "") + "@example.com")
			got := person.register(a).want(201).object()["transports"]
			if raw, _ := json.Marshal(got); string(raw) != test.want {
				t.Errorf("got %s, want %s", raw, test.want)
			}
			a.Tamper.Credential = nil
			b := h.app().begin("login", object{"identifier": person.email})
			h.app().finish("login", b, h.app().getWith(a, b)).want(200)
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	b := ada.begin("registration", object{"name": " Phone "})
	made := ada.finish("registration", b, ada.create(phone, b)).want(201)
	if made.object()["name"] != "Phone" {
		t.Errorf("got %s, want name Phone", made.body)
	}
	path := "/v1/passkeys/" + made.id().String()
	for _, name := range []string{"", "   ", "a\x00b", "a\nb", "a\x1b[31m", "x\u0085y", strings.Repeat("x", 65), strings.Repeat("😀", 65)} {
		before := h.dump()
		ada.patch(path, object{"name": name}).wantField("name")
		if h.dump() != before {
			t.Errorf("%q: something was written", name)
		}
	}
	for _, name := range []string{strings.Repeat("x", 64), strings.Repeat("😀", 64), "👩‍👩‍👧", "Schlüssel", "<b>\"';--", "نقال"} {
		if got := ada.patch(path, object{"name": name}).want(200).object()["name"]; got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
	ada.patch(path, object{}).wantField("name")
	ada.patch("/v1/passkeys/"+strings.ToUpper(made.id().String()), object{"name": "x"}).want(200)
	for _, id := range []string{"x", "00000000-0000-0000-0000-000000000000", "urn:uuid:" + made.id().String(), "{" + made.id().String() + "}"} {
		ada.patch("/v1/passkeys/"+id, object{"name": "x"}).wantCode(404, "not_found")
	}
	eve := h.person("eve@example.com")
	eve.patch(path, object{"name": "mine"}).wantCode(404, "not_found")
	eve.delete(path).wantCode(404, "not_found")
}

// A passkey belongs to one identity: another one that presents it gets nothing and changes nothing.
func TestCredentialTaken(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	phone := device()
	ada.register(phone).want(201)
	row := h.query("SELECT * FROM passkeys")[0]
	attacker := device(func(a *webauthntest.Authenticator) { a.Tamper.CredentialID = phone.Passkeys()[0].ID })
	b := eve.begin("registration", object{})
	credential := eve.create(attacker, b)
	eve.finish("registration", b, credential).wantCode(409, "already_registered")
	eve.finish("registration", b, credential).wantCode(409, "ceremony_spent")
	if again := h.query("SELECT * FROM passkeys"); len(again) != 1 || !bytes.Equal(encode(t, again[0]), encode(t, row)) {
		t.Errorf("the row was touched: %v", again)
	}
	attacker.Tamper.CredentialID = nil
	h.browser().login(attacker).wantReason("not_accepted")
	h.browser().login(phone).want(200)
}

func TestLimit(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.rules.MaxPasskeys = 2 })
	ada, _ := h.fresh("ada@example.com")
	early := ada.begin("registration", object{})
	last := ada.create(device(), early)
	ada.register(device()).want(201)
	ada.post("/v1/registration/begin", object{}).wantCode(409, "limit_reached")
	ada.finish("registration", early, last).wantCode(409, "limit_reached")
	if h.count("passkeys") != 2 {
		t.Errorf("%d passkeys", h.count("passkeys"))
	}
	if list := ada.get("/v1/passkeys").want(200).object(); list["limit"].(float64) != 2 {
		t.Errorf("got %v, want limit 2", list["limit"])
	}
}

func TestConditionalCreate(t *testing.T) {
	off := newHarness(t)
	off.person("ada@example.com").post("/v1/registration/begin", object{"mediation": "conditional"}).wantField("mediation")

	h := newHarness(t, func(h *harness) { h.rules.ConditionalCreate = true })
	ada := h.person("ada@example.com")
	unattended := device(func(a *webauthntest.Authenticator) { a.UserPresent, a.UserVerified = false, false })
	ada.register(unattended).wantReason("user_presence_missing")
	b := ada.begin("registration", object{"mediation": "conditional"})
	if b.Mediation != "conditional" {
		t.Errorf("got %q, want conditional", b.Mediation)
	}
	h.clock.advance(4 * time.Minute)
	ada.finish("registration", b, ada.create(unattended, b)).want(201)

	// The password may be as old as begin allows plus the lifetime of the ceremony, and no older.
	for name, wait := range map[string]time.Duration{"edge": 5*time.Minute - time.Second, "over": 5 * time.Minute} {
		slow, own := h.person(name+"@example.com"), device(func(a *webauthntest.Authenticator) { a.UserPresent = false })
		h.clock.advance(5*time.Minute - time.Second)
		b := slow.begin("registration", object{"mediation": "conditional"})
		h.clock.advance(wait)
		finished := slow.finish("registration", b, slow.create(own, b))
		if name == "over" {
			finished.wantCode(400, "ceremony_expired")
		} else {
			finished.want(201)
		}
	}

	late := h.person("late@example.com")
	h.clock.advance(5 * time.Minute)
	late.post("/v1/registration/begin", object{"mediation": "conditional"}).wantCode(403, "step_up_required")
	late.begin("registration", object{})
	byCode := h.person("code@example.com")
	h.kratos.editSession(byCode.token, func(s *account.Session) { s.Methods[0].Name = "code" })
	byCode.post("/v1/registration/begin", object{"mediation": "conditional"}).wantCode(403, "step_up_required")
}

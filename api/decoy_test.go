package api_test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// A login by identifier must not reveal who exists, nor who has a passkey.
func TestDecoys(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob, cleo := h.person("ada@example.com"), h.person("bob@example.com"), h.person("cleo@example.com")
	phone := device()
	ada.register(phone).want(201)
	cleo.register(device()).want(201)
	h.kratos.change(cleo.id, func(i *kratosIdentity) { i.Active = false })

	options := func(identifier string) object {
		t.Helper()
		begun := h.app().begin("login", object{"identifier": identifier})
		got := decode[object](t, begun.PublicKey)
		delete(got, "challenge")
		return got
	}
	allowed := func(o object) object { return o["allowCredentials"].([]any)[0].(object) }

	known := options(ada.email)
	for _, identifier := range []string{bob.email, cleo.email, "nobody@example.com", "x", "ü@example.com"} {
		decoy := options(identifier)
		if n := len(decoy["allowCredentials"].([]any)); len(decoy) != len(known) || n < 1 || n > 4 {
			t.Errorf("%s: %v has another shape than %v", identifier, decoy, known)
		}
		for member := range allowed(decoy) {
			if member != "id" && member != "type" && member != "transports" {
				t.Errorf("%s: %s", identifier, member)
			}
		}
		if again := options(identifier); allowed(again)["id"] != allowed(decoy)["id"] {
			t.Errorf("%s: another decoy at each try", identifier)
		}
		if other := options("other" + identifier); allowed(other)["id"] == allowed(decoy)["id"] {
			t.Error("two people share a decoy")
		}
		replica := h.replica()
		if elsewhere := replica.app().begin("login", object{"identifier": identifier}); !contains(string(elsewhere.PublicKey), allowed(decoy)["id"].(string)) {
			t.Errorf("%s: another decoy at another replica", identifier)
		}
	}
	// Spelling must not reveal it either: spellings that are equal for unknown users are equal for known ones.
	for _, identifier := range []string{ada.email, "nobody@example.com"} {
		want := allowed(options(identifier))["id"]
		for _, spelling := range []string{strings.ToUpper(identifier), " " + identifier, identifier + " \t"} {
			if got := allowed(options(spelling))["id"]; got != want {
				t.Errorf("%q: %v, but %q: %v", identifier, want, spelling, got)
			}
		}
	}
	// Each identifier costs one call to Kratos.
	for _, identifier := range []string{ada.email, bob.email, "nobody@example.com"} {
		before := h.kratos.asked
		options(identifier)
		if h.kratos.asked != before+1 {
			t.Errorf("%s costs %d questions", identifier, h.kratos.asked-before)
		}
	}
	h.kratos.goDown(true)
	h.app().post("/v1/login/begin", object{"identifier": ada.email}).wantCode(503, "kratos_unavailable")
	h.app().post("/v1/login/begin", object{}).want(200)
	h.kratos.goDown(false)

	h.app().post("/v1/login/begin", object{"identifier": strings.Repeat("x", 321)}).wantField("identifier")
	h.app().post("/v1/login/begin", object{"identifier": "ada\x00"}).wantField("identifier")
}

// Finish recognises decoys, of any length, and reports them only to the log.
func TestDecoysAreRecognised(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	phone := device()
	h.person("ada@example.com").register(phone).want(201)
	app := h.app()
	lengths := map[int]bool{}
	for i := range 60 {
		b := app.begin("login", object{"identifier": fmt.Sprintf("nobody%d@example.com", i)})
		listed := decode[struct{ AllowCredentials []struct{ ID string } }](t, b.PublicKey).AllowCredentials
		for _, decoy := range listed {
			id, err := base64.RawURLEncoding.DecodeString(decoy.ID)
			if err != nil || len(id) < 16 {
				t.Fatalf("%s: %v", decoy.ID, err)
			}
			lengths[len(id)] = true
			phone.Tamper.CredentialID = id
			b := app.begin("login", object{})
			answer := app.finish("login", b, app.getWith(phone, b)).wantReason("not_accepted").object()
			if answer["signal"] != nil || !strings.Contains(h.lastLine(), "a decoy's credential ID") {
				t.Fatalf("%d bytes: %v %s", len(id), answer, h.lastLine())
			}
			id[0] ^= 1
			b = app.begin("login", object{})
			app.finish("login", b, app.getWith(phone, b)).wantReason("not_accepted")
			if !strings.Contains(h.lastLine(), "unknown credential ID") {
				t.Fatalf("%d bytes: %s", len(id), h.lastLine())
			}
		}
	}
	if len(lengths) < 4 {
		t.Errorf("decoys have only the lengths %v", lengths)
	}
}

func (h *harness) lastLine() string {
	lines := strings.Split(strings.TrimSpace(h.log.String()), "\n")
	return lines[len(lines)-1]
}

// The response for an identifier has the same form for users with passkeys and for all others.
func TestAnswersToIdentifiersHaveOneForm(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	var first *webauthntest.Authenticator
	for _, make := range []struct {
		length     int
		transports []string
	}{{16, []string{"hybrid", "internal"}}, {20, []string{"hybrid", "internal"}}, {32, nil}, {48, []string{"nfc", "usb"}}} {
		d := device(func(a *webauthntest.Authenticator) { a.Transports = make.transports })
		d.Tamper.CredentialID = bytes.Repeat([]byte{byte(make.length)}, make.length)
		if first != nil {
			ada.stepUp(first).want(200)
		}
		ada.register(d).want(201)
		first = cmp.Or(first, d)
	}
	form := func(identifier string) string {
		body := string(h.app().post("/v1/login/begin", object{"identifier": identifier}).want(200).body)
		credential := regexp.MustCompile(`\{"type":"public-key","id":"[A-Za-z0-9_-]{22,86}"(,"transports":\["[a-z]+"(,"[a-z]+")?\])?\}`)
		text := regexp.MustCompile(`"(ceremony|challenge|expires_at)":"[^"]*"`).ReplaceAllString(body, `"$1":""`)
		text = credential.ReplaceAllString(text, "C")
		return regexp.MustCompile(`C(,C){0,3}`).ReplaceAllString(text, "C")
	}
	want := form(ada.email)
	if !strings.Contains(want, `"allowCredentials":[C]`) {
		t.Fatalf("got %s", want)
	}
	for i := range 100 {
		if got := form(fmt.Sprintf("nobody%d@example.com", i)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// With an allow-list, old security keys may omit the user handle.
func TestLoginByIdentifier(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	key := device(func(a *webauthntest.Authenticator) {
		a.Discoverable, a.BackupEligible, a.BackedUp, a.Transports = false, false, false, []string{"usb"}
	})
	made := ada.register(key).want(201)
	if made.object()["discoverable"] != false {
		t.Errorf("got %s, want discoverable false", made.body)
	}
	b := h.app().begin("login", object{"identifier": "ADA@example.com"})
	h.app().finish("login", b, h.app().getWith(key, b)).want(200)
	// Without a list, the handle is required.
	b = h.app().begin("login", object{})
	h.app().finish("login", b, h.app().getWith(key, b)).wantReason("not_accepted")
	// A passkey that was not listed is refused in this ceremony.
	bob := h.person("bob@example.com")
	other := device()
	bob.register(other).want(201)
	b = h.app().begin("login", object{"identifier": ada.email})
	credential, err := other.Answer(other.Passkeys()[0], b.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	h.app().finish("login", b, credential).wantReason("not_accepted")
}

// A step-up requires a passkey of the session's own identity.
func TestStepUpByAnothersPasskey(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	hers, evil := device(), device()
	ada.register(hers).want(201)
	eve.register(evil).want(201)
	b := ada.begin("step-up", object{})
	credential, err := evil.Answer(evil.Passkeys()[0], b.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	ada.finish("step-up", b, credential).wantReason("not_accepted")
	if h.count("step_ups") != 0 {
		t.Error("a step-up was written")
	}
	h.person("bob@example.com").post("/v1/step-up/begin", object{}).wantCode(404, "not_found")
}

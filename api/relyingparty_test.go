package api_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

// Origins are compared byte for byte.
func TestOriginIsExact(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, wrong := range []string{
		"https://APP.example.com", "HTTPS://app.example.com", "https://app.example.com:443", "https://app.example.com.",
		"https://app.example.com/", "https://app.example.com/login", "https://evil.app.example.com", "https://example.com",
		"http://app.example.com", "https://app.example.com:8443", "https://app.example.com@evil.example", "null", "",
		"https://evil.example", "https://app.example.com\x00", "https://app.example.com\u202e", "android:apk-key-hash:AAAA",
		strings.Repeat("x", 20000), "https://www.example.com", // the last is one of ours, but not that of this begin
	} {
		phone.Tamper.ClientData = func(m map[string]any) { m["origin"] = wrong }
		refused := ada.login(phone).wantReason("origin_mismatch").object()
		if refused["received"] != wrong || fmt.Sprint(refused["expected"]) != "["+origin+"]" {
			t.Errorf("got %v, want received %q, expected [%s]", refused, wrong, origin)
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
		t.Errorf("got %v, want expected [%s], received sha256:…", refused, rpID)
	}
}

// An app, or a back end on behalf of its page, sends no origin at begin: any of the relying party is valid.
func TestOriginsOfARelyingParty(t *testing.T) {
	h := newHarness(t)
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

	// Our own pages may call the API, but are not an origin of this relying party: begin says so by name.
	refused := h.browser().with("Origin", baseURL).post("/v1/login/begin", object{}).wantReason("origin_mismatch").object()
	if refused["received"] != baseURL || len(refused["expected"].([]any)) != 3 {
		t.Errorf("got %v, want received %s, 3 in expected", refused, baseURL)
	}
}

func TestTwoRelyingParties(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) {
		h.rules.RPs = append(h.rules.RPs, webauthnsvc.RP{ID: "example.org", Name: "Old", Origins: []string{"https://example.org", origin}})
		h.config.Origins = append(h.config.Origins, "https://example.org")
	})
	ada, phone := h.fresh("ada@example.com")
	if got := ada.begin("login", object{}); !bytes.Contains(got.PublicKey, []byte(`"rpId":"example.com"`)) {
		t.Errorf("the first that lists the origin is not chosen: %s", got.PublicKey)
	}
	b := ada.begin("registration", object{"rp_id": "example.org"})
	second := ada.finish("registration", b, ada.create(phone, b)).want(201).object()
	if second["rp_id"] != "example.org" {
		t.Errorf("got %v, want rp_id example.org", second)
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
		t.Errorf("got %s, want rpId example.org", other.PublicKey)
	}
	if app := h.app().begin("login", object{}); !bytes.Contains(app.PublicKey, []byte(`"rpId":"example.com"`)) {
		t.Errorf("without an origin the first is not chosen: %s", app.PublicKey)
	}
	// Only passkeys of the same relying party are excluded, and the handles differ.
	ada.stepUp(phone).want(200)
	at := ada.begin("registration", object{"rp_id": "example.org"})
	if got := len(regexp.MustCompile(`"type":"public-key","id"`).FindAll(at.PublicKey, -1)); got > 1 {
		t.Errorf("%d excluded: %s", got, at.PublicKey)
	}
	if handles := h.query("SELECT count(DISTINCT user_handle) FROM passkeys")[0][0].(int64); handles != 2 {
		t.Errorf("%d user handles", handles)
	}
	if list := ada.get("/v1/passkeys").want(200).object()["signal"].([]any); len(list) != 2 {
		t.Errorf("got %v, want 2 entries", list)
	}
}

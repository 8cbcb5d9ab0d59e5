package api_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/webauthnsvc"
)

const (
	newHome = "https://haven.example"
	oldHome = "https://harbour.example"
)

// moving is a harness during a move between two domains: the new one first, its pages related to the old one.
func moving(h *harness) {
	h.rules.RPs = []webauthnsvc.RP{
		{ID: "haven.example", Name: "Haven", Origins: []string{newHome}, AppOrigins: []string{androidApp}},
		{ID: "harbour.example", Name: "Haven", Origins: []string{oldHome}, RelatedOrigins: []string{newHome}, AppOrigins: []string{androidApp}},
	}
	h.config.Origins = []string{baseURL, newHome, oldHome}
}

func TestDomainMove(t *testing.T) {
	t.Parallel()
	h := newHarness(t, moving)
	ada, phone := h.person("ada@example.com"), device()
	at := func(home string) *caller { phone.Origin = home; return ada.with("Origin", home) }
	rp := func(passkey any) any { return passkey.(object)["rp_id"] }

	if got := rp(at(oldHome).register(phone).want(201).object()); got != "harbour.example" {
		t.Errorf("made for %v", got)
	}
	// The new pages: the old passkey by rp_id, which they learn from begin, and at a step-up without it.
	others := func(home, rpID string, want ...any) {
		t.Helper()
		got, _ := at(home).post("/v1/login/begin", object{"rp_id": rpID}).want(200).object()["other_rp_ids"].([]any)
		if !slices.Equal(got, want) {
			t.Errorf("at %s, beside %s: %v, want %v", home, rpID, got, want)
		}
	}
	others(newHome, "haven.example", "harbour.example")
	others(newHome, "harbour.example", "haven.example")
	others(oldHome, "harbour.example")
	page := at(newHome)
	b := page.begin("login", object{"rp_id": "harbour.example"})
	if got := rp(page.finish("login", b, page.getWith(phone, b)).want(200).object()["passkey"]); got != "harbour.example" {
		t.Errorf("login by one of %v", got)
	}
	page.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	page.stepUp(phone).want(200)
	// Nobody is asked for a passkey that they do not have: neither its RP ID nor the wish for it changes that.
	asks := func(kind string, wish object, rpID string, others ...any) {
		t.Helper()
		begun := page.post("/v1/"+kind+"/begin", wish).want(200).object()
		offered, _ := begun["other_rp_ids"].([]any)
		if got := begun["publicKey"].(object)["rpId"]; got != rpID || !slices.Equal(offered, others) {
			t.Errorf("%s %v asks for a passkey of %v beside %v, want %s beside %v", kind, wish, got, offered, rpID, others)
		}
	}
	asks("step-up", object{}, "harbour.example")
	asks("step-up", object{"rp_id": "haven.example"}, "harbour.example")
	asks("confirmations", object{"payload": "x", "rp_id": "haven.example"}, "harbour.example")
	page.post("/v1/step-up/begin", object{"rp_id": "stranger.example"}).wantField("rp_id")
	b = page.begin("confirmations", object{"payload": "Move my passkeys."})
	page.finish("confirmations", b, page.getWith(phone, b)).want(200)
	if got := rp(page.register(phone).want(201).object()); got != "haven.example" {
		t.Errorf("made for %v", got)
	}
	if got := rp(page.login(phone).want(200).object()["passkey"]); got != "haven.example" {
		t.Errorf("login by one of %v", got)
	}
	page.stepUp(phone).want(200)
	// With passkeys of both: the new one first, and the old one on request.
	asks("step-up", object{}, "haven.example", "harbour.example")
	asks("step-up", object{"rp_id": "harbour.example"}, "harbour.example", "haven.example")
	asks("confirmations", object{"payload": "x"}, "haven.example", "harbour.example")
	asks("confirmations", object{"payload": "x", "rp_id": "harbour.example"}, "harbour.example", "haven.example")
	b = page.begin("step-up", object{"rp_id": "harbour.example"})
	page.finish("step-up", b, page.getWith(phone, b)).want(200)
	ada.with("Origin", oldHome).post("/v1/step-up/begin", object{"rp_id": "haven.example"}).wantField("rp_id")
	// The old pages work as before, and get nothing of the new domain.
	old := at(oldHome)
	if got := rp(old.login(phone).want(200).object()["passkey"]); got != "harbour.example" {
		t.Errorf("login by one of %v", got)
	}
	old.stepUp(phone).want(200)
	old.post("/v1/login/begin", object{"rp_id": "haven.example"}).wantField("rp_id")
	// A ceremony that began at one cannot be signed at the other, although both may use the passkey.
	b = page.begin("login", object{"rp_id": "harbour.example"})
	phone.Origin = oldHome
	page.finish("login", b, page.getWith(phone, b)).wantReason("origin_mismatch")
	// The app: the first RP ID, or the one it names.
	phone.Origin = androidApp
	app := ada.native(h)
	if got := rp(app.login(phone).want(200).object()["passkey"]); got != "haven.example" {
		t.Errorf("the app signs in by one of %v", got)
	}
	b = app.begin("login", object{"rp_id": "harbour.example"})
	app.finish("login", b, app.getWith(phone, b)).want(200)
	// A page of another site is refused.
	ada.with("Origin", "https://stranger.example").post("/v1/login/begin", object{}).wantCode(403, "forbidden_origin")
}

// A user whose passkeys cannot be used at this page gets an explanation and another way.
func TestStepUpOutOfReach(t *testing.T) {
	t.Parallel()
	h := newHarness(t, moving, func(h *harness) { h.rules.RPs[1].RelatedOrigins = nil })
	ada, phone := h.person("ada@example.com"), device()
	phone.Origin = oldHome
	ada.with("Origin", oldHome).register(phone).want(201)
	if got := ada.with("Origin", newHome).post("/v1/step-up/begin", object{}).wantCode(404, "not_found").object(); got["reason"] != "no_passkey_here" {
		t.Errorf("the refusal is %v", got)
	}
	ada.with("Origin", "https://www.example.com").post("/v1/step-up/begin", object{}).wantCode(403, "forbidden_origin")
	passkey := ada.with("Origin", oldHome).get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["id"].(string)
	ways := func(from any) string {
		var names []string
		for _, way := range from.([]any) {
			names = append(names, way.(object)["way"].(string))
		}
		return strings.Join(names, " ")
	}
	for home, want := range map[string]string{newHome: "kratos", oldHome: "passkey", baseURL: "kratos"} {
		page := ada.with("Origin", home)
		for what, refused := range map[string]*answer{
			"removing a passkey":    page.delete("/v1/passkeys/" + passkey),
			"making codes":          page.post("/v1/recovery-codes", object{}),
			"adding a passkey":      page.post("/v1/registration/begin", object{}),
			"asking for a standing": page.get("/v1/session"),
		} {
			if home == baseURL && what == "adding a passkey" {
				continue // for a page of no relying party, that is the only error
			}
			if got := ways(refused.object()["ways"]); got != want {
				t.Errorf("%s at %s: ways %q, want %q", what, home, got, want)
			}
		}
	}
	// A page at our own address omits its origin from a GET; its host identifies it.
	asked := ada.with("Origin", "").with("Sec-Fetch-Site", "same-origin")
	for host, want := range map[string]string{newHome: "kratos", oldHome: "passkey", "http://latchkey.internal": "passkey"} {
		if got := ways(asked.get(host + "/v1/session").object()["ways"]); got != want {
			t.Errorf("a GET of %s has ways %q, want %q", host, got, want)
		}
	}
	// An app may use any of them.
	if got := ways(ada.native(h).get("/v1/session").object()["ways"]); got != "passkey" {
		t.Errorf("the app has ways %q", got)
	}
	ada.with("Origin", oldHome).stepUp(phone).want(200)
}

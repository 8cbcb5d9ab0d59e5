package api_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

const (
	androidApp = "android:apk-key-hash:FG3pg8VzBlDY7rmVLzT8ZBagg0LmHb6oigSWsj_PROU"
	iosApp     = "https://example.com"
)

func withApps(h *harness) { h.rules.RPs[0].AppOrigins = []string{androidApp, iosApp} }

// native is the user in a native app: a token instead of a cookie, and no Origin.
func (p *person) native(h *harness) *person {
	c := h.app()
	c.header.Set("X-Session-Token", p.token)
	return &person{caller: c, id: p.id, email: p.email, token: p.token}
}

// Whole ceremonies by apps: their origin is in what the authenticator signs, and in no header.
func TestNativeApps(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withApps)
	for i, app := range []string{androidApp, iosApp} {
		ada := h.person(fmt.Sprintf("ada%d@example.com", i)).native(h)
		phone := device(func(a *webauthntest.Authenticator) { a.Origin = app })
		ada.register(phone).want(201)
		h.app().login(phone).want(200)
		ada.stepUp(phone).want(200)
		// The same passkey, synced to a computer, works on the page.
		phone.Origin = origin
		h.browser().login(phone).want(200)
	}
}

// An app's origin is compared byte for byte, and is valid for apps only.
func TestAppOriginIsExact(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withApps)
	ada := h.person("ada@example.com").native(h)
	phone := device(func(a *webauthntest.Authenticator) { a.Origin = androidApp })
	ada.register(phone).want(201)
	for i, wrong := range []string{
		androidApp + "A", strings.ToUpper(androidApp), androidApp + "=", "android:apk-key-hash:", "android:apk-key-hash:AAAA",
		strings.Replace(androidApp, "_", "/", 1), "android:apk-key-hash-sha256:" + androidApp[21:], " " + androidApp,
		"ios:bundle-id:com.example.app", iosApp + "/", iosApp + ":443", "http://example.com", "https://Example.com",
	} {
		phone.Tamper.ClientData = func(m map[string]any) { m["origin"] = wrong }
		h.app().login(phone).wantReason("origin_mismatch")
		eve, fake := h.person(fmt.Sprintf("eve%d@example.com", i)).native(h), device()
		fake.Tamper = phone.Tamper
		eve.register(fake).wantReason("origin_mismatch")
	}
	phone.Tamper = webauthntest.Tamper{}
	// A ceremony that a page began cannot be finished by an app: neither with its origin nor by sending it as a header.
	refused := h.browser().login(phone).wantReason("origin_mismatch").object()
	if fmt.Sprint(refused["expected"]) != "["+origin+"]" || refused["received"] != androidApp {
		t.Errorf("got %v, want expected [%s], received %s", refused, origin, androidApp)
	}
	for _, header := range []string{androidApp, iosApp} {
		h.app().with("Origin", header).post("/v1/login/begin", object{}).wantCode(403, "forbidden_origin")
	}
	// Even if allowed_origins lists an app's origin, no page can begin with it.
	lenient := newHarness(t, withApps, func(h *harness) { h.config.Origins = append(h.config.Origins, iosApp) })
	lenient.app().with("Origin", iosApp).post("/v1/login/begin", object{}).wantReason("origin_mismatch")
}

// An app that is removed from the configuration is refused, also for ceremonies in progress.
func TestRemovedApp(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withApps)
	ada := h.person("ada@example.com").native(h)
	phone := device(func(a *webauthntest.Authenticator) { a.Origin = androidApp })
	ada.register(phone).want(201)
	b := h.app().begin("login", object{})
	without := h.replica(func(h *harness) {
		h.rules.RPs = []webauthnsvc.RP{{ID: rpID, Name: "Example", Origins: []string{origin}}}
	})
	without.app().finish("login", b, ada.getWith(phone, b)).wantReason("origin_mismatch")
}

package api_test

import (
	"strings"
	"testing"

	"latchkey/web"
)

func TestLoginIsBoundToItsBrowser(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)

	browser, other, app := h.browser(), h.browser(), h.app()
	other.begin("login", object{}) // has its own nonce
	begunInBrowser := browser.begin("login", object{})
	begunInApp := app.begin("login", object{})
	credential := browser.getWith(phone, begunInBrowser)
	inApp := app.getWith(phone, begunInApp)
	before := h.dump()

	other.finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	h.browser().finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	h.app().finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	browser.finish("login", begunInApp, inApp).wantCode(400, "ceremony_invalid")
	forged := h.browser()
	forged.cookies["latchkey_browser"] = ""
	forged.finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("a refusal before verification has written something")
	}

	// Two tabs share the nonce and do not interfere.
	tab := browser.begin("login", object{})
	browser.finish("login", begunInBrowser, credential).want(200)
	browser.finish("login", tab, browser.getWith(phone, tab)).want(200)
	app.finish("login", begunInApp, inApp).want(200)
}

func TestNonceCookie(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:4477":     "latchkey_browser=; Path=/; HttpOnly; SameSite=Strict",
		"https://login.example.com": "__Host-latchkey_browser=; Path=/; HttpOnly; Secure; SameSite=Strict",
	} {
		h := newHarness(t, func(h *harness) { h.config.BaseURL = base })
		browser := h.browser()
		set := browser.post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie")
		name, rest, _ := strings.Cut(set, "=")
		value, attributes, _ := strings.Cut(rest, ";")
		if len(value) < 26 || name+"=;"+attributes != want {
			t.Errorf("%s sets %q", base, set)
		}
		if again := browser.post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie"); again != "" {
			t.Errorf("a browser that has one gets another: %q", again)
		}
		if app := h.app().post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie"); app != "" {
			t.Errorf("an app gets a cookie: %q", app)
		}
	}
}

// TestLoginPageGivesNonce: begins of the page then do not race with a login that starts at Kratos meanwhile.
func TestLoginPageGivesNonce(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.config.Pages = web.New(web.Config{BaseURL: h.config.BaseURL}) })
	open := func(page, from string) string {
		t.Helper()
		browser := h.browser()
		browser.header.Set("Sec-Fetch-Site", from)
		browser.unchecked = true
		set := browser.get(page).want(200).header.Get("Set-Cookie")
		if set != "" && browser.post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie") != "" {
			t.Error("the begin does not find the nonce")
		}
		name, _, _ := strings.Cut(set, "=")
		return name
	}
	for _, from := range []string{"none", "same-origin", "same-site"} {
		if open("/login", from) != "latchkey_browser" {
			t.Errorf("%s: no nonce", from)
		}
	}
	// A Strict cookie is withheld then: the browser may have one.
	for _, from := range []string{"cross-site", ""} {
		if open("/login", from) != "" {
			t.Errorf("%q: replaces the nonce", from)
		}
	}
	if open("/passkeys", "none") != "" {
		t.Error("no login begins at /passkeys")
	}
}

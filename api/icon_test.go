package api_test

import (
	"testing"

	"latchkey/web/authenticators"
)

// apple is an AAGUID with an icon in the file of withIcons.
const apple = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd"

func withIcons(h *harness) {
	icons, _, err := authenticators.ReadIcons([]byte(`{"` + apple + `": {"icon": "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="}}`))
	if err != nil {
		h.t.Fatal(err)
	}
	h.config.Icon = icons.Icon
}

func TestAuthenticatorIcons(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withIcons)
	const path = "/authenticators/" + apple + "-light"
	got := h.browser().get(path).want(200)
	if got.header.Get("Content-Type") != "image/svg+xml" || got.header.Get("Access-Control-Allow-Origin") != "*" ||
		got.header.Get("Content-Security-Policy") != "default-src 'none'; style-src 'unsafe-inline'; sandbox" {
		t.Errorf("got %v, want a sandboxed image/svg+xml for all origins", got.header)
	}
	c := h.browser()
	c.unchecked = true // 304 has no type
	c.with("If-None-Match", got.header.Get("ETag")).get(path).want(304)
	for _, name := range []string{apple + "-dark", "00000000-0000-0000-0000-000000000000-light", "list.json", "..%2f..%2fgo.mod", apple + "-light%00"} {
		h.app().get("/authenticators/"+name).wantCode(404, "not_found")
	}
	newHarness(t).app().get(path).wantCode(404, "not_found") // Latchkey ships no icons of makers
}

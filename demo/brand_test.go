package demo

import (
	"strings"
	"testing"

	"latchkey/demo/app"
)

// testBrand: every part of the demo has the application's name, logo and colours.
func testBrand(t *testing.T, s *Stack) {
	anyone := newFormBrowser(t)
	for _, page := range []string{s.AppURL + "/", s.AppURL + "/login", s.Latchkey.PublicURL + "/login", s.Latchkey.PublicURL + "/passkeys", s.Latchkey.PublicURL + "/admin"} {
		if text := anyone.open(page); !strings.Contains(text, app.Name) || !strings.Contains(text, "logo.svg") {
			t.Errorf("%s shows another brand: %s", page, text)
		}
	}
	for _, style := range []string{s.AppURL + "/app.css", s.Latchkey.PublicURL + "/assets/brand.css"} {
		if text := strings.ReplaceAll(anyone.open(style), " ", ""); !strings.Contains(text, "accent:"+app.Accent+";") || !strings.Contains(text, "accent:"+app.AccentDark+";") {
			t.Errorf("%s has other colours", style)
		}
	}
	for _, logo := range []string{s.AppURL + "/logo.svg", s.Latchkey.PublicURL + "/assets/logo.svg"} {
		if anyone.open(logo) != string(app.Logo) {
			t.Errorf("%s is another logo", logo)
		}
	}
}

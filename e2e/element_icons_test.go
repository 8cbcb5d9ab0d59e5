package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// makersAuthenticator is one that the list knows and whose icon the operator of withMakersIcon has named.
var makersAuthenticator = uuid.MustParse("bada5566-a7aa-401f-bd96-45619a55120d")

// withMakersIcon names a file of icons, in the form of FIDO's Convenience Metadata Service, with squares of two colours.
func withMakersIcon(t *testing.T) func(*demo.KratosOptions, *demo.LatchkeyOptions) {
	t.Helper()
	square := func(colour string) string {
		svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="` + colour + `" d="M0 0h8v8H0z"/></svg>`
		return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg))
	}
	file, err := json.Marshal(map[string]any{makersAuthenticator.String(): map[string]string{
		"friendlyName": "A maker", "icon": square("#c00"), "iconDark": square("#0c0"),
	}})
	must(t, err)
	name := filepath.Join(t.TempDir(), "icons.json")
	must(t, os.WriteFile(name, file, 0o600))
	return func(_ *demo.KratosOptions, o *demo.LatchkeyOptions) {
		o.Env = append(o.Env, "LATCHKEY_BRANDING_AUTHENTICATOR_ICONS_FILE="+name)
	}
}

// testMakersIcon: an icon that the operator has named is drawn, in the colours of the scheme. The page's policy permits it; where
// that were not so, the symbol would take its place.
func testMakersIcon(t *testing.T, s *stack) {
	tb := newTab(t)
	user, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	device.AAGUID = makersAuthenticator
	person.register(t, device)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	for theme, colour := range map[string][]int{light: {204, 0, 0}, dark: {0, 204, 0}} {
		tb.prefers(theme)
		tb.open(s.latchkey.PublicURL + "/passkeys")
		tb.lists(1)
		tb.await("see the icon", shadow+`.first('.passkey picture.icon img')?.naturalWidth > 0`)
		drawn := evaluate[[]int](tb, `(() => {
			const board = document.createElement('canvas').getContext('2d');
			board.drawImage(`+shadow+`.first('.passkey picture.icon img'), 0, 0, 4, 4);
			return [...board.getImageData(1, 1, 1, 1).data].slice(0, 3);
		})()`)
		if !slices.Equal(drawn, colour) {
			t.Errorf("%s: the icon has the colour %v, want %v", theme, drawn, colour)
		}
	}
	if symbols := evaluate[int](tb, shadow+`.all('.passkey svg.icon').length`); symbols != 0 {
		t.Errorf("there are %d symbols beside it", symbols)
	}
}

package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// heaviestPicture keeps README quick to load: it has six.
const heaviestPicture = 60 << 10

// TestPictures takes the pictures of README from the demo: set-up, passkeys and console, light and dark. It rewrites
// docs/pictures, and runs only on request:
//
//	LATCHKEY_PICTURES=1 go test -run TestPictures ./e2e
func TestPictures(t *testing.T) {
	if os.Getenv("LATCHKEY_PICTURES") == "" {
		t.Skip("LATCHKEY_PICTURES is not set")
	}
	running, err := demo.StartStack(t.Context(), demo.StackOptions{Progress: t.Output()})
	must(t, err)
	t.Cleanup(func() { must(t, running.Close()) })
	s := &stack{kratos: running.Kratos, latchkey: running.Latchkey, appURL: running.AppURL}
	s.key, err = s.latchkey.CreateKey("read", "revoke", "keys")
	must(t, err)
	remember("admin key", s.key)

	tb := newTab(t)
	customer, person := s.known(t, "ada@harbour.example", "Ada Lovelace")
	tb.signIn(s.kratos.BrowserURL, customer.Cookie())
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.see("Sign in faster with a passkey")
	tb.pictures("setup", 480, 800)
	laptop := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, laptop)
	person.stepUp(t, laptop)
	key := webauthntest.New(s.latchkey.PublicURL)
	key.AAGUID, key.Transports, key.BackupEligible, key.BackedUp = [16]byte{}, []string{"usb", "nfc"}, false, false
	person.register(t, key)
	for i, name := range []string{"Work laptop", "Security key"} {
		person.do(t, http.MethodPatch, "/v1/passkeys/"+person.passkeys(t)[i].ID.String(), map[string]string{"name": name}).want(t, http.StatusOK, nil)
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Work laptop")
	tb.pictures("passkeys", 480, 800)

	agent, _ := s.known(t, "support@harbour.example", "Support")
	desk := newTab(t)
	desk.signIn(s.kratos.BrowserURL, agent.Cookie())
	device := webauthntest.New(s.latchkey.PublicURL)
	s.withCookie(agent).register(t, device)
	desk.device.hold(device.Passkeys()[0], agent.Email)
	s.confirmPasskeys(t, agent)
	s.giveRole(t, agent, "support")
	desk.open(s.latchkey.PublicURL + "/admin")
	desk.press("Confirm with your passkey")
	desk.see("Find a person")
	desk.open(s.consoleOf(customer.IdentityID))
	desk.see("Work laptop")
	desk.pictures("console", 960, 800)
}

// known registers a user with an address that can be shown.
func (s *stack) known(t *testing.T, email, name string) (*demo.KratosUser, caller) {
	t.Helper()
	user := s.kratos.Browser()
	must(t, user.Register(t.Context(), email, password, name))
	return user, s.withCookie(user)
}

// pictures keeps the top of the page in both themes, as docs/pictures/NAME-THEME.webp.
func (tb *tab) pictures(name string, width, height int64) {
	tb.t.Helper()
	tb.do("resize", chromedp.EmulateViewport(width, height))
	for _, theme := range themes {
		tb.prefers(theme)
		time.Sleep(300 * time.Millisecond) // colours fade
		ctx, cancel := tb.within()
		taken, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: new(int64(90))})
		cancel()
		must(tb.t, err)
		if len(taken.Data) > heaviestPicture {
			tb.t.Errorf("%s-%s has %d bytes", name, theme, len(taken.Data))
		}
		must(tb.t, os.WriteFile(filepath.Join("../docs/pictures", name+"-"+theme+".webp"), taken.Data, 0o644))
	}
}

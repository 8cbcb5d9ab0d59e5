package e2e_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

var fenced = regexp.MustCompile("(?s)```(\\w+)\n(.*?)```")

// TestReadme follows "Add passkeys to your page" literally: it puts just these lines into an empty page and into
// latchkey.yml, with other addresses.
func TestReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	must(t, err)
	_, section, _ := strings.Cut(string(readme), "\n## Add passkeys to your page\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var config string
	var snippets []string
	for _, block := range fenced.FindAllStringSubmatch(section, -1) {
		switch block[1] {
		case "yaml":
			config += block[2]
		case "html":
			snippets = append(snippets, block[2])
		}
	}
	if len(snippets) != 3 {
		t.Fatalf("there are %d pieces of a page", len(snippets))
	}
	for i, lines := range []int{2, 2, 12} { // from the README
		if got := strings.Count(snippets[i], "\n"); got != lines {
			t.Errorf("piece %d has %d lines, the README says %d", i+1, got, lines)
		}
	}

	listener := listen(t, 0)
	port := freePort(t)
	app, latchkey := localhost(listener.Addr().(*net.TCPAddr).Port), localhost(port)
	addresses := strings.NewReplacer("https://passkeys.example.com", latchkey, "https://app.example.com", app, "id: example.com", "id: localhost")
	file := filepath.Join(t.TempDir(), "latchkey.yml")
	must(t, os.WriteFile(file, []byte(addresses.Replace(config)), 0o600))
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{
		PublicPort: port, ConfigFile: file,
	})
	pages := map[string]string{"/setup": snippets[0], "/login": snippets[1], "/sdk": snippets[2], "/": "<p>Welcome home</p>"}
	serveOn(t, listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,">` + addresses.Replace(pages[r.URL.Path])))
	}))

	t.Run("Elements", func(t *testing.T) {
		tb := newcomer(s, t)
		tb.open(app + "/setup")
		tb.press("Create a passkey")
		tb.see("Your passkey is ready")
		must(t, s.kratos.RevokeSessions(t.Context(), tb.user.IdentityID))
		tb.open(app + "/login")
		tb.press("Sign in with a passkey")
		tb.at(app + "/")
		tb.see("Welcome home")
		tb.signedIn(s)
	})
	t.Run("SDK", func(t *testing.T) {
		tb := newcomer(s, t)
		tb.open(app + "/sdk")
		tb.press("Create a passkey")
		tb.see("“Chrome on Linux” is ready.")
		tb.press("Create a passkey")
		tb.see("already")
		// A user who closes the prompt of a step-up stays, although the error has the address of another way.
		evaluate[any](tb, `(() => {
			const call = fetch, refused = { code: 'step_up_required', ways: [{ way: 'passkey' }, { way: 'kratos', url: '/elsewhere' }] };
			window.fetch = (address, ...rest) => address.endsWith('/v1/registration/begin') ? Promise.resolve(Response.json(refused, { status: 403 })) : call(address, ...rest);
			window.refused = refused;
		})()`)
		tb.device.knowsPerson(false)
		tb.press("Create a passkey")
		tb.see("closed")
		tb.at(app + "/sdk")
		tb.device.knowsPerson(true)
		evaluate[any](tb, `void refused.ways.shift()`)
		tb.press("Create a passkey")
		tb.at(app + "/elsewhere")
		must(t, s.kratos.RevokeSessions(t.Context(), tb.user.IdentityID))
		tb.open(app + "/sdk")
		tb.press("Sign in with a passkey")
		tb.at(app + "/")
		tb.see("Welcome home")
		tb.signedIn(s)
	})
}

// signedIn returns the only session at Kratos that the tab's user got since then.
func (tb *tab) signedIn(s *stack) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	held, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{s.kratos.BrowserURL}})
	must(tb.t, err)
	var header []string
	for _, cookie := range held.Cookies {
		header = append(header, cookie.Name+"="+cookie.Value)
	}
	if said := s.whoami(tb.t, http.Header{"Cookie": {strings.Join(header, "; ")}}); said.Identity.ID != tb.user.IdentityID {
		tb.t.Errorf("signed in as %s, want %s", said.Identity.ID, tb.user.IdentityID)
	}
}

// Package web owns everything that browsers load: the SDK, the custom elements, the pages, and their HTTP headers.
//
// A page is a shell around one custom element: the same for everyone, 200 without a session, and without personal data. The
// element gets its data from the JSON API through the SDK. Package api owns that API, sessions and the check of return
// addresses (Config.ReturnTo). Sentences are in elements/messages.<language>.js; a shell contains only its title and the
// notice for browsers without JavaScript. Colours, logo and name come from the configuration (Branding).
//
//	GET /                           302 to /passkeys or /login; on the admin listener to /admin
//	GET /setup /login /step-up /passkeys /recover /not-me /diagnose
//	GET /sdk/{name}.js              the SDK, loadable from any origin
//	GET /sdk/latchkey-web.tgz       both as an npm package, with their types
//	GET /elements/{name}.js         the custom elements and their sentences, loadable from any origin
//	GET /assets/{name}              style, icon and branding of the pages
//	GET /admin, /admin/{name}.js    the admin console; on the admin listener, and here with Config.Console
//
// HEAD works wherever GET does. Scripts and styles are served minified: see build.sh.
package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config describes the installation to the pages.
type Config struct {
	// Version is that of the build, such as "v1.2.3 0a1b2c3d4e5f". It becomes that of the npm package.
	Version string
	// AppName is the name of the application in titles and sentences. Default "Latchkey".
	AppName string
	// BaseURL is the public URL, without a trailing slash: "https://passkeys.example.com". It may have a path, which the
	// proxy in front strips; links and the SDK's calls include it.
	BaseURL string
	// KratosURL is Kratos' public URL, without a trailing slash (kratos.browser_url).
	KratosURL string
	// Session is the kind of Kratos session that the login page requests: "cookie", or "" if logins create none.
	Session string
	// ReturnTo maps the raw return_to of a page ("" if absent) to an address that is safe to navigate to: the requested
	// one if allowed, otherwise the default. Nil: always /passkeys.
	ReturnTo func(raw string) string
	// AskAgain is how long "not now" is remembered; 0: the element's default.
	AskAgain time.Duration
	// RecoveryCodes shows recovery codes on the passkeys page.
	RecoveryCodes bool
	// FrameAncestors are the origins that may embed the pages in a frame. Default none.
	FrameAncestors []string
	// Branding customises the pages. Its Faults must be empty.
	Branding Branding
	// SignedIn reports whether a request may come from a signed-in browser: it has the cookie of a session. Nil: none does.
	SignedIn func(*http.Request) bool
	// Console serves the admin console among the pages.
	Console bool
	// Environment is the name of the installation, which the console shows. Default none.
	Environment string
}

// Web serves the pages, the SDK and their files. It is stateless and safe for concurrent use.
type Web struct {
	cfg       Config
	basePath  string // "" or "/auth"
	languages *languages
	scripts   map[string][]byte
	mux       *http.ServeMux
	routes    []string
	// onlyConsole: it serves the admin listener.
	onlyConsole bool
}

func newWeb(cfg Config) *Web {
	if cfg.AppName == "" {
		cfg.AppName = "Latchkey"
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	cfg.KratosURL = strings.TrimRight(cfg.KratosURL, "/")
	w := &Web{cfg: cfg, languages: mustLanguages(), scripts: modules(), mux: http.NewServeMux()}
	if u, err := url.Parse(cfg.BaseURL); err == nil {
		w.basePath = u.Path
	}
	return w
}

// Routes returns the exact paths that Handler serves by GET and HEAD, sorted.
func (w *Web) Routes() []string { return slices.Clone(w.routes) }

// Handler serves the Routes, and 404 or 405 otherwise.
func (w *Web) Handler() http.Handler { return w.mux }

func (w *Web) handle(path string, h http.Handler) {
	w.routes = append(w.routes, path)
	w.mux.Handle("GET "+path, h)
}

// Package web owns what a browser is given: the SDK, the elements, the pages, and the headers they are served with.
//
// A page is a shell around one custom element: the same for everybody, 200 without a session, no data of anybody in it.
// The element learns about the person by the SDK from the JSON API, which belongs to the api room, as do sessions and the
// check of addresses (Config.ReturnTo). Sentences are in elements/messages.<language>.js; a shell has only its title and
// the notice for browsers without JavaScript. Colours, logo and name come from the configuration (Branding).
//
//	GET /                           302 to /passkeys
//	GET /setup /login /step-up /passkeys /recover /not-me
//	GET /sdk/{name}.js              the SDK, loadable from any origin
//	GET /elements/{name}.js         the custom elements and their sentences, loadable from any origin
//	GET /assets/{name}              style, icon and branding of the pages
//	GET /admin, /admin/{name}.js    the console for admins; on the admin listener, and here where Config.Console says so
//
// HEAD works wherever GET does. What is served of scripts and styles is minified: see build.sh.
package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config is what the pages need to know of the installation.
type Config struct {
	// AppName is what people know the application by; it stands in titles and sentences. Default "Latchkey".
	AppName string
	// BaseURL is where browsers reach us, without a trailing slash: "https://passkeys.example.com". It may have a path,
	// which the proxy in front strips; links and the SDK's calls carry it.
	BaseURL string
	// KratosURL is where browsers reach Kratos, without a trailing slash (kratos.browser_url).
	KratosURL string
	// Session is the kind of Kratos session that the login page asks for: "cookie", or "" where logins make none.
	Session string
	// ReturnTo answers the raw return_to of a page ("" when there is none) with an address that is safe to navigate to:
	// the one asked for if it is allowed, else the default. Nil: always /passkeys.
	ReturnTo func(raw string) string
	// AskAgain is how long "not now" is remembered; 0: as long as the element does by itself.
	AskAgain time.Duration
	// RecoveryCodes shows them on the page of passkeys.
	RecoveryCodes bool
	// FrameAncestors are the origins whose pages may show ours in a frame; without any, nobody may.
	FrameAncestors []string
	// Branding is how the pages look, and whom people turn to. Its Faults must have been none.
	Branding Branding
	// Console serves the console for admins among the pages.
	Console bool
}

// Web serves the pages, the SDK and their files. It holds no state and may be used by many requests at once.
type Web struct {
	cfg       Config
	basePath  string // "" or "/auth"
	languages *languages
	scripts   map[string][]byte
	mux       *http.ServeMux
	routes    []string
}

// New parses the embedded pages. It panics when they are broken, which a build that passed its tests rules out.
func New(cfg Config) *Web {
	w := newWeb(cfg)
	for _, name := range pageNames {
		w.handle("/"+name, w.servePage(name))
	}
	if cfg.Console {
		w.handle("/admin", w.serveConsole(true))
	}
	w.handleFiles()
	w.routes = append(w.routes, "/")
	w.mux.HandleFunc("GET /{$}", w.land)
	slices.Sort(w.routes)
	return w
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

// Routes lists the exact paths that Handler answers by GET and HEAD, sorted.
func (w *Web) Routes() []string { return slices.Clone(w.routes) }

// Handler answers the Routes, and 404 or 405 otherwise.
func (w *Web) Handler() http.Handler { return w.mux }

func (w *Web) handleFiles() {
	for path, file := range w.staticFiles() {
		w.handle(path, file)
	}
}

func (w *Web) handle(path string, h http.Handler) {
	w.routes = append(w.routes, path)
	w.mux.Handle("GET "+path, h)
}

// land sends who typed the bare address to the page that has something for everybody.
func (w *Web) land(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Cache-Control", "no-store")
	http.Redirect(rw, r, w.basePath+"/passkeys", http.StatusFound)
}

package web

import (
	"net/http"
	"slices"
)

// New parses the embedded pages. It panics if they are malformed, which the tests rule out.
func New(cfg Config) *Web {
	w := newWeb(cfg)
	for _, name := range pageNames {
		w.handle("/"+name, w.servePage(name))
	}
	if cfg.Console {
		w.handle("/admin", w.serveConsole(true))
	}
	w.handleFiles()
	w.handle(npmPath, openToAll(w.serveNPM()))
	w.handleRoot(w.land)
	slices.Sort(w.routes)
	return w
}

func (w *Web) handleFiles() {
	for path, file := range w.staticFiles() {
		w.handle(path, file)
	}
}

func (w *Web) handleRoot(target func(*http.Request) string) {
	w.routes = append(w.routes, "/")
	w.mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Cache-Control", "no-store")
		http.Redirect(rw, r, target(r), http.StatusFound)
	})
}

// land leads from the bare address to the login page, and users who are signed in, or cannot sign in there, to their passkeys. The
// cookie of a session that has ended leads to the passkeys, too: that page says how to sign in.
func (w *Web) land(r *http.Request) string {
	lang, wished := w.languages.choose(r)
	to := w.view("passkeys", r.URL.Query(), lang, wished).Links
	if w.cfg.Session == "" || w.cfg.SignedIn != nil && w.cfg.SignedIn(r) {
		return to.Passkeys
	}
	return to.OwnLogin
}

// NewConsole returns what the admin listener serves to browsers: only the console, its scripts and style. It is at the root
// there, whatever the path of BaseURL.
func NewConsole(cfg Config) *Web {
	cfg.Console = true
	w := newWeb(cfg)
	w.basePath, w.onlyConsole = "", true
	w.handle("/admin", w.serveConsole(false))
	w.handleRoot(func(*http.Request) string { return "/admin" })
	w.handleFiles()
	slices.Sort(w.routes)
	return w
}

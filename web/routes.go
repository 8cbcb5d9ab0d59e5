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
	w.routes = append(w.routes, "/")
	w.mux.HandleFunc("GET /{$}", w.land)
	slices.Sort(w.routes)
	return w
}

func (w *Web) handleFiles() {
	for path, file := range w.staticFiles() {
		w.handle(path, file)
	}
}

// land redirects the bare address to the passkeys page.
func (w *Web) land(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Cache-Control", "no-store")
	http.Redirect(rw, r, w.basePath+"/passkeys", http.StatusFound)
}

// NewConsole returns what the admin listener serves to browsers: only the console, its scripts and style. It is at the root
// there, whatever the path of BaseURL.
func NewConsole(cfg Config) *Web {
	cfg.Console = true
	w := newWeb(cfg)
	w.basePath = ""
	w.handle("/admin", w.serveConsole(false))
	w.handleFiles()
	slices.Sort(w.routes)
	return w
}

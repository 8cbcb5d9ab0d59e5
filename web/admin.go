package web

import (
	"net/http"
	"net/url"
	"slices"
)

// NewConsole builds what the admin listener serves to browsers: the console, its scripts and style, and nothing else. It
// stands at the root there, whatever path browsers reach the public listener by.
func NewConsole(cfg Config) *Web {
	cfg.Console = true
	w := newWeb(cfg)
	w.basePath = ""
	w.handle("/admin", w.serveConsole(false))
	w.handleFiles()
	slices.Sort(w.routes)
	return w
}

// serveConsole serves the shell of the console. Only where it stands among the pages (here) can it ask for a passkey itself:
// the admin listener has neither the calls for it nor an origin of the relying party. Signing in and stepping up lead back to
// the address that the console itself knows, so the shell names them without return_to.
func (w *Web) serveConsole(here bool) http.Handler {
	return w.serveShell("admin", "admin/admin.js", func(rw http.ResponseWriter, v *view) {
		w.setPageHeaders(rw.Header(), v.Lang, nil) // whoever may frame the pages may not frame this one
		v.Title = w.languages.messages[v.Lang]["admin.title"]
		v.Links.Login = w.cfg.KratosURL + "/self-service/login/browser"
		v.Links.Setup, v.StepUpURL, v.StepUpHere = w.cfg.BaseURL+"/setup", w.cfg.BaseURL+"/step-up", here
		if !here {
			w.admitPictures(rw.Header())
		}
	})
}

// admitPictures: those of authenticators are on the public listener.
func (w *Web) admitPictures(h http.Header) {
	if base, err := url.Parse(w.cfg.BaseURL); err == nil && base.Host != "" {
		h.Set("Content-Security-Policy", policy("'none'", base.Scheme+"://"+base.Host))
	}
}

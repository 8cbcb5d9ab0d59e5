package web

import (
	"net/http"
	"net/url"
)

// serveConsole serves the shell of the console. Only on the public listener (here) can the console ask for a passkey
// itself: the admin listener has neither the API for it nor an origin of the relying party. The console adds its own
// return_to to the links for signing in and stepping up.
func (w *Web) serveConsole(here bool) http.Handler {
	l := w.languages.having("admin.title")
	return w.serveShell("admin", "admin/admin.js", l, func(rw http.ResponseWriter, v *view) {
		w.setPageHeaders(rw.Header(), v.Lang, nil) // never framed, even where the pages are
		v.Title, v.Translations = l.messages[v.Lang]["admin.title"], l.translations(v.Lang)
		v.Links.Login = w.cfg.KratosURL + "/self-service/login/browser"
		v.Links.Setup, v.Links.Recover = w.cfg.BaseURL+"/setup", w.cfg.BaseURL+"/recover"
		v.StepUpURL, v.StepUpHere = w.cfg.BaseURL+"/step-up", here
		v.Environment = w.cfg.Environment
		if !here {
			w.admitPictures(rw.Header())
		}
	})
}

// admitPictures allows the icons of authenticators, which the public listener serves.
func (w *Web) admitPictures(h http.Header) {
	if base, err := url.Parse(w.cfg.BaseURL); err == nil && base.Host != "" {
		h.Set("Content-Security-Policy", policy("'none'", base.Scheme+"://"+base.Host))
	}
}

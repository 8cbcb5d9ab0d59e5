package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pageNames = []string{"setup", "login", "passkeys", "step-up"}

// view is what a shell is rendered with. Nothing in it is about the person who looks.
type view struct {
	Page     string // its name, which is also its script's
	Lang     string
	AppName  string
	BasePath string
	ReturnTo string // checked
	LoginURL string // Kratos' login, which comes back here; from the login page it goes on to ReturnTo
	Session  string // the kind of Kratos session to ask for at login; "" for none
	Asked    bool   // somebody sent the person here and waits at ReturnTo
}

func (w *Web) servePage(name string) http.Handler {
	files := []string{"pages/layout.html", "pages/failure.html", "pages/" + name + ".html"}
	t := template.Must(template.New("layout.html").Funcs(template.FuncMap{"t": w.sentence}).ParseFS(pageFiles, files...))
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var page bytes.Buffer
		if err := t.Execute(&page, w.view(name, r.URL.Query())); err != nil {
			http.Error(rw, "This page could not be made. Please tell support.", http.StatusInternalServerError)
			return
		}
		setPageHeaders(rw.Header())
		_, _ = rw.Write(page.Bytes())
	})
}

func (w *Web) view(name string, query url.Values) view {
	rawReturnTo := query.Get("return_to")
	returnTo := w.returnTo(rawReturnTo)
	back := w.absolute(returnTo)
	if name != "login" {
		back = w.cfg.BaseURL + "/" + name
		if rawReturnTo != "" {
			back += "?return_to=" + url.QueryEscape(returnTo)
		}
	}
	loginURL := w.cfg.KratosURL + "/self-service/login/browser?return_to=" + url.QueryEscape(back)
	if interaction := query.Get("interaction"); name == "login" && interaction != "" {
		// Whom Kratos sent here goes back to the flow they came from.
		loginURL = w.basePath + "/oauth2/deny?interaction=" + url.QueryEscape(interaction)
	}
	return view{
		Page:     name,
		Lang:     w.messages.text("lang"),
		AppName:  w.cfg.AppName,
		BasePath: w.basePath,
		ReturnTo: returnTo,
		LoginURL: loginURL,
		Session:  w.cfg.Session,
		Asked:    rawReturnTo != "",
	}
}

// returnTo asks the configured rule. What is no web address is dropped even then: a script would navigate to it.
func (w *Web) returnTo(raw string) string {
	if w.cfg.ReturnTo != nil {
		if address := w.cfg.ReturnTo(raw); navigable(address) {
			return address
		}
	}
	return w.basePath + "/passkeys"
}

// navigable: an absolute http(s) URL, or a path of this host. Browsers read "\" as "/" and skip control characters, so
// neither may occur.
func navigable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || r <= ' ' || r == 0x7f }) {
		return false
	}
	if u.Scheme == "" {
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// absolute gives Kratos the whole address of a path on our host.
func (w *Web) absolute(address string) string {
	base, err := url.Parse(w.cfg.BaseURL)
	if err != nil {
		return address
	}
	ref, err := base.Parse(address)
	if err != nil {
		return address
	}
	return ref.String()
}

// setPageHeaders: nothing inline, nothing foreign, nobody's frame. Referrer-Policy is same-origin rather than
// no-referrer: other sites learn nothing either way, but under no-referrer browsers send "Origin: null" with form posts
// to ourselves, which the API must refuse.
func setPageHeaders(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "publickey-credentials-create=(self), publickey-credentials-get=(self)")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

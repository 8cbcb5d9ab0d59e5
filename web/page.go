package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pageNames = []string{"setup", "login", "step-up", "passkeys", "recover", "not-me", "diagnose"}

// view is the data of a shell. It contains nothing about the user.
type view struct {
	Page, Lang, Dir, Title, NoScript string
	Script                           string // of the page's element, by path
	Identifier                       string // label of the login page's input
	AppName, BasePath                string
	HomeURL                          string // as configured, which may not be where the browser is
	Links                            links
	Language                         string            // label of the switcher
	Translations                     []translation     // of the page; nil: no switcher
	Kept                             map[string]string // of the query, by the switcher
	Modules                          []string          // all modules that the page loads, by path
	Session                          string            // the kind of Kratos session that a login requests; "" for none
	Interaction, Gate                string            // sealed; from the query
	MaxAge, Level                    string            // what an application demands; from the query
	Restart                          string            // where to sign in when the interaction is over
	Passkey                          string            // ID from a notification mail
	Offer                            bool              // the user was sent here to set up a passkey, and may already have one
	Asked                            bool              // the address has a return_to, so the page links back
	AskAgain                         int               // seconds
	RecoveryCodes                    bool
	Environment                      string // for the console
	StepUpURL                        string // likewise
	Problem                          *problemView
	StepUpHere                       bool // the console can ask for a passkey itself
	Branding                         Branding
}

// problemView is what the page of a failed request contains. Of the request itself it repeats only the ID.
type problemView struct {
	What, Next        string
	Again             string // "" if repeating the request is impossible or useless
	Onward, OnwardURL string
	CodeLabel, Code   string
	IDLabel, ID       string
	DiagnosisLabel    string
	Diagnosis         string // where the browser is checked; "" on the admin listener
}

func (w *Web) servePage(name string) http.Handler {
	shell := w.serveShell(name, "elements/"+name+".js", w.languages, func(rw http.ResponseWriter, v *view) {
		w.setPageHeaders(rw.Header(), v.Lang, w.cfg.FrameAncestors)
	})
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.rememberLanguage(rw, r)
		shell.ServeHTTP(rw, r)
	})
}

// serveShell serves the shell around the element of a script. finish sets headers and page-specific data.
func (w *Web) serveShell(name, script string, l *languages, finish func(http.ResponseWriter, *view)) http.Handler {
	t := shell(name)
	needed := needs(w.scripts, script)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		lang, wished := l.choose(r)
		v := w.view(name, r.URL.Query(), lang, wished)
		v.Script = script
		v.Modules = append(needed[:len(needed):len(needed)], w.messageModules(lang, needed)...)
		finish(rw, &v)
		w.render(rw, http.StatusOK, t, v)
	})
}

func shell(name string) *template.Template {
	return template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/"+name+".html"))
}

// messageModules returns the modules with the shared sentences and those of the page's elements, which have the same names.
func (w *Web) messageModules(lang string, modules []string) []string {
	found := []string{"elements/messages." + lang + ".js"}
	for _, module := range modules {
		section := strings.TrimSuffix(path.Base(module), ".js")
		if file := "elements/messages." + lang + "." + section + ".js"; w.scripts[file] != nil {
			found = append(found, file)
		}
	}
	return found
}

func (w *Web) render(rw http.ResponseWriter, status int, t *template.Template, v view) {
	var page bytes.Buffer
	if err := t.Execute(&page, v); err != nil {
		http.Error(rw, "This page could not be rendered. Please contact support.", http.StatusInternalServerError)
		return
	}
	rw.WriteHeader(status)
	_, _ = rw.Write(page.Bytes())
}

func (w *Web) view(name string, query url.Values, lang string, wished bool) view {
	keep := ""
	if wished {
		keep = lang
	}
	sentences := w.languages.messages[lang]
	links := w.links(name, query, keep)
	v := view{
		Page:          name,
		Lang:          sentences["lang"],
		Dir:           sentences["dir"],
		Language:      sentences["switcher.label"],
		Translations:  w.languages.translations(lang),
		Kept:          kept(query, links.ReturnTo),
		Title:         sentences["title."+name],
		NoScript:      sentences["noscript"],
		Identifier:    sentences["login.identifier"],
		AppName:       w.cfg.AppName,
		BasePath:      w.basePath,
		HomeURL:       w.cfg.BaseURL,
		Links:         links,
		Session:       w.cfg.Session,
		Interaction:   query.Get("interaction"),
		Gate:          query.Get("gate"),
		MaxAge:        query.Get("max_age"),
		Level:         query.Get("level"),
		Passkey:       query.Get("passkey"),
		Offer:         query.Has("offer"),
		Asked:         query.Get("return_to") != "",
		AskAgain:      int(w.cfg.AskAgain.Seconds()),
		RecoveryCodes: w.cfg.RecoveryCodes,
		Branding:      w.cfg.Branding,
	}
	if v.Interaction != "" {
		v.Restart = w.signIn(w.links("login", url.Values{"return_to": query["return_to"]}, keep))
	}
	return v
}

// setPageHeaders forbids inline and foreign content, and frames unless configured. Referrer-Policy is same-origin rather than
// no-referrer: other sites learn nothing either way, but with no-referrer browsers send "Origin: null" with same-origin form
// posts, which the API must refuse.
func (w *Web) setPageHeaders(h http.Header, lang string, framers []string) {
	ancestors := "'none'"
	if len(framers) > 0 {
		ancestors = strings.Join(framers, " ")
		h.Del("X-Frame-Options") // a default of the listener
	} else {
		h.Set("X-Frame-Options", "DENY") // for browsers without frame-ancestors; it cannot name an origin
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy(ancestors, ""))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "publickey-credentials-create=(self), publickey-credentials-get=(self)")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}

// policy returns the Content-Security-Policy of a page. pictures is a further origin for images, or "".
func policy(ancestors, pictures string) string {
	if pictures != "" {
		pictures = " " + pictures
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:" + pictures + "; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors " + ancestors
}

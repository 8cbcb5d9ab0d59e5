package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"path"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pageNames = []string{"setup", "login", "step-up", "passkeys", "recover", "not-me"}

// view is what a shell is rendered with. Nothing in it is about the person who looks.
type view struct {
	Page, Lang, Title, NoScript string
	Script                      string // of the page's element, by path
	Identifier                  string // what the login page asks for
	AppName, BasePath           string
	Links                       links
	Modules                     []string // all that the page will load, by path
	Session                     string   // the kind of Kratos session to ask for at login; "" for none
	Interaction, Gate           string   // sealed; from the address
	Passkey                     string   // the ID that a mail has named
	Offer                       bool     // the person was sent to set up a passkey, and may be past that
	Asked                       bool     // somebody sent the person here and waits at Links.ReturnTo
	AskAgain                    int      // seconds
	RecoveryCodes               bool
	StepUpURL                   string // of the console
	StepUpHere                  bool   // the console can ask for a passkey itself
	Branding                    Branding
}

func (w *Web) servePage(name string) http.Handler {
	return w.serveShell(name, "elements/"+name+".js", func(rw http.ResponseWriter, v *view) {
		w.setPageHeaders(rw.Header(), v.Lang, w.cfg.FrameAncestors)
	})
}

// serveShell serves the shell around the element of a script. finish sets headers, and what is particular to the page.
func (w *Web) serveShell(name, script string, finish func(http.ResponseWriter, *view)) http.Handler {
	t := template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/"+name+".html"))
	needed := needs(w.scripts, script)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		v := w.view(name, r)
		v.Script = script
		v.Modules = append(needed[:len(needed):len(needed)], w.messageModules(v.Lang, needed)...)
		finish(rw, &v)
		w.render(rw, t, v)
	})
}

// messageModules are the sentences that all elements share, and those of the elements on the page, which have the same name.
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

func (w *Web) render(rw http.ResponseWriter, t *template.Template, v view) {
	var page bytes.Buffer
	if err := t.Execute(&page, v); err != nil {
		http.Error(rw, "This page could not be made. Please tell support.", http.StatusInternalServerError)
		return
	}
	_, _ = rw.Write(page.Bytes())
}

func (w *Web) view(name string, r *http.Request) view {
	query := r.URL.Query()
	lang, wished := w.languages.choose(r)
	keep := ""
	if wished {
		keep = lang
	}
	sentences := w.languages.messages[lang]
	return view{
		Page:          name,
		Lang:          lang,
		Title:         sentences["title."+name],
		NoScript:      sentences["noscript"],
		Identifier:    sentences["login.identifier"],
		AppName:       w.cfg.AppName,
		BasePath:      w.basePath,
		Links:         w.links(name, query, keep),
		Session:       w.cfg.Session,
		Interaction:   query.Get("interaction"),
		Gate:          query.Get("gate"),
		Passkey:       query.Get("passkey"),
		Offer:         query.Has("offer"),
		Asked:         query.Get("return_to") != "",
		AskAgain:      int(w.cfg.AskAgain.Seconds()),
		RecoveryCodes: w.cfg.RecoveryCodes,
		Branding:      w.cfg.Branding,
	}
}

// setPageHeaders: nothing inline, nothing foreign, nobody's frame unless configured. Referrer-Policy is same-origin rather
// than no-referrer: other sites learn nothing either way, but under no-referrer browsers send "Origin: null" with form
// posts to ourselves, which the API must refuse.
func (w *Web) setPageHeaders(h http.Header, lang string, framers []string) {
	ancestors := "'none'"
	if len(framers) > 0 {
		ancestors = strings.Join(framers, " ")
	} else {
		h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors; it cannot name an origin
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Vary", "Accept-Language")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy(ancestors, ""))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "publickey-credentials-create=(self), publickey-credentials-get=(self)")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}

// policy of a page that these may frame, and that may show pictures from here and there ("" for nowhere else).
func policy(ancestors, pictures string) string {
	if pictures != "" {
		pictures = " " + pictures
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:" + pictures + "; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors " + ancestors
}

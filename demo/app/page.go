package app

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"
	"time"
)

//go:embed pages/*.html
var files embed.FS

var functions = template.FuncMap{
	"brand":     func() string { return Name },
	"when":      func(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") },
	"breakable": breakable,
	// Kratos puts QR codes into data URLs, which templates refuse by default.
	"picture": func(src string) template.URL {
		if isPicture(src) {
			return template.URL(src)
		}
		return ""
	},
}

var pages = map[string]*template.Template{"home": page("home"), "vault": page("vault"), "flow": page("flow"), "failure": page("failure")}

func page(name string) *template.Template {
	return template.Must(template.New("layout.html").Funcs(functions).ParseFS(files, "pages/layout.html", "pages/"+name+".html"))
}

// breakable lets an address that is too long for its line break after "@" and dots, not within a name.
func breakable(words string) template.HTML {
	return template.HTML(strings.NewReplacer("@", "@<wbr>", ".", ".<wbr>").Replace(template.HTMLEscapeString(words)))
}

func isPicture(src string) bool {
	const prefix = "data:image/png;base64,"
	return strings.HasPrefix(src, prefix) && src != prefix
}

func (a *App) render(w http.ResponseWriter, status int, name string, data any) {
	var body bytes.Buffer // complete or not at all
	if err := pages[name].Execute(&body, data); err != nil {
		http.Error(w, "This page could not be rendered: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

type failurePage struct{ Title, Text string }

// fail renders an error and its remedy.
func (a *App) fail(w http.ResponseWriter, status int, title, text string) {
	a.render(w, status, "failure", failurePage{title, text})
}

func (a *App) kratosDown(w http.ResponseWriter) {
	a.fail(w, http.StatusServiceUnavailable, "Kratos is not responding", "Wait a moment and reload the page.")
}

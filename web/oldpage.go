package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
)

// Pages whose element is not there yet are what they were: a form in pages/old with a script of its own.

//go:embed pages/old pages/*.js pages/old.css
var oldFiles embed.FS

// serveOldPage sends people to their passkeys where there was no such page before.
func (w *Web) serveOldPage(name string) http.Handler {
	source, err := oldFiles.ReadFile("pages/old/" + name + ".html")
	if err != nil {
		return http.HandlerFunc(w.land)
	}
	m := w.oldMessages()
	t := template.New("layout.html").Funcs(template.FuncMap{"t": func(key string) (string, error) {
		s, ok := m[key]
		if !ok {
			return "", fmt.Errorf("pages/messages.en.js has no %q", key)
		}
		return strings.ReplaceAll(s, "{app}", w.cfg.AppName), nil
	}})
	template.Must(t.ParseFS(oldFiles, "pages/old/layout.html", "pages/old/failure.html"))
	template.Must(t.Parse(string(source)))
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		v := w.view(name, r)
		v.Lang = "en"
		w.render(rw, t, v)
	})
}

func (w *Web) oldMessages() messages {
	source, err := oldFiles.ReadFile("pages/messages.en.js")
	if err != nil {
		panic(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(source[bytes.IndexByte(source, '{'):bytes.LastIndexByte(source, '}')+1], &tree); err != nil {
		panic(err)
	}
	m := messages{}
	m.flatten("pages/messages.en.js", "", tree)
	return m
}

func oldScripts() map[string][]byte {
	files, err := oldFiles.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	scripts := map[string][]byte{}
	for _, file := range files {
		if path.Ext(file.Name()) == ".js" || path.Ext(file.Name()) == ".css" {
			scripts[file.Name()], _ = oldFiles.ReadFile("pages/" + file.Name())
		}
	}
	return scripts
}

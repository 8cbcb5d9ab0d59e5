package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"path"
	"strings"
	"time"
)

// contentTypes is fixed, because mime.TypeByExtension depends on the machine's mime table, which container images may lack.
var contentTypes = map[string]string{
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".webp": "image/webp",
	".tgz":  "application/gzip",
}

// staticFiles returns the files by path. Scripts import each other by plain names, without a hash; all are revalidated by ETag,
// so that after an upgrade no browser mixes two versions.
func (w *Web) staticFiles() map[string]http.Handler {
	files := map[string]http.Handler{
		"/assets/page.css":    newStaticFile("page.css", mustRead("dist/pages/page.css")),
		"/assets/problem.css": newStaticFile("problem.css", mustRead("dist/pages/problem.css")),
		"/assets/icon.svg":    newStaticFile("icon.svg", mustRead("pages/icon.svg")),
	}
	for name, body := range modules() {
		switch {
		case !strings.HasPrefix(name, "admin/"):
			files["/"+name] = openToAll(newStaticFile(name, body))
		case w.cfg.Console: // not for pages of other origins
			files["/"+name] = newStaticFile(name, body)
		}
	}
	for name, body := range w.cfg.Branding.files() {
		files["/assets/"+name] = newStaticFile(name, body)
	}
	return files
}

type staticFile struct {
	contentType string
	body        []byte
	etag        string
}

func newStaticFile(name string, body []byte) *staticFile {
	sum := sha256.Sum256(body)
	return &staticFile{
		contentType: contentTypes[path.Ext(name)], body: body,
		etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
	}
}

func (f *staticFile) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.etag)
	// If an image is opened by itself, it runs and fetches nothing; an SVG keeps its own style.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(f.body)) // If-None-Match, ranges, HEAD
}

// openToAll allows other origins to import a module, which browsers fetch with CORS. Modules are public.
func openToAll(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Access-Control-Allow-Origin", "*")
		rw.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(rw, r)
	})
}

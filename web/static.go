package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// What is served is dist/, which build.sh makes from sdk/, elements/, admin/ and pages/page.css. Sources are edited there, never
// in dist/; `make generate` brings it up to date.
//
//go:generate ./build.sh
//go:embed dist pages/icon.svg
var assets embed.FS

// contentTypes are named here: mime.TypeByExtension asks the machine, and an image without a mime table answers wrong.
var contentTypes = map[string]string{
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".webp": "image/webp",
}

// staticFiles by path. Scripts import each other by plain names, so none carries a hash: all are revalidated by ETag, and
// after an upgrade nobody runs a mix of two versions.
func (w *Web) staticFiles() map[string]http.Handler {
	files := map[string]http.Handler{
		"/assets/page.css": newStaticFile("page.css", mustRead("dist/pages/page.css")),
		"/assets/icon.svg": newStaticFile("icon.svg", mustRead("pages/icon.svg")),
	}
	for name, body := range modules() {
		switch {
		case !strings.HasPrefix(name, "admin/"):
			files["/"+name] = openToAll(newStaticFile(name, body))
		case w.cfg.Console: // a page of another origin has no business with these
			files["/"+name] = newStaticFile(name, body)
		}
	}
	for name, body := range w.cfg.Branding.files() {
		files["/assets/"+name] = newStaticFile(name, body)
	}
	return files
}

// modules are the scripts by path: those of the SDK and the elements, which pages of other origins may import, and those of
// the console.
func modules() map[string][]byte {
	scripts := map[string][]byte{}
	err := fs.WalkDir(assets, "dist", func(name string, entry fs.DirEntry, err error) error {
		if served, ok := strings.CutPrefix(name, "dist/"); ok && err == nil && path.Ext(name) == ".js" {
			scripts[served] = mustRead(name)
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	return scripts
}

func mustRead(name string) []byte {
	body, err := assets.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return body
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
	// For who opens an image by itself: nothing runs or is fetched, and a drawing keeps the style it brings along.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(f.body)) // If-None-Match, ranges, HEAD
}

// openToAll: modules are fetched with CORS, so a page of another origin needs leave to import one. They are public text.
func openToAll(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Access-Control-Allow-Origin", "*")
		rw.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(rw, r)
	})
}

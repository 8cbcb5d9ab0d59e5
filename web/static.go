package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"net/http"
	"path"
	"time"
)

//go:embed sdk/latchkey.js pages/*.js pages/*.css pages/*.svg
var assets embed.FS

// contentTypes are named here: mime.TypeByExtension asks the machine, and an image without a mime table answers wrong.
var contentTypes = map[string]string{
	".js":  "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
}

// staticFiles by path. Scripts import each other by plain names, so none carries a hash: all are revalidated by ETag, and
// after an upgrade nobody runs a mix of two versions.
func staticFiles() map[string]http.Handler {
	files := map[string]http.Handler{"/sdk/latchkey.js": openToAll(newStaticFile("sdk/latchkey.js"))}
	entries, err := assets.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		files["/assets/"+e.Name()] = newStaticFile("pages/" + e.Name())
	}
	return files
}

type staticFile struct {
	name string
	body []byte
	etag string
}

func newStaticFile(name string) *staticFile {
	body, err := assets.ReadFile(name)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(body)
	return &staticFile{name: name, body: body, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
}

func (f *staticFile) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", contentTypes[path.Ext(f.name)])
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.etag)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // for who opens the icon by itself
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(f.body)) // If-None-Match, ranges, HEAD
}

// openToAll: modules are fetched with CORS, so a page of another origin needs leave to import the SDK. It is public text.
func openToAll(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Access-Control-Allow-Origin", "*")
		rw.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(rw, r)
	})
}

package authenticators

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Path is the prefix of all icon paths.
const Path = "/authenticators/"

const (
	suffixLight = "-light.svg"
	suffixDark  = "-dark.svg"
)

// Icon returns the handler of the icon with that file name, "<aaguid>-light.svg" or "<aaguid>-dark.svg", for GET and
// HEAD; false for any other name. Icons are third-party drawings, so they are served without scripts, loading or an
// origin. Any site may embed them.
func Icon(name string) (http.Handler, bool) {
	if found := icons()[name]; found != nil {
		return found, true
	}
	for _, suffix := range []string{suffixLight, suffixDark} {
		aaguid, ok := strings.CutSuffix(name, suffix)
		if id, err := uuid.Parse(aaguid); ok && err == nil && id.String() == aaguid {
			return icons()["key"+suffix], true
		}
	}
	return nil, false
}

// icons maps file names to icons, including key-light.svg and key-dark.svg.
var icons = sync.OnceValue(func() map[string]http.Handler {
	drawings := make(map[string]*icon)
	load := func(name string) *icon {
		if drawings[name] == nil {
			drawings[name] = newIcon("icons/" + name)
		}
		return drawings[name]
	}
	byName := map[string]http.Handler{"key" + suffixLight: load("key-light.svg"), "key" + suffixDark: load("key-dark.svg")}
	for aaguid, entry := range known {
		if entry.Light != "" {
			byName[aaguid.String()+suffixLight] = load(entry.Light)
		}
		if entry.Dark != "" {
			byName[aaguid.String()+suffixDark] = load(entry.Dark)
		}
	}
	return byName
})

type icon struct {
	body []byte
	etag string
}

func newIcon(name string) *icon {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(body)
	return &icon{body: body, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
}

func (i *icon) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Cache-Control", "public, max-age=86400") // a day: icons change rarely
	h.Set("ETag", i.etag)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(i.body))
}

// IconPath returns the path of the icon of an AAGUID, known or not.
func IconPath(aaguid uuid.UUID, dark bool) string {
	if dark {
		return Path + aaguid.String() + suffixDark
	}
	return Path + aaguid.String() + suffixLight
}

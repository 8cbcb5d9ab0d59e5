package authenticators

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/web"
)

// Path is the prefix of all icon paths.
const Path = "/authenticators/"

// Limits of a file of icons. FIDO's had 327 authenticators in April 2026.
const (
	MaxFile  = 32 << 20
	maxIcon  = 16 << 10 // larger ones are photographs or auto-traced bitmaps
	maxIcons = 4000
)

// Icons are the icons of makers that the operator has named. Nil has none.
type Icons struct {
	byName map[string]*icon // "<aaguid>-light" or "<aaguid>-dark"
}

// named is one entry of the file: that of FIDO's Convenience Metadata Service, or of a list with icon_light and icon_dark.
type named struct {
	Icon      string `json:"icon"`
	IconDark  string `json:"iconDark"`
	Light     string `json:"icon_light"`
	DarkOther string `json:"icon_dark"`
}

// ReadIcons reads a JSON file of icons by AAGUID, each a data: URL. The file of FIDO's Convenience Metadata Service is
// one. An icon is left out if it is larger than 16 KiB, or not an image that web.NewLogo accepts; notes say which and why. An
// entry without icons is ignored. The error completes a sentence whose subject is the file.
func ReadIcons(raw []byte) (icons *Icons, notes []string, err error) {
	var entries map[string]named
	if len(raw) > MaxFile {
		return nil, nil, fmt.Errorf("has more than %d MB", MaxFile>>20)
	}
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, nil, errors.New("is not a JSON object of icons by AAGUID")
	}
	icons = &Icons{byName: map[string]*icon{}}
	for _, aaguid := range slices.Sorted(maps.Keys(entries)) {
		id, err := uuid.Parse(aaguid)
		if err != nil || id.String() != strings.ToLower(aaguid) {
			return nil, nil, fmt.Errorf("has the key %.40q, which is not an AAGUID", aaguid)
		}
		entry := entries[aaguid]
		for suffix, url := range map[string]string{"-light": cmp.Or(entry.Icon, entry.Light), "-dark": cmp.Or(entry.IconDark, entry.DarkOther)} {
			if url == "" {
				continue
			}
			drawing, err := decode(url)
			if err != nil {
				notes = append(notes, id.String()+suffix+": "+err.Error())
				continue
			}
			icons.byName[id.String()+suffix] = drawing
		}
	}
	if len(icons.byName) == 0 {
		return nil, nil, errors.New("has no usable icon")
	}
	if len(icons.byName) > maxIcons {
		return nil, nil, fmt.Errorf("has more than %d icons", maxIcons)
	}
	slices.Sort(notes)
	return icons, notes, nil
}

// decode reads a data: URL. Its declared type is ignored: the content decides.
func decode(url string) (*icon, error) {
	_, encoded, ok := strings.Cut(url, ";base64,")
	if !ok || !strings.HasPrefix(url, "data:image/") {
		return nil, errors.New("it is not a data: URL of an image in base64")
	}
	body, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("its base64 cannot be read")
	}
	if len(body) > maxIcon {
		return nil, fmt.Errorf("it has %d bytes, more than %d", len(body), maxIcon)
	}
	image, err := web.NewLogo(body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return &icon{body: body, mediaType: mediaTypes[image.Extension], etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}, nil
}

var mediaTypes = map[string]string{".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}

// Paths returns the paths of the icons of an AAGUID for light and dark backgrounds, "" for those it lacks. With only one of
// them, that serves both.
func (i *Icons) Paths(aaguid uuid.UUID) (light, dark string) {
	if i == nil {
		return "", ""
	}
	path := func(suffix string) string {
		if i.byName[aaguid.String()+suffix] == nil {
			return ""
		}
		return Path + aaguid.String() + suffix
	}
	light, dark = path("-light"), path("-dark")
	return cmp.Or(light, dark), cmp.Or(dark, light)
}

// Icon returns the handler of the icon with that name, "<aaguid>-light" or "<aaguid>-dark", for GET and HEAD; false for any
// other name. Icons are third-party drawings, so they are served without scripts, loading or an origin. Any site may embed
// them.
func (i *Icons) Icon(name string) (http.Handler, bool) {
	if i == nil || i.byName[name] == nil {
		return nil, false
	}
	return i.byName[name], true
}

type icon struct {
	body            []byte
	mediaType, etag string
}

func (i *icon) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", i.mediaType)
	h.Set("Cache-Control", "public, max-age=86400") // a day: icons change rarely
	h.Set("ETag", i.etag)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(i.body))
}

package authenticators_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/web/authenticators"
)

func TestNames(t *testing.T) {
	for aaguid, want := range map[string]string{
		"fbfc3007-154e-4ecc-8c0b-6e020557d7bd": "Apple Passwords", // iCloud Keychain, as it was called
		"dd4ec289-e01d-41c9-bb89-70fa845d4bf2": "iCloud Keychain (Managed)",
		"ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4": "Google Password Manager",
		"bada5566-a7aa-401f-bd96-45619a55120d": "1Password",
		"08987058-cadc-4b81-b6e1-30de50dcbe96": "Windows Hello",
	} {
		if got, ok := authenticators.Name(uuid.MustParse(aaguid)); !ok || got != want {
			t.Errorf("%s is %q, want %q", aaguid, got, want)
		}
	}
	for _, unknown := range []uuid.UUID{uuid.Nil, uuid.New()} {
		if got, ok := authenticators.Name(unknown); ok {
			t.Errorf("%s is %q", unknown, got)
		}
	}
}

func get(path string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	if icon, ok := authenticators.Icon(strings.TrimPrefix(path, authenticators.Path)); ok {
		icon.ServeHTTP(w, r)
	} else {
		w.WriteHeader(http.StatusNotFound)
	}
	return w.Result()
}

func TestIcons(t *testing.T) {
	apple, unknown := uuid.MustParse("fbfc3007-154e-4ecc-8c0b-6e020557d7bd"), uuid.New()
	key := get(authenticators.IconPath(uuid.Nil, false)).Header.Get("ETag")
	for _, id := range []uuid.UUID{apple, unknown, uuid.Nil} {
		for _, dark := range []bool{false, true} {
			got := get(authenticators.IconPath(id, dark))
			if got.StatusCode != 200 || got.Header.Get("Content-Type") != "image/svg+xml" ||
				got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Access-Control-Allow-Origin") != "*" ||
				got.Header.Get("Content-Security-Policy") != "default-src 'none'; style-src 'unsafe-inline'; sandbox" ||
				!strings.Contains(got.Header.Get("Cache-Control"), "max-age=86400") || got.Header.Get("ETag") == "" {
				t.Errorf("%s: %d %v", id, got.StatusCode, got.Header)
			}
			if again := get(authenticators.IconPath(id, dark), "If-None-Match", got.Header.Get("ETag")); again.StatusCode != 304 {
				t.Errorf("%s: asked again, got %d, want 304", id, again.StatusCode)
			}
		}
		if got := get(authenticators.IconPath(id, false)).Header.Get("ETag"); (got == key) != (id != apple) {
			t.Errorf("%s has ETag %s, the key has %s", id, got, key)
		}
	}
	for _, path := range []string{"", "x-light.svg", apple.String() + ".svg", strings.ToUpper(apple.String()) + "-light.svg",
		"{" + apple.String() + "}-light.svg", apple.String() + "-light.svg/", "..%2flist.json", "list.json"} {
		if got := get(authenticators.Path + path); got.StatusCode != 404 {
			t.Errorf("%q: got %d, want 404", path, got.StatusCode)
		}
	}
}

// They are in every binary.
func TestIconsAreSmall(t *testing.T) {
	paths, err := filepath.Glob("icons/*.svg")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	var size int64
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size > 400_000 {
		t.Errorf("the icons have %d bytes: keep the binary small", size)
	}
}

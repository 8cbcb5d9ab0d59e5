package web

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

// The files served are in dist/, which build.sh builds from sdk/, elements/, admin/ and pages/page.css. Edit those, never
// dist/; `make generate` updates it.
//
//go:generate ./build.sh
//go:embed dist pages/icon.svg
var assets embed.FS

// modules returns the scripts by path: the SDK and the elements, which pages of other origins may import, and the console.
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

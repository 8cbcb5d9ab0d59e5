package web

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// The npm package is the SDK, the middleware for servers and the elements as they were written, since bundlers minify, with the declarations in types/ beside
// them. Sentences of the console and of the server's own pages are no part of it.
//
//go:embed sdk server elements types package.json elements.d.ts react.d.ts README.md LICENSE
var npmFiles embed.FS

const npmPath = "/sdk/latchkey-web.tgz"

// npmEpoch is the time of all files, as npm pack sets it, so that the same build always makes the same bytes.
var npmEpoch = time.Date(1985, time.October, 26, 8, 15, 0, 0, time.UTC)

// serveNPM serves the package. It is made when it is first asked for, because most servers never are.
func (w *Web) serveNPM() http.Handler {
	made := sync.OnceValue(func() *staticFile { return newStaticFile(path.Base(npmPath), npmPackage(w.cfg.Version)) })
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { made().ServeHTTP(rw, r) })
}

// npmPackage returns the tarball that npm installs, with the server's version.
func npmPackage(version string) []byte {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zip)
	must(fs.WalkDir(npmFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || forServer.MatchString(name) {
			return err
		}
		body, err := npmFiles.ReadFile(name)
		if err != nil {
			return err
		}
		if name == "package.json" {
			body = npmManifest(body, version)
		}
		if err := addFile(archive, name, body); err != nil || !isMessages.MatchString(name) {
			return err
		}
		return addFile(archive, strings.TrimSuffix(name, ".js")+".d.ts", []byte(messagesType))
	}))
	must(archive.Close())
	must(zip.Close())
	return packed.Bytes()
}

var (
	forServer  = regexp.MustCompile(`^elements/messages\.[^.]+\.(admin.*|page)\.js$|\.test\.js$`)
	isMessages = regexp.MustCompile(`^elements/messages\..+\.js$`)
)

// messagesType declares any messages file.
const messagesType = "declare const sentences: import('./languages.js').Sentences;\nexport default sentences;\n"

// addFile lays types/ over the root of the package: a declaration is beside its module, and whatever names it says so.
func addFile(archive *tar.Writer, name string, body []byte) error {
	if path.Ext(name) != ".js" {
		name = strings.TrimPrefix(name, "types/")
		body = bytes.ReplaceAll(body, []byte("./types/"), []byte("./"))
	}
	header := &tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(body)), ModTime: npmEpoch, Format: tar.FormatUSTAR}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := archive.Write(body)
	return err
}

// npmManifest sets the version in package.json and leaves out what is for work on the package.
func npmManifest(manifest []byte, version string) []byte {
	var members map[string]json.RawMessage
	must(json.Unmarshal(manifest, &members))
	for _, name := range []string{"private", "files", "scripts", "devDependencies"} {
		delete(members, name)
	}
	members["version"] = json.RawMessage(`"` + npmVersion(version) + `"`)
	written, err := json.MarshalIndent(members, "", "  ")
	must(err)
	return append(written, '\n')
}

// semver is a version as https://semver.org/ defines it, the only kind that npm accepts.
var semver = regexp.MustCompile(`^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$`)

var noSemver = regexp.MustCompile(`[^0-9A-Za-z-]+`)

// npmVersion is the version of a build, such as "v1.2.3 0a1b2c3d4e5f", as npm needs it. One that is none becomes that of a
// pre-release: "0.0.0-build-development-0a1b2c3d4e5f".
func npmVersion(build string) string {
	release, _, _ := strings.Cut(strings.TrimPrefix(build, "v"), " ")
	if semver.MatchString(release) {
		return release
	}
	return strings.TrimRight("0.0.0-build-"+noSemver.ReplaceAllString(build, "-"), "-")
}

// must is for what only a malformed build could cause; the tests rule it out.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

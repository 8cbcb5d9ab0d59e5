package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const index = "application/vnd.oci.image.index.v1+json"

// stub is a registry on this machine that gives manifests to bearers of its token.
type stub struct {
	*httptest.Server
	answers map[string]func(http.ResponseWriter) // by repository:tag
	realm   string                               // default: its own token service
	granted string                               // what the token service answers
	asked   []string
}

func startStub(t *testing.T) *stub {
	t.Helper()
	s := &stub{answers: make(map[string]func(http.ResponseWriter)), granted: `{"token": "let-me-in"}`}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	s.realm = s.URL + "/token"
	return s
}

func (s *stub) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/token" {
		s.asked = append(s.asked, r.URL.Query().Get("service")+" "+r.URL.Query().Get("scope"))
		_, _ = w.Write([]byte(s.granted))
		return
	}
	if r.Header.Get("Authorization") != "Bearer let-me-in" || !slices.Contains(r.Header.Values("Accept"), index) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="`+s.realm+`",service="stub",scope="repository:other:push"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/v2/")
	if answer := s.answers[strings.Replace(path, "/manifests/", ":", 1)]; answer != nil {
		answer(w)
		return
	}
	w.WriteHeader(http.StatusNotFound)
}

// has gives the registry an index, and returns its digest.
func (s *stub) has(name, text string) string {
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text)))
	s.answers[name] = says(http.StatusOK, index, digest, text)
	return digest
}

func says(status int, kind, digest, text string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", kind)
		if digest != "" {
			w.Header().Set("Docker-Content-Digest", digest)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

// checkout is a folder with the files that name images.
func checkout(t *testing.T, dockerfile, compose, values string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"Dockerfile": dockerfile, "docker-compose.yml": compose, "deploy/helm/values.yaml": values} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func contents(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range []string{"Dockerfile", "docker-compose.yml", "deploy/helm/values.yaml"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

func (s *stub) run(t *testing.T, folder string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, folder, &registries{client: s.Client(), hub: s.URL}, &out)
	return out.String(), err
}

func TestPinsInPlace(t *testing.T) {
	s := startStub(t)
	host := strings.TrimPrefix(s.URL, "http://")
	golang := s.has("library/golang:1.26", `{"manifests": [{}, {}]}`)
	kratos := s.has("oryd/kratos:v1.3.1", `{"mediaType": "`+index+`", "manifests": [{}, {}, {}]}`)
	own := s.has("team/tools:2", `{"manifests": [{}]}`)
	text := func(golang, kratos, own string) (dockerfile, compose, values string) {
		return "# FROM a comment\nFROM --platform=linux/amd64 golang:1.26" + golang + " AS build\nFROM scratch AS runtime\nCOPY --from=build /a /b\nCOPY --from=0 /a /b\nCOPY --from=" + host + "/team/tools:2" + own + " /a /b\nFROM runtime\n",
			"services:\n  k:\n    image: oryd/kratos:v1.3.1" + kratos + " # as in the docs\n  again: {}\n",
			"image:\n  repository: \"\"\nspec:\n  - image: \"docker.io/oryd/kratos:v1.3.1" + kratos + "\"\n    image: latchkey\n    image: registry.example.com/latchkey:v1.0.0\n    image: {{ include \"x\" . }}\n"
	}
	dockerfile, compose, values := text("", "", "")
	folder := checkout(t, dockerfile, compose, values)
	before := contents(t, folder)
	if out, err := s.run(t, folder, "--check"); err == nil || strings.Count(out, "\n") != 4 || !strings.Contains(out, "Dockerfile:2: golang:1.26\n") || len(s.asked) != 0 || contents(t, folder) != before {
		t.Errorf("check: %v, %s", err, out)
	}
	if out, err := s.run(t, folder); err != nil || !strings.Contains(out, "golang:1.26@"+golang+"\n") {
		t.Fatalf("%v, %s", err, out)
	}
	dockerfile, compose, values = text("@"+golang, "@"+kratos, "@"+own)
	want := contents(t, checkout(t, dockerfile, compose, values))
	if got := contents(t, folder); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !slices.Contains(s.asked, "stub repository:library/golang:pull") {
		t.Errorf("asked for tokens: %q", s.asked)
	}
	if out, err := s.run(t, folder, "--check"); err != nil || out != "" {
		t.Errorf("check of pinned ones: %v, %s", err, out)
	}
	newer := s.has("oryd/kratos:v1.3.1", `{"manifests": [{}, {}, {}, {}]}`)
	if _, err := s.run(t, folder); err != nil || strings.Count(contents(t, folder), newer) != 2 || strings.Contains(contents(t, folder), kratos) {
		t.Errorf("a new digest of the same tag: %v\n%s", err, contents(t, folder))
	}
	s.granted = `{"access_token": "let-me-in"}`
	if _, err := s.run(t, folder); err != nil {
		t.Errorf("the other name of a token: %v", err)
	}
}

// Nothing is written unless all images have a digest: golang has one in each case.
func TestRefusesWhatItCannotBelieve(t *testing.T) {
	good, list := `{"manifests": [{}]}`, "application/vnd.docker.distribution.manifest.list.v2+json"
	wrong := "sha256:" + strings.Repeat("0", 64)
	for name, c := range map[string]struct {
		change func(*stub)
		want   string
	}{
		"another digest":   {func(s *stub) { s.answers["library/postgres:17"] = says(200, index, wrong, good) }, "names the digest"},
		"no such tag":      {func(s *stub) { delete(s.answers, "library/postgres:17") }, "no such tag"},
		"failure":          {func(s *stub) { s.answers["library/postgres:17"] = says(503, index, "", good) }, "status 503; try again later"},
		"rate limit":       {func(s *stub) { s.answers["library/postgres:17"] = says(429, index, "", good) }, "status 429; try again later"},
		"forbidden":        {func(s *stub) { s.answers["library/postgres:17"] = says(403, index, "", good) }, "without an account"},
		"a page":           {func(s *stub) { s.answers["library/postgres:17"] = says(200, "text/html", "", "<p>") }, "no manifest"},
		"JSON of a portal": {func(s *stub) { s.answers["library/postgres:17"] = says(200, "application/json", "", good) }, "not an index"},
		"one platform": {func(s *stub) {
			s.answers["library/postgres:17"] = says(200, index, "", `{"mediaType": "application/vnd.oci.image.manifest.v1+json", "manifests": [{}]}`)
		}, "not an index"},
		"an empty index": {func(s *stub) { s.answers["library/postgres:17"] = says(200, list, "", `{"manifests": []}`) }, "lists no image"},
		"too long": {func(s *stub) {
			s.answers["library/postgres:17"] = says(200, index, "", good+strings.Repeat(" ", maxAnswer))
		}, "more than"},
		"a wrong token":      {func(s *stub) { s.granted = `{"token": "stranger"}` }, "without an account"},
		"no token":           {func(s *stub) { s.granted = `{}` }, "no token"},
		"no token service":   {func(s *stub) { s.realm = "" }, "where to get a token"},
		"a token elsewhere":  {func(s *stub) { s.realm = s.URL + "/v2/none" }, "token service answers status 401"},
		"an unreachable one": {func(s *stub) { s.Close() }, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			s := startStub(t)
			s.has("library/golang:1.26", good)
			s.has("library/postgres:17", good)
			folder := checkout(t, "FROM golang:1.26\n", "services: {}\nx:\n  image: postgres:17\n", "")
			before := contents(t, folder)
			c.change(s)
			out, err := s.run(t, folder)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error()+out, "let-me-in") {
				t.Errorf("%v, %s", err, out)
			}
			if contents(t, folder) != before {
				t.Error("a file was changed")
			}
		})
	}
	s := startStub(t)
	r := &registries{client: s.Client(), hub: s.URL}
	if _, err := r.token(t.Context(), `Bearer realm="`+s.URL+`/token"`, "a", true); err == nil || len(s.asked) != 0 {
		t.Errorf("a token by http for a registry by https: %v", err)
	}
}

func TestNames(t *testing.T) {
	r := newRegistries()
	for text, want := range map[string]string{
		"postgres:17":                          "https://registry-1.docker.io library/postgres",
		"oryd/kratos:v1.3.1":                   "https://registry-1.docker.io oryd/kratos",
		"docker.io/postgres:17":                "https://registry-1.docker.io library/postgres",
		"ghcr.io/a/b/c:1":                      "https://ghcr.io a/b/c",
		"registry.example.com:5000/a:1":        "https://registry.example.com:5000 a",
		"localhost/a:1":                        "http://localhost a",
		"[::1]:5000/a:1":                       "http://[::1]:5000 a",
		"127.0.0.1:5000/a:1@" + hexDigest('a'): "http://127.0.0.1:5000 a",
	} {
		i, err := parse(text)
		if err != nil || i.String() != text {
			t.Errorf("%s: %+v, %v", text, i, err)
		}
		if base, repository := r.place(i); base+" "+repository != want {
			t.Errorf("%s: %s %s", text, base, repository)
		}
	}
	for _, text := range []string{"postgres", "postgres:", "ghcr.io/a", "a:1@sha256:abc", "a:1@md5:" + strings.Repeat("a", 64), "A:1", "a/../b:1", "a//b:1", "${X}:1", "a:${TAG}", "a:1 b", "a:1?x"} {
		if i, err := parse(text); err == nil {
			t.Errorf("%q is taken as %+v", text, i)
		}
	}
	folder := checkout(t, "ARG X=1\nFROM golang:${X}\n", "", "")
	if _, err := startStub(t).run(t, folder, "--check"); err == nil || !strings.Contains(err.Error(), "Dockerfile:2") {
		t.Errorf("a variable: %v", err)
	}
	if _, err := startStub(t).run(t, folder, "Dockerfile"); err == nil {
		t.Error("an argument is ignored")
	}
}

func hexDigest(digit byte) string { return "sha256:" + strings.Repeat(string(digit), 64) }

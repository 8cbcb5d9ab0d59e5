package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// stack is what `docker compose --profile demo up` starts, as processes on free ports.
type stack struct {
	t                      *testing.T
	here                   *strings.Replacer // addresses in docker-compose.yml to those here
	kratos, latchkey, demo container
}

// composeStack runs the services that end: those that make the secrets, the settings and Kratos' schema.
func composeStack(t *testing.T) *stack {
	t.Helper()
	project := composed(t, "demo")
	folder := t.TempDir()
	kratosBinary, err := demo.KratosBinary(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	latchkeyBinary, err := demo.BuildLatchkey(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(folder, "bin")
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s -w", "-o", bin+"/", "./cmd/demo")
	build.Dir = "../.."
	run(t, build)
	if err := os.Symlink(latchkeyBinary, filepath.Join(bin, "latchkey")); err != nil {
		t.Fatal(err)
	}
	ports, err := demo.ReservePorts(5)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ports.Release() })
	var moved []string
	for i, port := range []string{"4433", "4434", "4477", "4478", "3000"} {
		here := fmt.Sprint(ports.Ports[i])
		for _, host := range []string{"localhost", "kratos", "latchkey"} {
			moved = append(moved, host+":"+port, "localhost:"+here)
		}
		moved = append(moved, "port: "+port, "port: "+here)
	}
	moved = append(moved, ":4478", fmt.Sprintf(":%d", ports.Ports[3]))
	in := func(name, binary, secrets string) container {
		paths := append([]string{"/make-secrets.sh", "../make-secrets.sh", "/run/secrets", filepath.Join(folder, "secrets", secrets),
			"/secrets", filepath.Join(folder, "secrets"), "/etc/kratos", filepath.Join(folder, "kratos"), "/var/lib/demo", folder}, moved...)
		return container{service: project.Services[name], binary: binary, here: strings.NewReplacer(paths...)}
	}
	s := &stack{t: t, here: strings.NewReplacer(moved...), kratos: in("kratos", kratosBinary, "kratos"),
		latchkey: in("latchkey", latchkeyBinary, "latchkey"), demo: in("demo", filepath.Join(bin, "demo"), "latchkey")}
	s.latchkey.environment = []string{fmt.Sprintf("LATCHKEY_SERVE_PUBLIC_ADDRESS=:%d", ports.Ports[2])} // the default, 4477
	s.demo.environment = []string{"PATH=" + bin, "HOME=" + folder}

	must(t, os.Mkdir(filepath.Join(folder, "secrets"), 0o700))
	secrets := in("secrets", "sh", "")
	run(t, secrets.command(t.Context(), secrets.service.Entrypoint[1:]...))
	must(t, os.CopyFS(filepath.Join(folder, "kratos"), os.DirFS("../kratos")))
	settings := in("demo-settings", filepath.Join(bin, "demo"), "latchkey")
	run(t, settings.command(t.Context()))
	databases := map[string]string{"kratos": storetest.Postgres(t), "latchkey": storetest.Postgres(t)}
	must(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path, bin) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rewritten := regexp.MustCompile(`postgres://(\w+):\S+`).ReplaceAllStringFunc(string(text), func(dsn string) string {
			return databases[regexp.MustCompile(`\w+`).FindAllString(dsn, 2)[1]]
		})
		of := s.latchkey
		if strings.Contains(path, "kratos") {
			of = s.kratos
		}
		_ = os.Remove(path) // it is read-only
		return os.WriteFile(path, []byte(of.here.Replace(rewritten)), 0o600)
	}))
	migration := in("kratos-migrate", kratosBinary, "kratos")
	run(t, migration.command(t.Context()))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, command *exec.Cmd) {
	t.Helper()
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command.Args, err, out)
	}
}

// output is what a service has written.
type output struct {
	sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.Lock()
	defer o.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.Lock()
	defer o.Unlock()
	return o.text.String()
}

// start runs a service until the end of the test, and waits until the address answers.
func (s *stack) start(name string, c container, address string) *output {
	s.t.Helper()
	written := new(output)
	process := c.command(s.t.Context())
	process.Stdout, process.Stderr = written, written
	must(s.t, process.Start())
	s.t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
		if s.t.Failed() {
			s.t.Logf("%s:\n%s", name, written)
		}
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if response, err := http.Get(s.here.Replace(address)); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return written
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s does not answer at %s", name, address)
		}
	}
}

// call returns the status, and decodes a response of 2xx into the value.
func (s *stack) call(method, address, token string, body, into any) (status int) {
	s.t.Helper()
	encoded, err := json.Marshal(body)
	must(s.t, err)
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.here.Replace(address), bytes.NewReader(encoded))
	must(s.t, err)
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("X-Session-Token", token)
	}
	response, err := http.DefaultClient.Do(request)
	must(s.t, err)
	defer response.Body.Close()
	if into != nil && response.StatusCode < 300 {
		must(s.t, json.NewDecoder(response.Body).Decode(into))
	}
	return response.StatusCode
}

// ceremony begins and finishes one.
func (s *stack) ceremony(kind, token string, begin any, answer func(publicKey []byte) ([]byte, error), into any) {
	s.t.Helper()
	var begun struct {
		Ceremony  string          `json:"ceremony"`
		PublicKey json.RawMessage `json:"publicKey"`
	}
	if status := s.call(http.MethodPost, "http://localhost:4477/v1/"+kind+"/begin", token, begin, &begun); status != http.StatusOK {
		s.t.Fatalf("the begin of a %s answers %d", kind, status)
	}
	credential, err := answer(begun.PublicKey)
	must(s.t, err)
	finish := map[string]any{"ceremony": begun.Ceremony, "credential": json.RawMessage(credential)}
	if status := s.call(http.MethodPost, "http://localhost:4477/v1/"+kind+"/finish", token, finish, into); status >= 300 {
		s.t.Fatalf("the finish of a %s answers %d", kind, status)
	}
}

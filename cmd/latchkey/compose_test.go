package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"latchkey/config/value"
)

// composeFile is the part of docker-compose.yml that these tests compare with the program.
type composeFile struct {
	Services map[string]struct {
		Environment map[string]string
		Volumes     []string
		Ports       []string
		Command     []string
		Healthcheck struct{ Test []string }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	}
	Volumes map[string]any
}

const root = "../.."

func compose(t *testing.T) composeFile {
	t.Helper()
	var parsed composeFile
	readYAML(t, filepath.Join(root, "docker-compose.yml"), &parsed)
	if len(parsed.Services) < 3 {
		t.Fatalf("got %d services, want at least 3", len(parsed.Services))
	}
	return parsed
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// composeSecrets runs the script that the service secrets runs.
func composeSecrets(t *testing.T, folder string) {
	t.Helper()
	script := filepath.Join(root, "deploy/make-secrets.sh")
	if _, err := os.Stat(script); err != nil { // Go's cache of test results does not know what the shell reads
		t.Fatal(err)
	}
	if out, err := exec.Command("sh", script, folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func TestComposeEnvironmentLoads(t *testing.T) {
	secrets := t.TempDir()
	composeSecrets(t, secrets)
	var environ []string
	for name, value := range compose(t).Services["latchkey"].Environment {
		value = strings.Replace(value, "/run/secrets", filepath.Join(secrets, "latchkey"), 1)
		environ = append(environ, name+"="+value)
	}
	loaded, err := loadYAML(t, "", environ...)
	if err != nil {
		t.Fatal(err)
	}
	for _, warning := range loaded.Warnings {
		if warning.Path != "serve.admin.address" { // published on loopback only: see TestComposePublishesOnLoopbackOnly
			t.Errorf("warning: %v", warning)
		}
	}
	if database, err := loaded.DSN.Parse(); err != nil || database.Driver != value.Postgres {
		t.Errorf("database %v, %v", database.Driver, err)
	}
}

func TestComposeSecretsAreMadeOnce(t *testing.T) {
	folder := t.TempDir()
	composeSecrets(t, folder)
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	before := read("latchkey/cipher") + read("kratos/kratos.yml") + read("postgres/postgres")
	composeSecrets(t, folder)
	if read("latchkey/cipher")+read("kratos/kratos.yml")+read("postgres/postgres") != before {
		t.Error("a second start changed the secrets")
	}
	other := t.TempDir()
	composeSecrets(t, other)
	if second, err := os.ReadFile(filepath.Join(other, "latchkey/cipher")); err != nil || string(second) == read("latchkey/cipher") {
		t.Errorf("two installations have the same secret (%v)", err)
	}
	var kratos struct {
		DSN     string
		Secrets struct{ Cookie, Cipher []string }
	}
	readYAML(t, filepath.Join(folder, "kratos/kratos.yml"), &kratos)
	if len(kratos.Secrets.Cipher) != 1 || len(kratos.Secrets.Cipher[0]) != 32 || len(kratos.Secrets.Cookie) != 1 {
		t.Error("Kratos wants one cookie secret, and one cipher of exactly 32 characters")
	}
	if !strings.Contains(kratos.DSN, ":"+read("postgres/kratos")+"@postgres:") || !strings.Contains(read("latchkey/dsn"), ":"+read("postgres/latchkey")+"@postgres:") {
		t.Error("a dsn has not the password of its role")
	}
}

// TestComposeSettingsHook: every method of Kratos calls the hook, with Latchkey's key, and the mounted template is the
// one that the demo tests.
func TestComposeSettingsHook(t *testing.T) {
	folder := t.TempDir()
	composeSecrets(t, folder)
	key, err := os.ReadFile(filepath.Join(folder, "latchkey/hook"))
	if err != nil {
		t.Fatal(err)
	}
	type hooks struct {
		Hooks []struct {
			Hook   string
			Config struct {
				URL, Body string
				Auth      struct{ Config struct{ Name, Value string } }
				Response  struct{ Parse bool }
			}
		}
	}
	var kratos struct {
		Selfservice struct {
			Flows struct {
				Settings struct{ After map[string]hooks }
			}
		}
	}
	readYAML(t, filepath.Join(folder, "kratos/hooks.yml"), &kratos)
	for _, method := range []string{"password", "totp", "lookup_secret", "webauthn", "passkey", "oidc", "profile"} {
		list := kratos.Selfservice.Flows.Settings.After[method].Hooks
		if len(list) != 1 || list[0].Hook != "web_hook" || list[0].Config.URL != "http://latchkey:4477/hooks/kratos/settings" || !list[0].Config.Response.Parse ||
			list[0].Config.Auth.Config.Name != "X-Hook-Key" || list[0].Config.Auth.Config.Value != string(key) {
			t.Errorf("%s: %+v", method, list)
		}
	}
	deployed, err := os.ReadFile(filepath.Join(root, "deploy/kratos/latchkey-settings.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	if tested, err := os.ReadFile(filepath.Join(root, "demo/kratosconf/latchkey-settings.jsonnet")); err != nil || string(tested) != string(deployed) {
		t.Errorf("the template of the demo is another one (%v)", err)
	}
}

func TestComposePublishesOnLoopbackOnly(t *testing.T) {
	for name, service := range compose(t).Services {
		for _, port := range service.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s publishes %s to other machines", name, port)
			}
		}
	}
}

func TestComposePathsAndServicesAreThere(t *testing.T) {
	file := compose(t)
	for name, service := range file.Services {
		for _, volume := range service.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			_, named := file.Volumes[source]
			if _, err := os.Stat(filepath.Join(root, source)); err != nil && !named {
				t.Errorf("%s mounts %s: %v", name, source, err)
			}
		}
		for other, dependency := range service.DependsOn {
			if dependency.Condition == "service_healthy" && len(file.Services[other].Healthcheck.Test) == 0 {
				t.Errorf("%s waits for %s, which has no health check", name, other)
			}
		}
	}
}

func TestComposeFitsKratos(t *testing.T) {
	var kratos struct {
		Serve struct{ Public, Admin struct{ Port string } }
	}
	readYAML(t, filepath.Join(root, "deploy/kratos/kratos.yml"), &kratos)
	environment := compose(t).Services["latchkey"].Environment
	for name, want := range map[string]string{
		"LATCHKEY_KRATOS_PUBLIC_URL":  "http://kratos:" + kratos.Serve.Public.Port,
		"LATCHKEY_KRATOS_BROWSER_URL": "http://localhost:" + kratos.Serve.Public.Port,
		"LATCHKEY_KRATOS_ADMIN_URL":   "http://kratos:" + kratos.Serve.Admin.Port,
	} {
		if environment[name] != want {
			t.Errorf("%s is %s, and Kratos listens at %s", name, environment[name], want)
		}
	}
}

// TestContainersRunCommandsThatExist: Dockerfile and compose file use existing commands.
func TestContainersRunCommandsThatExist(t *testing.T) {
	dockerfile, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`CMD \[("latchkey", )?"([a-z]+)"\]`).FindAllStringSubmatch(string(dockerfile), -1)
	if len(lines) != 2 {
		t.Fatalf("found %d commands in the Dockerfile, want health and serve", len(lines))
	}
	words := []string{lines[0][2], lines[1][2], compose(t).Services["latchkey"].Healthcheck.Test[2]}
	for _, word := range words {
		if _, errOut, code := latchkey(t, nil, word, "--help"); code != exitOK {
			t.Errorf("%s: %s", word, errOut)
		}
	}
	if !regexp.MustCompile(`(?m)^USER [1-9][0-9]*:`).Match(dockerfile) {
		t.Error("the container does not run as a user without rights")
	}
}

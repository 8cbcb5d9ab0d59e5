package check

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"

	"latchkey/demo"
	"latchkey/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// What the manifests start works, in the order of an upgrade, with a real PostgreSQL and a real Kratos: the Deployment refuses to start
// before the Job has run; then the probes succeed, and SIGTERM ends it.
func TestPodsRun(t *testing.T) {
	t.Parallel()
	binary, err := demo.BuildLatchkey(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	kratos, err := demo.StartKratos(t.Context(), demo.KratosOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kratos.Close() })
	for tool, all := range installations(t) {
		t.Run(tool, func(t *testing.T) {
			dsn := storetest.Postgres(t)
			machine := node{t: t, binary: binary, folder: t.TempDir(), all: all, secrets: map[string]string{
				"dsn": dsn, "cipher": demo.RandomSecret(), "hook": demo.RandomSecret(), "login": demo.RandomSecret(),
			}}
			deployment := one[*apps.Deployment](t, all, "Deployment/latchkey").Spec.Template.Spec
			serve := machine.command("serve", deployment)
			ports := machine.local(serve, deployment.Containers[0])
			serve.Env = append(serve.Env, "LATCHKEY_KRATOS_PUBLIC_URL="+kratos.PublicURL, "LATCHKEY_KRATOS_ADMIN_URL="+kratos.AdminURL)

			if out, err := limited(t, *serve).CombinedOutput(); err == nil || !strings.Contains(string(out), "latchkey migrate") {
				t.Fatalf("before the migration, serve says %v: %s", err, out)
			}
			job := one[*batch.Job](t, all, "Job/latchkey-migration").Spec.Template.Spec
			migrate := machine.command("migrate", job)
			if out, err := migrate.CombinedOutput(); err != nil {
				t.Fatalf("the migration: %v: %s", err, out)
			}
			if again := machine.command("migrate-again", job); again.Run() != nil {
				t.Error("the migration cannot be repeated")
			}
			var log bytes.Buffer
			serve.Stdout, serve.Stderr = &log, &log
			if err := serve.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- serve.Wait() }()
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("%s", &log)
				}
			})
			container := deployment.Containers[0]
			probe(t, ended, ports, container.StartupProbe)
			probe(t, ended, ports, container.ReadinessProbe)
			probe(t, ended, ports, container.LivenessProbe)
			if status, body := get(t, ports["metrics"], "/metrics"); status != http.StatusOK || !strings.Contains(body, "latchkey_backlog_read 1") {
				t.Errorf("a scrape answers %d", status)
			}
			if status, _ := get(t, ports["admin"], "/admin/v1/passkeys"); status != http.StatusUnauthorized {
				t.Errorf("the admin listener answers %d without a key", status)
			}
			if status, _ := get(t, ports["public"], "/metrics"); status != http.StatusNotFound {
				t.Errorf("the public listener answers %d to a scrape", status)
			}
			stopped := time.Now()
			if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := <-ended; err != nil || time.Since(stopped) > time.Duration(*deployment.TerminationGracePeriodSeconds)*time.Second {
				t.Errorf("SIGTERM: %v after %s", err, time.Since(stopped))
			}
			if entries, err := os.ReadDir(filepath.Join(machine.folder, "serve")); err != nil || len(entries) > 0 {
				t.Errorf("it wrote to its file system: %v, %v", entries, err)
			}
		})
	}
}

// node runs containers as processes: volumes are folders, and the paths in the environment lead there.
type node struct {
	t              *testing.T
	binary, folder string
	all            objects
	secrets        map[string]string
}

func (n node) command(name string, pod core.PodSpec) *exec.Cmd {
	n.t.Helper()
	container := pod.Containers[0]
	if len(container.Command) > 0 { // else that of the image, which is the binary: see TestImageStartsLatchkey
		n.t.Fatalf("the command is %v", container.Command)
	}
	moved := make([]string, 0, 2*len(container.VolumeMounts))
	for _, mount := range container.VolumeMounts {
		folder := filepath.Join(n.folder, name+"-"+mount.Name)
		n.fill(folder, pod.Volumes, mount)
		moved = append(moved, mount.MountPath+"/", folder+"/")
	}
	paths := strings.NewReplacer(moved...)
	home := filepath.Join(n.folder, name)
	if err := os.Mkdir(home, 0o700); err != nil {
		n.t.Fatal(err)
	}
	run := exec.CommandContext(n.t.Context(), n.binary, container.Args...)
	run.Dir = home
	run.Env = []string{"PATH=/usr/local/bin"} // as in the image
	for _, variable := range container.Env {
		run.Env = append(run.Env, variable.Name+"="+paths.Replace(variable.Value))
	}
	return run
}

// fill writes what a volume contains.
func (n node) fill(folder string, volumes []core.Volume, mount core.VolumeMount) {
	n.t.Helper()
	files := make(map[string]string)
	for _, volume := range volumes {
		switch {
		case volume.Name != mount.Name:
		case volume.ConfigMap != nil:
			files = one[*core.ConfigMap](n.t, n.all, "ConfigMap/"+volume.ConfigMap.Name).Data
		case len(volume.Secret.Items) == 0:
			files = n.secrets
		default:
			for _, item := range volume.Secret.Items {
				files[item.Path] = n.secrets[item.Key]
			}
		}
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		n.t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o400); err != nil {
			n.t.Fatal(err)
		}
	}
}

// local has the process listen on free ports, and returns them by the names of the container's.
func (n node) local(run *exec.Cmd, container core.Container) map[string]string {
	n.t.Helper()
	reserved, err := demo.ReservePorts(len(container.Ports))
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { reserved.Release() })
	addresses := make(map[string]string)
	for i, port := range container.Ports {
		for j, variable := range run.Env {
			if name, value, _ := strings.Cut(variable, "="); value == fmt.Sprintf(":%d", port.ContainerPort) {
				addresses[port.Name] = fmt.Sprintf("127.0.0.1:%d", reserved.Ports[i])
				run.Env[j] = name + "=" + addresses[port.Name]
			}
		}
	}
	return addresses
}

// limited is the same command with ten seconds.
func limited(t *testing.T, of exec.Cmd) *exec.Cmd {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	run := exec.CommandContext(ctx, of.Path, of.Args[1:]...)
	run.Dir, run.Env = of.Dir, of.Env
	return run
}

// probe asks as a kubelet does, until it succeeds or has failed as often as the probe allows.
func probe(t *testing.T, ended <-chan error, addresses map[string]string, p *core.Probe) {
	t.Helper()
	asked := p.HTTPGet
	address := addresses[asked.Port.String()]
	for range max(int(p.FailureThreshold), 20) {
		select {
		case err := <-ended:
			t.Fatalf("serve ended: %v", err)
		default:
		}
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			if status, _ := get(t, address, asked.Path); status >= 200 && status < 400 {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	status, body := get(t, address, asked.Path)
	t.Fatalf("%s answers %d: %s", asked.Path, status, body)
}

func get(t *testing.T, address, path string) (status int, body string) {
	t.Helper()
	response, err := http.Get("http://" + address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// The image starts what the manifests give arguments to, as the user whom they name.
func TestImageStartsLatchkey(t *testing.T) {
	dockerfile := read(t, "../../Dockerfile")
	for _, line := range []string{"\nENTRYPOINT [\"latchkey\"]\n", "\nUSER 65532:65532\n", "\nENV PATH=/usr/local/bin\n", "\nCMD [\"serve\"]\n"} {
		if !strings.Contains(dockerfile, line) {
			t.Errorf("the Dockerfile has no line %s", strings.TrimSpace(line))
		}
	}
}
